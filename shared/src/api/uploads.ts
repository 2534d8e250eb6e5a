import { z } from 'zod';
import { Id } from '../ids.js';
import { Instant } from '../instant.js';

/*
 * Resumable uploads speak tus 1.0 at /api/uploads (POST, HEAD, PATCH, DELETE); `Upload-Metadata` holds `filename` and
 * `filetype`. When all bytes are there, POST /api/uploads/{uploadId}/finish makes a recording of them.
 */

/** An upload of one's own that is not finished. */
export const PendingUpload = z
  .object({
    id: Id,
    fileName: z.string(),
    bytes: z.int(),
    receivedBytes: z.int(),
    createdAt: Instant,
    expiresAt: Instant,
  })
  .meta({ id: 'PendingUpload' });
export type PendingUpload = z.infer<typeof PendingUpload>;
