import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { problem } from './answer.js';
import { sendProblem } from './send-answer.js';

/**
 * So many requests a minute from one network address, on doors where nothing can be guessed: what one stranger asks
 * must not cost everybody.
 */
export function perMinute(limit: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) =>
      sendProblem(
        response,
        problem(429, 'too_many_attempts', 'Thử quá nhiều lần. Hãy chờ một phút rồi thử lại.'),
      ),
  });
}
