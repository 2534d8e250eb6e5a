import { ImportedRecording, Recording } from '@loa/shared/api/recordings';
import { Sha256 } from '@loa/shared/ids';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import type { Db } from '../../db/database.js';
import { findAacCopy, findRecording, insertRecording } from '../../db/recordings.js';
import type { RefusalReason } from '../../library/outcomes.js';
import { REFUSAL_MESSAGES } from '../../library/refusal-messages.js';
import { json, notFound, type ProblemStatus, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

const RecordingParams = z.object({ sha256: Sha256 });

export function createRecordingRoutes(ports: ApiPorts): Route[] {
  return [upload(ports), read(ports), audio(ports), aacCopy(ports)];
}

function upload({ db, clock, library }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/recordings',
    tag: 'recordings',
    summary: 'Upload an audio file; it becomes one canonical recording',
    action: 'recording.write',
    upload: true,
    response: { status: 201, schema: ImportedRecording },
    target: ({ actor }) => target([actor.areaId], null),
    async handle({ actor, file, signal }) {
      if (!file) {
        return problem(400, 'no_file', 'Chưa có tệp nào được gửi lên. Hãy chọn một tệp âm thanh.');
      }
      const outcome = await library.importRecording({
        source: { file: file.path },
        originalName: file.originalName,
        signal,
      });
      if (!outcome.ok) {
        return problem(statusOf(outcome.reason), outcome.reason, REFUSAL_MESSAGES[outcome.reason].vi);
      }
      const originalName = file.originalName.normalize('NFC');
      if (outcome.known) return json({ ...outcome.recording, known: true, originalName });
      const made = outcome.recording;
      const createdAt = clock.now();
      const recording = await db.transaction().execute(async (trx) => {
        const by = { createdAt, createdBy: actor.accountId };
        await insertRecording(
          trx,
          {
            sha256: made.sha256,
            bytes: made.bytes,
            durationMs: Math.round(made.durationMs),
            lufs: made.integratedLufs,
            peakDb: made.truePeakDb,
            ...by,
          },
          {
            aac: made.aac,
            original: { ...made.original, recordingSha256: made.sha256, format: null, ...by },
          },
        );
        await writeAudit(trx, {
          at: createdAt,
          actor: actor.accountId,
          action: 'recording.create',
          areaId: actor.areaId,
          subject: made.sha256,
          detail: { name: made.original.name },
        });
        return findRecording(trx, made.sha256);
      });
      if (!recording) return notFound('bản thu');
      return json({ ...recording, known: false, originalName: made.original.name }, 201);
    },
  });
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/recordings/{sha256}',
    tag: 'recordings',
    summary: 'One recording',
    action: 'recording.read',
    params: RecordingParams,
    response: { status: 200, schema: Recording },
    target: ({ actor, params }) => recordingTarget(db, actor.areaId, params.sha256),
    handle: ({ subject }) => json(subject),
  });
}

function audio({ db, objects }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/recordings/{sha256}/audio',
    tag: 'recordings',
    summary: 'The canonical sound itself (Ogg Opus), as loudspeakers play it; ranges are honoured',
    action: 'recording.read',
    params: RecordingParams,
    response: { status: 200, contentType: 'audio/ogg' },
    target: ({ actor, params }) => recordingTarget(db, actor.areaId, params.sha256),
    handle: ({ subject: { sha256 } }) => ({
      kind: 'file',
      path: objects.pathOf(sha256),
      contentType: 'audio/ogg; codecs=opus',
      sha256,
    }),
  });
}

function aacCopy({ db, objects }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/recordings/{sha256}/aac',
    tag: 'recordings',
    summary: 'An AAC copy for browsers that do not play Ogg; ranges are honoured',
    action: 'recording.read',
    params: RecordingParams,
    response: { status: 200, contentType: 'audio/mp4' },
    target: ({ actor, params }) => recordingTarget(db, actor.areaId, params.sha256),
    async handle({ subject }) {
      const copy = await findAacCopy(db, subject.sha256);
      if (!copy) return notFound('bản nghe thử của bản thu này');
      return {
        kind: 'file',
        path: objects.pathOf(copy.sha256),
        contentType: 'audio/mp4',
        sha256: copy.sha256,
      };
    },
  });
}

/** Recordings belong to no area: who knows the sha256 was told it by a bulletin they may read. */
async function recordingTarget(db: Db, ownArea: string, sha256: string) {
  const recording = await findRecording(db, sha256);
  return recording ? target([ownArea], recording) : notFound('bản thu');
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
