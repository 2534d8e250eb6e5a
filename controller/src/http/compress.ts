import compression from 'compression';
import type { RequestHandler } from 'express';

/** Smaller answers fit a packet or two anyway, bytes. */
const FROM_BYTES = 1_500;

/**
 * Compresses long JSON answers: a page of the log is 45 kB plain and 4 kB so, and staff pay for their data. Events must
 * go out at once, and sound is compressed already. No secret stands beside what a stranger could make us repeat: session
 * cookies are SameSite=strict.
 */
export function compressAnswers(): RequestHandler {
  return compression({
    threshold: FROM_BYTES,
    level: 4,
    filter: (_request, response) => String(response.getHeader('Content-Type')).startsWith('application/json'),
  });
}
