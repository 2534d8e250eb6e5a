import { ImportedRecording } from '@loa/shared/api/recordings';
import { PendingUpload } from '@loa/shared/api/uploads';
import { Id } from '@loa/shared/ids';
import { z } from 'zod';
import { usesOfRecording } from '../../db/recording-uses.js';
import { findRecording } from '../../db/recordings.js';
import { deleteUpload, findUpload, finishUpload, type UploadRecord, uploadsOf } from '../../db/uploads.js';
import { json, notFound, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import type { Actor } from '../authorise.js';
import { importSound } from '../import-sound.js';
import { defineRoute, type Route, target } from '../route.js';

/** Beside the protocol itself, see tus.ts: what is on its way, and making a recording of what arrived. */
export function createUploadRoutes(ports: ApiPorts): Route[] {
  return [list(ports), finish(ports)];
}

function list({ db, resumable }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/uploads',
    tag: 'recordings',
    summary: 'One’s own resumable uploads that are not finished (they are sent by the tus 1.0 protocol)',
    action: 'recording.write',
    response: { status: 200, schema: z.object({ items: z.array(PendingUpload) }) },
    target: ({ actor }) => target([actor.areaId], null),
    async handle({ actor }) {
      const items: z.infer<typeof PendingUpload>[] = [];
      for (const { id, fileName, bytes, createdAt, expiresAt } of await uploadsOf(db, actor.accountId)) {
        const receivedBytes = await resumable.receivedBytes(id);
        items.push({ id, fileName, bytes, receivedBytes, createdAt, expiresAt });
      }
      return json({ items });
    },
  });
}

function finish(ports: ApiPorts): Route {
  const { db, resumable } = ports;
  return defineRoute({
    method: 'post',
    path: '/uploads/{uploadId}/finish',
    tag: 'recordings',
    summary: 'Make one canonical recording of a resumable upload; asked again, the same answer',
    action: 'recording.write',
    params: z.object({ uploadId: Id }),
    response: { status: 201, schema: ImportedRecording },
    async target({ actor, params }) {
      const upload = await findUpload(db, params.uploadId, actor.accountId);
      return upload ? target([actor.areaId], upload) : notFound('lần tải lên này');
    },
    async handle({ actor, subject: upload, signal }) {
      if (upload.recordingSha256 !== null) return finishedBefore(ports, actor, upload);
      const received = await resumable.receivedBytes(upload.id);
      if (received !== upload.bytes) {
        return problem(
          409,
          'upload_incomplete',
          `Tệp “${upload.fileName}” mới lên được ${Math.floor((100 * received) / upload.bytes)}%. Hãy tải tiếp cho xong.`,
        );
      }
      const path = resumable.pathOf(upload.id);
      const imported = await importSound(ports, { path, originalName: upload.fileName, actor, signal });
      if (imported.kind === 'problem') {
        if (!passes(imported)) await forget(ports, upload.id);
        return imported;
      }
      await finishUpload(db, upload.id, imported.recording.sha256);
      await resumable.remove(upload.id);
      return json(imported.recording, imported.recording.known ? 200 : 201);
    },
  });
}

/** The answer was lost on the way: it is given again. */
async function finishedBefore({ db }: ApiPorts, actor: Actor, upload: UploadRecord) {
  const recording = await findRecording(db, upload.recordingSha256 ?? '');
  if (!recording) return notFound('bản thu');
  const sameAs = await usesOfRecording(db, recording.sha256, actor.areaId);
  return json({ ...recording, known: true, originalName: upload.fileName, sameAs });
}

/** Whether the same bytes may do better later. */
function passes({ status }: ProblemAnswer): boolean {
  return status >= 500;
}

async function forget({ db, resumable }: ApiPorts, id: string): Promise<void> {
  await deleteUpload(db, id);
  await resumable.remove(id);
}
