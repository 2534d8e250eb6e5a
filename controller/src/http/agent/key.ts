import { DAY } from '@loa/shared/instant';
import { BoxKeyChange, type BoxKeyChanged, type ChangeBoxKey } from '@loa/shared/messages/agent-http';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { openCompact, parseHeader } from '@loa/shared/trust/envelope';
import { keyId } from '@loa/shared/trust/keys';
import { boxOfAnyKey, changeBoxKey, currentKeyId, keyWasUsed } from '../../db/box-keys.js';
import type { Db } from '../../db/database.js';
import { type Refused, refused } from './refusals.js';

/** A box keeps its reports 30 days; those that it formed before bear the former key's signature. */
const FORMER_KEY_MS = 31 * DAY;

export interface KeyPorts {
  db: Db;
  clock: Clock;
  log: Logger;
  /** Connections and tokens of the former key are void. */
  onKeyChanged(boxId: string): void;
}

/**
 * A box changes its key: the former one says which is next, and the next one signs too, to show that the box has it. The
 * same request again is answered alike, for the first answer may be lost.
 */
export async function changeKey(
  { db, clock, log, onKeyChanged }: KeyPorts,
  { byFormer, byNew }: ChangeBoxKey,
): Promise<{ ok: true; body: BoxKeyChanged } | Refused> {
  const formerId = parseHeader(byFormer.split('.')[0] ?? '')?.kid;
  const box = formerId === undefined ? null : await boxOfAnyKey(db, formerId);
  if (!box || formerId === undefined) return refused('box_not_enrolled');
  const said = await openCompact('boxKey', Buffer.from(byFormer, 'latin1'), BoxKeyChange, (kid) =>
    kid === formerId ? box.key : undefined,
  );
  if (!said.ok || said.payload.boxId !== box.boxId) return refused('bad_proof');
  const { newKey } = said.payload;
  const freshId = keyId(newKey);
  const shown = await openCompact('boxKey', Buffer.from(byNew, 'latin1'), BoxKeyChange, (kid) =>
    kid === freshId ? newKey : undefined,
  );
  if (!shown.ok || shown.payload.boxId !== box.boxId || keyId(shown.payload.newKey) !== freshId) {
    return refused('bad_proof');
  }
  const done = { ok: true, body: { boxId: box.boxId, keyId: freshId } } as const;
  if ((await currentKeyId(db, box.boxId)) === freshId) return done;
  if (box.former) return refused('bad_proof');
  if (await keyWasUsed(db, freshId)) return refused('key_taken');
  const at = clock.now();
  const fresh = { keyId: freshId, key: newKey };
  if (!(await changeBoxKey(db, { box, formerId, fresh, at, formerUntil: at + FORMER_KEY_MS }))) {
    return refused('bad_proof');
  }
  log.info({ boxId: box.boxId, from: formerId, to: freshId }, 'A box changed its key');
  onKeyChanged(box.boxId);
  return done;
}
