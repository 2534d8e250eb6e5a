import { Heard, HeardMore } from '@loa/shared/api/passkey-approval';
import { Id } from '@loa/shared/ids';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import { findListening, putListening } from '../../db/listening.js';
import { findRecording } from '../../db/recordings.js';
import { heardEnough, hearMore, neededMs } from '../../trust/heard.js';
import { json } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { NO_RECORDING } from '../approvals.js';
import { listeningBasis } from '../heard-evidence.js';
import { defineRoute, type Route } from '../route.js';
import { variantTarget } from './variants.js';

/** Evidence that an approver heard the very sound that loudspeakers will say. */
export function createListeningRoutes(ports: ApiPorts): Route[] {
  return [report(ports), read(ports)];
}

const spec = ({ db }: ApiPorts) =>
  ({
    path: '/variants/{variantId}/heard',
    tag: 'bulletins',
    action: 'bulletin.approve',
    params: z.object({ variantId: Id }),
    response: { status: 200, schema: Heard },
    target: ({ params }: { params: { variantId: string } }) => variantTarget(db, params.variantId),
  }) as const;

function report(ports: ApiPorts): Route {
  const { db, clock } = ports;
  return defineRoute({
    ...spec(ports),
    method: 'post',
    summary:
      'Report what was heard of the recording: 0 when it begins, then every ten seconds or so what was heard since',
    body: HeardMore,
    async handle({ actor, body, subject: { variant, bulletin } }) {
      const basis = listeningBasis(variant);
      const recording = variant.recordingSha256 && (await findRecording(db, variant.recordingSha256));
      if (basis === null || !recording) return NO_RECORDING;
      const at = clock.now();
      const { accountId } = actor;
      const { durationMs } = recording;
      const enough = await db.transaction().execute(async (trx) => {
        const before = await findListening(trx, accountId, variant.id);
        const after = hearMore(before, { ms: body.ms, basis, at });
        await putListening(trx, { accountId, variantId: variant.id, ...after });
        const was = heardEnough(before, basis, durationMs);
        const is = heardEnough(after, basis, durationMs);
        if (is && !was) {
          const detail = { sha256: recording.sha256, heardMs: after.heardMs, durationMs };
          await writeAudit(trx, {
            ...{ at, actor: accountId, action: 'variant.heard', areaId: bulletin.areaId },
            ...{ subject: variant.id, detail },
          });
        }
        return { is, heardMs: after.heardMs };
      });
      return json({
        variantId: variant.id,
        heardMs: enough.heardMs,
        neededMs: neededMs(durationMs),
        enough: enough.is,
      });
    },
  });
}

function read(ports: ApiPorts): Route {
  const { db } = ports;
  return defineRoute({
    ...spec(ports),
    method: 'get',
    summary: 'What one has heard of it so far',
    async handle({ actor, subject: { variant } }) {
      const basis = listeningBasis(variant);
      const recording = variant.recordingSha256 && (await findRecording(db, variant.recordingSha256));
      if (basis === null || !recording) return NO_RECORDING;
      const heard = await findListening(db, actor.accountId, variant.id);
      const counts = heard?.basis === basis;
      return json({
        variantId: variant.id,
        heardMs: counts ? heard.heardMs : 0,
        neededMs: neededMs(recording.durationMs),
        enough: heardEnough(heard, basis, recording.durationMs),
      });
    },
  });
}
