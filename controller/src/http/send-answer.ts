import type { Problem } from '@loa/shared/api/problem';
import type { Response } from 'express';
import type { Answer, EventsAnswer, FileAnswer, ProblemAnswer, SessionCookie } from './answer.js';
import { sessionCookie } from './authenticate.js';

/** Turns an answer into HTTP. Resolves when it was sent; an event stream goes on by itself. */
export async function sendAnswer(response: Response, answer: Answer<unknown>): Promise<void> {
  switch (answer.kind) {
    case 'json':
      setCookie(response, answer.cookie);
      response.status(answer.status).set('Cache-Control', 'no-store').json(answer.body);
      return;
    case 'empty':
      setCookie(response, answer.cookie);
      response.status(204).end();
      return;
    case 'text':
      response
        .status(200)
        .set({ 'Content-Type': answer.contentType, 'Cache-Control': 'no-store' })
        .send(answer.body);
      return;
    case 'problem':
      sendProblem(response, answer);
      return;
    case 'file':
      await sendFile(response, answer);
      return;
    case 'download':
      response
        .status(200)
        .attachment(answer.fileName)
        .set({ 'Content-Type': answer.contentType, 'Cache-Control': 'no-store' })
        .send(Buffer.from(answer.body));
      return;
    case 'events':
      sendEvents(response, answer);
  }
}

export function sendProblem(response: Response, answer: ProblemAnswer): void {
  const body: Problem = {
    error: {
      code: answer.code,
      message: answer.message,
      ...(answer.details === undefined ? {} : { details: answer.details }),
    },
  };
  response.status(answer.status).set('Cache-Control', 'no-store').json(body);
}

function setCookie(response: Response, cookie: SessionCookie | undefined): void {
  if (!cookie) return;
  const options = { httpOnly: true, sameSite: 'strict', secure: response.req.secure, path: '/' } as const;
  const name = sessionCookie(response.req);
  if (cookie.token === null) response.clearCookie(name, options);
  else response.cookie(name, cookie.token, { ...options, expires: new Date(cookie.expiresAt) });
}

/** Express's sendFile knows ranges and conditions; the hash is the entity tag. */
function sendFile(response: Response, answer: FileAnswer): Promise<void> {
  response.set({
    'Content-Type': answer.contentType,
    'Cache-Control': 'private, max-age=31536000, immutable',
    ETag: `"${answer.sha256}"`,
    'X-Content-Type-Options': 'nosniff',
  });
  return new Promise((resolve, reject) => {
    response.sendFile(answer.path, { dotfiles: 'allow', cacheControl: false, etag: false }, (error) => {
      // A client that went away mid-file is no error of ours.
      if (!error || response.headersSent) resolve();
      else reject(error);
    });
  });
}

/** A page that takes nothing for so long is cut off; it opens the stream again and reads anew what it missed. */
const MOST_UNREAD_BYTES = 1024 * 1024;

function sendEvents(response: Response, answer: EventsAnswer): void {
  response.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    // nginx would hold events back otherwise.
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const write = (text: string) => {
    if (response.writableEnded || response.destroyed) return;
    response.write(text);
    if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
  };
  const stop = answer.open({
    send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    beat: () => write(': beat\n\n'),
    close() {
      // Whoever has not taken what was sent would not take the end either.
      if (response.writableLength > 0) response.destroy();
      else response.end();
    },
  });
  response.once('close', stop);
}
