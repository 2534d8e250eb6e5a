import type { Variant } from '@loa/shared/api/bulletins';
import type { Recording } from '@loa/shared/api/recordings';
import { jcs, sha256Hex } from '@loa/shared/jcs';
import type { Roster } from '@loa/shared/messages/roster';
import { checkGrant, grantAllows } from '@loa/shared/trust/check-grant';
import { areaChain } from '../db/areas.js';
import type { Db } from '../db/database.js';
import { findGrant } from '../db/grants.js';
import { findListening } from '../db/listening.js';
import { findRecording } from '../db/recordings.js';
import { heardEnough, neededMs } from '../trust/heard.js';
import { type ProblemAnswer, problem } from './answer.js';
import { NO_RECORDING } from './approvals.js';
import type { Actor } from './authorise.js';

/** What was heard: the recording and the text that was read with it. Null where there is no recording. */
export function listeningBasis({ recordingSha256, text, language }: Variant): string | null {
  return recordingSha256 === null ? null : sha256Hex(jcs({ recordingSha256, text, language }));
}

/** The variant's recording, once this person has heard it all as it stands; else what is missing. */
export async function heardRecording(
  db: Db,
  actor: Actor,
  variant: Variant,
): Promise<{ kind: 'heard'; recording: Recording } | ProblemAnswer> {
  const basis = listeningBasis(variant);
  const recording = variant.recordingSha256 && (await findRecording(db, variant.recordingSha256));
  if (basis === null || !recording) return NO_RECORDING;
  const heard = await findListening(db, actor.accountId, variant.id);
  if (heardEnough(heard, basis, recording.durationMs)) return { kind: 'heard', recording };
  const heardMs = heard?.basis === basis ? heard.heardMs : 0;
  return problem(
    409,
    'not_heard',
    `Bạn mới nghe ${Math.floor(heardMs / 1000)} trên ${Math.ceil(recording.durationMs / 1000)} giây của bản tiếng ${variant.language}. Hãy nghe hết (nhanh nhất 1,5 lần) rồi ký.`,
    { variantId: variant.id, sha256: recording.sha256, heardMs, neededMs: neededMs(recording.durationMs) },
  );
}

/**
 * Why somebody may not approve yet what sounds in all of a place where its stream fails; null once they heard it all as it
 * stands, or where people have approved that very recording for all of the place.
 */
export async function fallbackUnheard(
  db: Db,
  actor: Actor,
  variant: Variant,
  place: { areaId: string; roster: Roster; now: number },
): Promise<ProblemAnswer | null> {
  if (await grantedFor(db, variant, place)) return null;
  const heard = await heardRecording(db, actor, variant);
  return heard.kind === 'problem' ? heard : null;
}

/** As a box of the place would judge it. */
async function grantedFor(
  db: Db,
  { grantId, recordingSha256: sha256 }: Variant,
  { areaId, roster, now }: { areaId: string; roster: Roster; now: number },
): Promise<boolean> {
  const stored = grantId === null ? null : await findGrant(db, grantId);
  if (!stored || sha256 === null) return false;
  const chain = (await areaChain(db, areaId)).map(({ id }) => id);
  const checked = checkGrant(stored.bytes, roster, chain);
  return checked.ok && grantAllows(checked.grant, { use: 'scheduled', sha256, at: now }).ok;
}
