import { type Migrated, table } from './build-table.js';

/** Secret addresses by which phones follow the week of an area: one each, taken back by its removal. */
export const calendarAddresses = {
  name: '014-calendar-addresses',
  async up(db: Migrated): Promise<void> {
    await table(db, 'calendar_address', {
      area_id: 'text primary key references area(id)',
      hash: 'text not null unique',
      created_by: 'text not null',
      created_at: 'bigint not null',
    }).execute();
  },
};
