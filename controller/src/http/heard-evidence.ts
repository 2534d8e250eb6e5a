import type { Variant } from '@loa/shared/api/bulletins';
import type { Recording } from '@loa/shared/api/recordings';
import { jcs, sha256Hex } from '@loa/shared/jcs';
import type { Db } from '../db/database.js';
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
    { variantId: variant.id, heardMs, neededMs: neededMs(recording.durationMs) },
  );
}
