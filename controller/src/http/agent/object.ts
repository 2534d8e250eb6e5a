import type { Response } from 'express';
import type { Db } from '../../db/database.js';
import { findGrant } from '../../db/grants.js';
import { sendRefusal } from './refusals.js';

/** What the endpoint needs of the object store. */
export interface ObjectPort {
  has(sha256: string): Promise<boolean>;
  /** An absolute path. */
  pathOf(sha256: string): string;
}

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * Sends a recording's or a grant's bytes: named by their hash, they never change. Recordings answer ranges (206, 416),
 * conditions (304) and HEAD; a box resumes where its link broke.
 */
export async function sendObject(
  { db, objects }: { db: Db; objects: ObjectPort },
  sha256: string,
  response: Response,
): Promise<void> {
  response.set({
    'Cache-Control': `private, max-age=${YEAR_SECONDS}, immutable`,
    ETag: `"${sha256}"`,
    'X-Content-Type-Options': 'nosniff',
  });
  if (await objects.has(sha256)) {
    response.type('audio/ogg');
    await sendFile(response, objects.pathOf(sha256));
    return;
  }
  const grant = await findGrant(db, sha256);
  if (grant) {
    response.type('application/jose+json').send(Buffer.from(grant.bytes));
    return;
  }
  response.removeHeader('ETag');
  response.set('Cache-Control', 'no-store');
  sendRefusal(response, 'not_found');
}

function sendFile(response: Response, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // The folder of the data may be called anything, dots included; the path was made by the store.
    response.sendFile(path, { dotfiles: 'allow', cacheControl: false, lastModified: false }, (error) => {
      // A box that hangs up is no error of ours.
      if (error && !response.headersSent) reject(error);
      else resolve();
    });
  });
}
