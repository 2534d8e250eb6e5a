import { z } from 'zod';
import { AreaId, Id, PersonId } from '../ids.js';
import { Instant } from '../instant.js';
import { Role } from './role.js';
import { Line } from './text.js';

export const Login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,62}$/);

export const Account = z
  .object({
    id: Id,
    login: z.string(),
    name: z.string(),
    role: Role,
    areaId: AreaId,
    personId: PersonId.nullable(),
    createdAt: Instant,
    disabledAt: Instant.nullable(),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof Account>;

export const NewAccount = z
  .strictObject({
    login: Login,
    name: Line(100),
    /** At least 10 characters. */
    password: z.string().min(10).max(200),
    role: Role,
    areaId: AreaId,
    personId: PersonId.optional(),
  })
  .meta({ id: 'NewAccount' });
export type NewAccount = z.infer<typeof NewAccount>;
