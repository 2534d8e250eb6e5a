import { ReplacedBox } from '@loa/shared/api/boxes';
import { BoxId, newId } from '@loa/shared/ids';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import { type BoxRecord, findBox, insertBox, revokeBox } from '../../db/boxes.js';
import { json, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { issueCode, NO_CODE, serverOfBoxes } from '../enrolment-codes.js';
import { defineRoute, type Route } from '../route.js';
import { boxTarget, describeBox } from './boxes.js';

export function createBoxReplaceRoutes(ports: ApiPorts): Route[] {
  return [replace(ports)];
}

function replace(ports: ApiPorts): Route {
  const { db, clock, changes, disconnectBox } = ports;
  return defineRoute({
    method: 'post',
    path: '/boxes/{boxId}/replace',
    tag: 'boxes',
    summary:
      'Put a new box in the place of a broken one: the old loses its access, plans follow, the log stays',
    action: 'box.write',
    params: z.object({ boxId: BoxId }),
    response: { status: 201, schema: ReplacedBox },
    target: ({ params }) => boxTarget(db, params.boxId),
    async handle({ actor, subject: old }) {
      const at = clock.now();
      const made = await exchange(ports, old, actor.accountId, at);
      if (made.kind === 'problem') return made;
      disconnectBox(old.id);
      changes.notify({ kind: 'plans', boxIds: [old.id, made.box.id] });
      for (const boxId of [old.id, made.box.id]) changes.notify({ kind: 'status', boxId });
      return json(
        { replaced: describeBox(made.replaced, at), box: describeBox(made.box, at), code: made.code },
        201,
      );
    },
  });
}

/** All of it or nothing: a village never has neither box. */
async function exchange({ db, random, settings }: ApiPorts, old: BoxRecord, actor: string, at: number) {
  const id = newId('box', random);
  const expiresAt = at + settings.codeLifeMs;
  const { areaId, clusterId, name, outputs } = old;
  const done = await db
    .transaction()
    .execute(async (trx) => {
      if (!(await revokeBox(trx, old.id, at))) throw new NotExchanged(alreadyRevoked(old));
      await insertBox(trx, { id, clusterId, name, outputs, createdAt: at });
      const detail = { by: id };
      await writeAudit(trx, { at, actor, action: 'box.replace', areaId, subject: old.id, detail });
      const code = await issueCode(trx, { boxId: id, areaId, actor, at, expiresAt, random });
      if (code === null) throw new NotExchanged(NO_CODE);
      return code;
    })
    .catch((error: unknown) => {
      if (error instanceof NotExchanged) return error.answer;
      throw error;
    });
  if (typeof done !== 'string') return done;
  const [replaced, box] = [await findBox(db, old.id), await findBox(db, id)];
  return replaced && box
    ? {
        kind: 'exchanged' as const,
        replaced,
        box,
        code: { code: done, expiresAt, server: serverOfBoxes(settings) },
      }
    : NO_CODE;
}

/** Also where somebody else replaced or ended it a moment ago. */
function alreadyRevoked({ name, clusterName }: BoxRecord): ProblemAnswer {
  const text = `Bộ thu “${name}” đã ngừng dùng. Hãy tạo bộ thu mới cho cụm “${clusterName}”.`;
  return problem(409, 'box_revoked', text);
}

/** Only to roll the transaction back. */
class NotExchanged extends Error {
  constructor(readonly answer: ProblemAnswer) {
    super(answer.code);
  }
}
