import { rm } from 'node:fs/promises';
import { LoaError } from '@loa/shared/errors';
import type { Request, RequestHandler } from 'express';
import multer, { MulterError } from 'multer';
import type { UploadedFile } from './route.js';

/** A multipart body that breaks off or is none: whoever sent it is at fault. */
class UnreadableUploadError extends LoaError {
  readonly status = 400;
  constructor(cause: Error) {
    super('upload_unreadable', `The upload cannot be read: ${cause.message}`, { cause });
  }
}

/** Streams one file to `folder`, at most `maxBytes`. Names arrive as UTF-8: the default garbles Vietnamese. */
export function createUpload(options: { folder: string; maxBytes: number }): RequestHandler {
  // Its types do not know defParamCharset yet.
  const settings: multer.Options & { defParamCharset: 'utf8' } = {
    dest: options.folder,
    limits: { fileSize: options.maxBytes, files: 1, fields: 4, fieldSize: 1000, parts: 6 },
    defParamCharset: 'utf8',
  };
  const receive = multer(settings).single('file');
  return (request, response, next) => {
    receive(request, response, (error: unknown) => next(blamed(error)));
  };
}

/** The parser's own errors bear no code, those of the file system do. */
function blamed(error: unknown): unknown {
  const ours = !(error instanceof Error) || error instanceof MulterError || 'code' in error;
  return ours ? error : new UnreadableUploadError(error);
}

export function uploadedFile(request: Request): UploadedFile | null {
  const file = request.file;
  return file ? { path: file.path, originalName: file.originalname, bytes: file.size } : null;
}

export async function removeUpload(request: Request): Promise<void> {
  // The parser takes the path off again when it broke off and removed the file itself.
  const path: string | undefined = request.file?.path;
  if (path !== undefined) await rm(path, { force: true });
}
