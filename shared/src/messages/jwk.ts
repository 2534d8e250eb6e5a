import { z } from 'zod';

/** An Ed25519 public key (RFC 8037): boxes, controllers, roots and command-line people. */
export const Ed25519Jwk = z
  .object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })
  .meta({ id: 'Ed25519Jwk' });
export type Ed25519Jwk = z.infer<typeof Ed25519Jwk>;

const EcJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  y: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

const RsaJwk = z.object({
  kty: z.literal('RSA'),
  /** 2048 to 4096 bits. */
  n: z.string().regex(/^[A-Za-z0-9_-]{342,683}$/),
  e: z.string().regex(/^[A-Za-z0-9_-]{4,8}$/),
});

/** A person's public key: Ed25519 from a key file, or whatever kind their passkey has. */
export const PublicJwk = z.discriminatedUnion('kty', [Ed25519Jwk, EcJwk, RsaJwk]).meta({ id: 'PublicJwk' });
export type PublicJwk = z.infer<typeof PublicJwk>;

/** JWS algorithms: EdDSA here always means Ed25519. */
export const Alg = z.enum(['EdDSA', 'ES256', 'RS256']);
export type Alg = z.infer<typeof Alg>;
