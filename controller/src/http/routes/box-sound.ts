import { TestSound, Volume, VolumePatch } from '@loa/shared/api/fleet';
import { BoxId, newId } from '@loa/shared/ids';
import { MINUTE } from '@loa/shared/instant';
import type { Override } from '@loa/shared/messages/override';
import { BUILT_IN_SOUNDS } from '@loa/shared/trust/built-in-sounds';
import { allowanceAt } from '@loa/shared/trust/limits';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import type { Db } from '../../db/database.js';
import { patchVolume } from '../../db/fleet.js';
import { loadPlaces } from '../../db/planning-places.js';
import { rosterInForce } from '../../db/rosters.js';
import { insertTest, testUnderWay } from '../../db/test-sounds.js';
import { notifyPlans } from '../affected-boxes.js';
import { json, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { volumeOf } from '../box-volume.js';
import { defineRoute, type Route } from '../route.js';
import { boxTarget } from './boxes.js';

const BoxParams = z.object({ boxId: BoxId });
/** After this a box that was away begins no test: nobody stands below it any more. */
const TEST_WITHIN_MS = 2 * MINUTE;
/** Nobody grants what boxes carry: the id names no grant. */
const NO_GRANT = '0'.repeat(64);

/** How loud a box is, and a sound to hear that it works. */
export function createBoxSoundRoutes(ports: ApiPorts): Route[] {
  return [readVolume(ports), changeVolume(ports), test(ports)];
}

function readVolume({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/boxes/{boxId}/volume',
    tag: 'fleet',
    summary: 'How loud a box may be, and what caps it',
    action: 'box.read',
    params: BoxParams,
    response: { status: 200, schema: Volume },
    target: ({ params }) => boxTarget(db, params.boxId),
    handle: async ({ subject }) => json(await volumeOf(db, subject)),
  });
}

function changeVolume({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'patch',
    path: '/boxes/{boxId}/volume',
    tag: 'fleet',
    summary:
      'Lower, mute or raise a box at once; never raised above what its cluster and the signed limits allow',
    action: 'box.sound',
    params: BoxParams,
    body: VolumePatch,
    response: { status: 200, schema: Volume },
    target: ({ params }) => boxTarget(db, params.boxId),
    async handle({ actor, body, subject: box }) {
      const before = await volumeOf(db, box);
      const most = Math.min(before.clusterMaxGainDb, before.rosterMaxGainDb ?? before.clusterMaxGainDb);
      // A level that became too high since it was chosen may stand: the stricter limit holds anyway.
      if (body.maxGainDb != null && body.maxGainDb > most && body.maxGainDb !== before.maxGainDb) {
        const told = String(most).replace('.', ',').replace('-', '−');
        return problem(
          422,
          'above_limit',
          `Nơi này chỉ cho phép tới ${told} dB. Muốn to hơn, hãy sửa mức của cụm loa hoặc khung giờ đã ký.`,
          { mostDb: most },
        );
      }
      const now = clock.now();
      await db.transaction().execute(async (trx) => {
        await patchVolume(trx, box.id, body, { actor: actor.accountId, now });
        await writeAudit(trx, {
          ...{ at: now, actor: actor.accountId, action: 'volume.change' },
          ...{ areaId: box.areaId, subject: box.id, detail: body },
        });
      });
      notifyPlans(changes, [box.id]);
      return json(await volumeOf(db, box));
    },
  });
}

function test({ db, clock, random, changes, log }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/boxes/{boxId}/test',
    tag: 'fleet',
    summary: 'Make one box say that this is a test, at once, within its allowed hours',
    action: 'box.sound',
    params: BoxParams,
    response: { status: 201, schema: TestSound },
    target: ({ params }) => boxTarget(db, params.boxId),
    async handle({ actor, subject: box }) {
      const now = clock.now();
      const refused = await mayNotTest(db, box, now);
      if (refused) return refused;
      const [sound] = BUILT_IN_SOUNDS;
      if (!sound) return NO_SOUND;
      const { sha256, bytes, durationMs, words } = sound;
      const source = { kind: 'recording', sha256, bytes, durationMs } as const;
      const until = now + TEST_WITHIN_MS;
      const override: Extract<Override, { kind: 'test' }> = {
        ...{ kind: 'test', overrideId: newId('override', random), createdAt: now, startsAt: now, until },
        ...{ areas: [box.areaId], boxes: [box.id], items: [{ source, gainDb: 0, grantId: NO_GRANT }] },
      };
      await db.transaction().execute(async (trx) => {
        await insertTest(trx, override, { areaId: box.areaId, actor: actor.accountId });
        await writeAudit(trx, {
          ...{ at: now, actor: actor.accountId, action: 'box.test' },
          ...{ areaId: box.areaId, subject: box.id, detail: { until } },
        });
      });
      log.info({ boxId: box.id }, 'A box is told to sound a test.');
      changes.notify({ kind: 'overrides', areaId: box.areaId });
      return json({ id: override.overrideId, boxId: box.id, words, durationMs, startsAt: now, until }, 201);
    },
  });
}

const NO_SOUND = problem(
  409,
  'no_test_sound',
  'Bộ thu không mang sẵn tiếng thử. Hãy phát một bài ngắn để thử.',
);

/** The box would refuse as well; a person is told before they wait for a sound. */
async function mayNotTest(
  db: Db,
  box: { id: string; name: string; state: string },
  now: number,
): Promise<ProblemAnswer | null> {
  const [place] = await loadPlaces(db, [box.id]);
  if (!place) {
    return problem(
      409,
      'not_enrolled',
      `Bộ thu “${box.name}” chưa được nhận hoặc đã ngừng dùng nên chưa thử được.`,
    );
  }
  const stored = place.communeId === null ? null : await rosterInForce(db, place.communeId);
  const allowance = stored && allowanceAt(now, stored.roster, place.settings, place.areaChain);
  if (!allowance?.allowed) {
    return problem(
      409,
      'outside_hours',
      'Bây giờ nằm ngoài khung giờ phát của nơi này, hoặc loa đang tắt tiếng, nên không thử loa được. Hãy thử trong giờ phát.',
    );
  }
  if (await testUnderWay(db, box.id, now)) {
    return problem(429, 'test_under_way', `Bộ thu “${box.name}” vừa được thử. Hãy chờ hai phút rồi thử lại.`);
  }
  return null;
}
