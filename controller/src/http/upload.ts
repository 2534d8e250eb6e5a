import { rm } from 'node:fs/promises';
import type { Request, RequestHandler } from 'express';
import multer from 'multer';
import type { UploadedFile } from './route.js';

/** Streams one file to `folder`, at most `maxBytes`. Names arrive as UTF-8: the default garbles Vietnamese. */
export function createUpload(options: { folder: string; maxBytes: number }): RequestHandler {
  // Its types do not know defParamCharset yet.
  const settings: multer.Options & { defParamCharset: 'utf8' } = {
    dest: options.folder,
    limits: { fileSize: options.maxBytes, files: 1, fields: 4, fieldSize: 1000, parts: 6 },
    defParamCharset: 'utf8',
  };
  return multer(settings).single('file');
}

export function uploadedFile(request: Request): UploadedFile | null {
  const file = request.file;
  return file ? { path: file.path, originalName: file.originalname, bytes: file.size } : null;
}

export async function removeUpload(request: Request): Promise<void> {
  if (request.file) await rm(request.file.path, { force: true });
}
