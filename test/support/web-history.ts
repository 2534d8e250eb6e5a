import { SavedSchedule } from '@loa/shared/api/schedules';
import { DAY } from '@loa/shared/instant';
import { sha256Hex } from '@loa/shared/jcs';
import type { Grant } from '@loa/shared/messages/grant';
import { signGeneral } from '@loa/shared/trust/general';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '@loa/shared/trust/keys';
import { insertBulletin } from '../../controller/src/db/bulletins.js';
import { insertGrant } from '../../controller/src/db/grants.js';
import { insertVariant } from '../../controller/src/db/variants.js';
import type { ControllerApp } from './controller-app.js';
import { call, OTHER_RECORDING, RECORDING } from './controller-world.js';
import { listPeople } from './web-approvers.js';
import { COMMUNE, SEEDED_SCHEDULE, tokenOf } from './web-commune.js';

const APPROVER = { accountId: 'account_nguoiduyet', personId: 'person_nam', name: 'Lê Hoàng Nam' };

/**
 * What stands behind the playbacks of the seeded commune, as it does in a real one: the list of who may approve, their
 * signatures under what sounded, and the schedule that it was a run of.
 */
export async function seedHistory(app: ControllerApp): Promise<void> {
  const monthAgo = app.clock.now() - 30 * DAY;
  const key = await importSigningKey(generatePrivateJwk());
  const keys = [{ kid: key.kid, alg: 'EdDSA' as const, key: key.publicJwk }];
  await listPeople(app, [{ ...APPROVER, uses: ['scheduled', 'emergency', 'relay', 'set', 'roster'], keys }]);
  const heard = await app.db
    .selectFrom('variant')
    .innerJoin('bulletin', 'bulletin.id', 'variant.bulletin_id')
    .innerJoin('playback', 'playback.title', 'bulletin.title')
    .select([
      'variant.id',
      'bulletin.id as bulletinId',
      'bulletin.title',
      'variant.recording_sha256 as sha256',
    ])
    .where('playback.state', '=', 'finished')
    .distinct()
    .execute();
  for (const { id, bulletinId, title, sha256 } of heard) {
    if (sha256 === null) continue;
    const grantId = await approve(app, { variantId: id, title, sha256, at: monthAgo, key });
    const known = { bulletin_id: bulletinId, variant_id: id, grant_id: grantId, sha256 };
    await app.db.updateTable('playback').set(known).where('title', '=', title).execute();
  }
  await seedSet(app, { at: monthAgo, key });
  const [first] = heard;
  if (first) await schedule(app, first.bulletinId, monthAgo + DAY);
}

async function approve(
  app: ControllerApp,
  asked: { variantId: string; title: string; sha256: string; at: number; key: SigningKey },
): Promise<string> {
  const { variantId, title, sha256, at, key } = asked;
  const grant: Grant = {
    ...{ use: 'scheduled', subject: { sha256, language: 'vi' }, title, areas: [COMMUNE] },
    ...{ validFrom: at, validUntil: at + 90 * DAY, signedAt: at },
  };
  const id = await sign(app, { grant, variantId, key });
  const approved = { state: 'approved', grant_id: id } as const;
  await app.db.updateTable('variant').set(approved).where('id', '=', variantId).execute();
  return id;
}

async function sign(
  app: ControllerApp,
  { grant, variantId, key }: { grant: Grant; variantId: string | null; key: SigningKey },
): Promise<string> {
  const bytes = await signGeneral('grant', grant, [key]);
  const id = sha256Hex(bytes);
  const { validFrom, validUntil, signedAt, use } = grant;
  await insertGrant(app.db, {
    ...{ id, variantId, stationId: null, bytes, use, validFrom, validUntil, signedAt },
    ...{ signers: [APPROVER.personId], createdAt: signedAt },
  });
  return id;
}

const WAITING = ['Lời chào buổi chiều', 'Nhạc nền bản tin nông nghiệp'];
const TUNES = [
  'Nhạc hiệu mở đầu',
  'Lời xướng “Đài truyền thanh xã Ia Pia”',
  'Nhạc cắt',
  'Nhạc hiệu kết thúc',
];

/** What every programme of the commune begins and ends with, approved together. */
async function seedSet(app: ControllerApp, { at, key }: { at: number; key: SigningKey }): Promise<void> {
  const subject = { sha256: [RECORDING, OTHER_RECORDING] };
  const grant: Grant = {
    ...{ use: 'set', subject, title: 'Nhạc hiệu và lời xướng của xã', areas: [COMMUNE] },
    ...{ validFrom: at, validUntil: at + 365 * DAY, signedAt: at },
  };
  const grantId = await sign(app, { grant, variantId: null, key });
  for (const [index, title] of [...TUNES, ...WAITING].entries()) {
    const approved = TUNES.includes(title);
    const stands = {
      state: approved ? 'approved' : 'submitted',
      grantId: approved ? grantId : null,
    } as const;
    const made = { createdBy: 'account_phatthanh', createdAt: at, updatedAt: at };
    const bulletinId = `bulletin_tune${index}`;
    await insertBulletin(app.db, {
      ...{ id: bulletinId, areaId: COMMUNE, title, kind: 'tin', sound: 'music', columnName: null },
      ...{ topics: [], audiences: [], fieldCode: null, sourceUnit: null, taskRef: null },
      ...{ validFrom: null, validUntil: null, ...made },
    });
    await insertVariant(app.db, {
      ...{ id: `variant_tune${index}`, bulletinId, language: 'vi', text: null, ...stands },
      ...{ recordingSha256: subject.sha256[index % 2] ?? null, stateReason: null },
      ...{ submittedBy: made.createdBy, updatedAt: at },
    });
  }
}

async function schedule(app: ControllerApp, bulletinId: string, at: number): Promise<void> {
  const timetable = {
    ...{ kind: 'recurring', days: [{ every: 'day' }] },
    times: [{ time: '05:30' }, { time: '17:00' }],
  };
  const asked = { bulletinId, name: 'Bản tin sáng, chiều', areaIds: [COMMUNE], timetable };
  const answer = await call(app, tokenOf('phatthanh'), 'post', '/schedules', asked);
  if (!answer.ok) throw new Error(`schedule: ${answer.status} ${await answer.text()}`);
  const { schedule: saved } = SavedSchedule.parse(await answer.json());
  await app.db.updateTable('schedule').set({ created_at: at }).where('id', '=', saved.id).execute();
  const run = { schedule_id: saved.id };
  await app.db.updateTable('playback').set(run).where('schedule_id', '=', SEEDED_SCHEDULE).execute();
}
