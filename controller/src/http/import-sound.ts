import type { ImportedRecording } from '@loa/shared/api/recordings';
import { writeAudit } from '../db/audit.js';
import type { Db } from '../db/database.js';
import { usesOfRecording } from '../db/recording-uses.js';
import { admitRecording, findRecording, insertRecording } from '../db/recordings.js';
import type { RefusalReason } from '../library/outcomes.js';
import { REFUSAL_MESSAGES } from '../library/refusal-messages.js';
import { notFound, type ProblemAnswer, type ProblemStatus, problem } from './answer.js';
import type { ApiPorts } from './api-ports.js';
import type { Actor } from './authorise.js';

export interface SoundFile {
  path: string;
  /** As staff know it. */
  originalName: string;
  actor: Actor;
  signal: AbortSignal;
  /** Stands in the audit log beside the name. */
  madeBy?: Record<string, unknown>;
}

export type ImportedSound = { kind: 'recording'; recording: ImportedRecording } | ProblemAnswer;

/** Makes one canonical recording of a file, however it came here; says who uses the same sound already. */
export async function importSound(
  { db, clock, library }: Pick<ApiPorts, 'db' | 'clock' | 'library'>,
  { path, originalName, actor, signal, madeBy }: SoundFile,
): Promise<ImportedSound> {
  const outcome = await library.importRecording({ source: { file: path }, originalName, signal });
  if (!outcome.ok) return refusedSound(outcome.reason);
  const sameAs = (sha256: string) => usesOfRecording(db, sha256, actor.areaId);
  if (outcome.known) {
    const { recording } = outcome;
    const name = originalName.normalize('NFC');
    await admitAgain(db, { sha256: recording.sha256, name, actor, at: clock.now() });
    const known = { ...recording, known: true, originalName: name, sameAs: await sameAs(recording.sha256) };
    return { kind: 'recording', recording: known };
  }
  const made = outcome.recording;
  const createdAt = clock.now();
  const recording = await db.transaction().execute(async (trx) => {
    const by = { createdAt, createdBy: actor.accountId };
    const { sha256, bytes, integratedLufs: lufs, truePeakDb: peakDb } = made;
    await insertRecording(
      trx,
      { sha256, bytes, durationMs: Math.round(made.durationMs), lufs, peakDb, ...by },
      { aac: made.aac, original: { ...made.original, recordingSha256: sha256, format: null, ...by } },
    );
    await admitRecording(trx, sha256, actor.areaId);
    await writeAudit(trx, {
      at: createdAt,
      actor: actor.accountId,
      action: 'recording.create',
      areaId: actor.areaId,
      subject: sha256,
      detail: { name: made.original.name, ...madeBy },
    });
    return findRecording(trx, sha256);
  });
  if (!recording) return notFound('bản thu');
  const { name: madeName } = made.original;
  return {
    kind: 'recording',
    recording: {
      ...recording,
      known: false,
      originalName: madeName,
      sameAs: await sameAs(recording.sha256),
    },
  };
}

/** Who holds the very sound may hear the recording that it became, whoever brought it in first. */
async function admitAgain(
  db: Db,
  { sha256, name, actor, at }: { sha256: string; name: string; actor: Actor; at: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (!(await admitRecording(trx, sha256, actor.areaId))) return;
    const row = { actor: actor.accountId, areaId: actor.areaId, subject: sha256 };
    await writeAudit(trx, { at, ...row, action: 'recording.create', detail: { name, known: true } });
  });
}

export function refusedSound(reason: RefusalReason): ProblemAnswer {
  return problem(statusOf(reason), reason, REFUSAL_MESSAGES[reason].vi);
}

function statusOf(reason: RefusalReason): ProblemStatus {
  switch (reason) {
    case 'too_large':
      return 413;
    case 'not_audio':
    case 'playlist':
    case 'no_audio_stream':
      return 415;
    case 'disk_full':
      return 507;
    case 'timeout':
      return 503;
    default:
      return 422;
  }
}
