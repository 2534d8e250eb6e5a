import { sql } from 'kysely';
import { type Migrated, table } from './build-table.js';

/** Whose recordings are: the areas whose people brought a sound in, for equal sounds are one recording. */
export const recordings = {
  name: '009-recordings',
  async up(db: Migrated): Promise<void> {
    await table(db, 'recording_area', { sha256: 'text not null', area_id: 'text not null' })
      .addPrimaryKeyConstraint('recording_area_pk', ['sha256', 'area_id'])
      .execute();
    // Of the recordings from before, those of whoever made them first.
    await sql`
      insert into recording_area (sha256, area_id)
      select recording.sha256, account.area_id
      from recording join account on account.id = recording.created_by
    `.execute(db);
  },
};
