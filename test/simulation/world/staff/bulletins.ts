import { sha256Hex } from '@loa/shared/jcs';
import { boxesHearing } from '../../../../controller/src/http/affected-boxes.js';
import { COMMUNE } from '../places.js';
import type { TrueBulletin, TrueVariant } from '../truth.js';
import type { Desk } from './desk.js';
import { type Approver, sign } from './signing.js';

export interface NewBulletin {
  variants: { language: string; durationMs: number; approved: boolean }[];
  column?: string | null;
  music?: boolean;
  validUntil: number | null;
  grantUntil: number;
  /** Where it may sound; the whole commune unless said. */
  areas?: string[];
  approver: Approver;
}

export interface BulletinDesk {
  recordBulletin(wish: NewBulletin): Promise<TrueBulletin>;
  withdraw(bulletin: TrueBulletin, variant: TrueVariant): Promise<void>;
  approve(
    bulletin: TrueBulletin,
    variant: TrueVariant,
    by: { until: number; areas: string[]; approver: Approver },
  ): Promise<void>;
  /** Says until when it is news; null: for ever. */
  date(bulletin: TrueBulletin, validUntil: number | null): Promise<void>;
}

export function createBulletinDesk(desk: Desk): BulletinDesk {
  const { db, truth } = desk;

  async function setVariant(bulletin: TrueBulletin, variant: TrueVariant, grantId: string | null) {
    const state = grantId === null ? 'withdrawn' : 'approved';
    await db()
      .updateTable('variant')
      .set({ state, grant_id: grantId, updated_at: desk.now() })
      .where('id', '=', variant.id)
      .execute();
    await desk.audit(`variant.${state}`, variant.id);
    variant.grantId = grantId;
    await desk.tell(boxesHearing(db(), bulletin.id));
  }

  async function record(
    id: string,
    title: string,
    wish: NewBulletin,
    { language, durationMs, approved }: NewBulletin['variants'][number],
  ): Promise<TrueVariant> {
    const at = desk.now();
    const sha256 = sha256Hex(`recording of ${id} in ${language}`);
    const variantId = language === 'vi' ? `variant_${id}` : `variant_${id}_${language}`;
    const row = { sha256, bytes: 3_000, duration_ms: durationMs, created_at: at, created_by: 'system' };
    truth.recordings.set(sha256, durationMs);
    await db().insertInto('recording').values(row).execute();
    const of = { use: 'scheduled', variantId, title, subject: { sha256, language } } as const;
    const by = { areas: wish.areas ?? [COMMUNE], until: wish.grantUntil, by: wish.approver };
    const grantId = approved ? await sign(desk, of, by) : null;
    await db()
      .insertInto('variant')
      .values({
        ...{ id: variantId, bulletin_id: id, language, recording_sha256: sha256 },
        ...{ state: approved ? 'approved' : 'submitted', grant_id: grantId, updated_at: at },
      })
      .execute();
    return { id: variantId, language, sha256, durationMs, grantId };
  }

  return {
    async recordBulletin(wish) {
      const { column = null, music = false, validUntil } = wish;
      const at = desk.now();
      const id = desk.next('bulletin');
      const title = `Bản tin ${id}`;
      await db()
        .insertInto('bulletin')
        .values({
          ...{ id, title, kind: 'tin', topics: '[]', audiences: '[]', valid_until: validUntil },
          ...{ column_name: column, sound: music ? 'music' : 'speech', area_id: COMMUNE },
          ...{ created_by: 'system', created_at: at, updated_at: at },
        })
        .execute();
      const variants: TrueVariant[] = [];
      for (const variant of wish.variants) variants.push(await record(id, title, wish, variant));
      await desk.audit('bulletin.create', id);
      const bulletin = { id, title, column, music, validUntil, variants };
      truth.decisions.bulletins.set(id, bulletin);
      await desk.tell(boxesHearing(db(), id));
      return bulletin;
    },
    withdraw: (bulletin, variant) => setVariant(bulletin, variant, null),
    async approve(bulletin, variant, { until, areas, approver }) {
      const { id: variantId, sha256, language } = variant;
      const of = {
        use: 'scheduled',
        variantId,
        title: bulletin.title,
        subject: { sha256, language },
      } as const;
      await setVariant(bulletin, variant, await sign(desk, of, { areas, until, by: approver }));
    },
    async date(bulletin, validUntil) {
      await db()
        .updateTable('bulletin')
        .set({ valid_until: validUntil, updated_at: desk.now() })
        .where('id', '=', bulletin.id)
        .execute();
      await desk.audit('bulletin.change', bulletin.id);
      bulletin.validUntil = validUntil;
      await desk.tell(boxesHearing(db(), bulletin.id));
    },
  };
}
