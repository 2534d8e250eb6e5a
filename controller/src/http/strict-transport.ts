import type { RequestHandler } from 'express';

/** A year; for this name alone, for a commune's domain may have other servers. */
const HSTS = `max-age=${365 * 24 * 60 * 60}`;

/** Tells browsers to come by TLS only, from the first time that they did. Never over plain HTTP (RFC 6797 §7.2). */
export function strictTransport(): RequestHandler {
  return (request, response, next) => {
    if (request.secure) response.set('Strict-Transport-Security', HSTS);
    next();
  };
}
