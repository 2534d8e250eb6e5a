import { z } from 'zod';

/** A certificate of an authority for TLS: base64url of its DER. */
export const AuthorityDer = z.string().regex(/^[A-Za-z0-9_-]{100,4000}$/);
