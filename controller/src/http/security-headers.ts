import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * What pages may load: their own files alone, no inline code. Style elements are let in by an answer's own nonce, for
 * the pages' component library. Sounds and pictures that a page made itself (a recording, a waveform) are `blob:`.
 */
const CONTENT_SECURITY_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'blob:'],
  'media-src': ["'self'", 'blob:'],
  'worker-src': ["'self'", 'blob:'],
  'connect-src': ["'self'", 'blob:'],
  'font-src': ["'self'"],
  'manifest-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
} as const satisfies Record<string, readonly string[]>;

/** The policy as the header's text; `styleNonce` only for the page that carries it. */
export function contentSecurityPolicy(styleNonce: string | null): string {
  return Object.entries(CONTENT_SECURITY_POLICY)
    .map(([name, sources]) => {
      const more = name === 'style-src' && styleNonce !== null ? [`'nonce-${styleNonce}'`] : [];
      return [name, ...sources, ...more].join(' ');
    })
    .join(';');
}

/** No TLS is assumed: a village LAN often has none. */
export function securityHeaders(): RequestHandler {
  const others = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  const policy = contentSecurityPolicy(null);
  return (request, response, next) => {
    response.setHeader('Content-Security-Policy', policy);
    others(request, response, next);
  };
}
