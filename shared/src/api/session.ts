import { z } from 'zod';
import { AreaId, Id, PersonId } from '../ids.js';
import { Instant } from '../instant.js';
import { Role } from './role.js';
import { Line } from './text.js';

export const SignIn = z
  .strictObject({ login: z.string().trim().min(1).max(64), password: z.string().min(1).max(200) })
  .meta({ id: 'SignIn' });

export const Me = z
  .object({
    accountId: Id,
    login: z.string(),
    name: z.string(),
    role: Role,
    areaId: AreaId,
    areaName: z.string(),
    personId: PersonId.nullable(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const NewApiToken = z.strictObject({ label: Line(100) }).meta({ id: 'NewApiToken' });

export const ApiToken = z
  .object({ id: Id, label: z.string(), createdAt: Instant, revokedAt: Instant.nullable() })
  .meta({ id: 'ApiToken' });
export type ApiToken = z.infer<typeof ApiToken>;

/** `token` is shown this once; only its sha256 is kept. Send it as `Authorization: Bearer …`. */
export const IssuedApiToken = ApiToken.extend({ token: z.string() }).meta({ id: 'IssuedApiToken' });
