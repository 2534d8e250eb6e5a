import { mkdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { DAY } from '@loa/shared/instant';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';

/** How long an unfinished upload is kept: a clerk who loses the line on Friday goes on by Sunday, milliseconds. */
export const UPLOAD_LIFE_MS = 2 * DAY;

/** The bytes of uploads that can be gone on with after the line was lost (tus 1.0). Who may do what is asked before. */
export interface Resumable {
  maxBytes: number;
  pathOf(uploadId: string): string;
  /** 0 when there is nothing. */
  receivedBytes(uploadId: string): Promise<number>;
  remove(uploadId: string): Promise<void>;
  /** Speaks the protocol; a new upload bears the id in the request's header `UPLOAD_ID_HEADER`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Set by us on the way to the protocol's server, whatever a client sent. */
export const UPLOAD_ID_HEADER = 'x-loa-upload-id';

/** `folder` outlives a restart: uploads go on afterwards. */
export async function openResumable({
  folder,
  maxBytes,
}: {
  folder: string;
  maxBytes: number;
}): Promise<Resumable> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let server: Server | null = null;
  const pathOf = (id: string) => join(folder, id);
  return {
    maxBytes,
    pathOf,
    async receivedBytes(id) {
      return (await stat(pathOf(id)).catch(() => null))?.size ?? 0;
    },
    async remove(id) {
      await rm(pathOf(id), { force: true });
      await rm(`${pathOf(id)}.json`, { force: true });
    },
    async handle(request, response) {
      server ??= openServer(folder, maxBytes);
      await server.handle(request, response);
    },
  };
}

/**
 * Opened with the first upload: the store makes its folder unawaited, and throws where nobody can catch it when a
 * controller that could not start has taken the folder away again.
 */
function openServer(folder: string, maxBytes: number): Server {
  return new Server({
    path: '/api/uploads',
    datastore: new FileStore({ directory: folder, expirationPeriodInMilliseconds: UPLOAD_LIFE_MS }),
    maxSize: maxBytes,
    relativeLocation: true,
    // Only our own pages and programs with a token; without this every page of the web would be told to come.
    allowedOrigins: () => false,
    // The node request that we changed; what wraps it reads its headers as they came.
    namingFunction: (request) => String(request.runtime?.node?.req.headers[UPLOAD_ID_HEADER] ?? ''),
  });
}
