import { z } from 'zod';
import { AreaId, Id, Language, PersonId } from '../ids.js';
import { Instant } from '../instant.js';
import { Role } from './role.js';
import { Line } from './text.js';

export const Login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,62}$/);

/** At least 10 characters; what is easy to guess is refused (`weak_password`). */
export const NewPassword = z.string().min(10).max(200);

/** Languages that a person understands, and so may approve by ear. */
const Languages = z.array(Language).min(1).max(20);

/** KT.: an approver who signs in another's place, and only between these instants. */
export const Deputy = z
  .object({ deputyFor: Id, actingFrom: Instant, actingUntil: Instant })
  .meta({ id: 'Deputy' });
export type Deputy = z.infer<typeof Deputy>;

export const Account = z
  .object({
    id: Id,
    login: z.string(),
    name: z.string(),
    role: Role,
    areaId: AreaId,
    personId: PersonId.nullable(),
    languages: z.array(Language),
    deputy: Deputy.nullable(),
    /** Waits for the person to follow the link and choose a password. */
    invited: z.boolean(),
    createdAt: Instant,
    disabledAt: Instant.nullable(),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof Account>;

export const NewAccount = z
  .strictObject({
    login: Login,
    name: Line(100),
    /** Better left out: the answer then bears a link by which the person chooses one. */
    password: NewPassword.optional(),
    role: Role,
    areaId: AreaId,
    personId: PersonId.optional(),
    languages: Languages.optional(),
    deputy: Deputy.optional(),
  })
  .meta({ id: 'NewAccount' });
export type NewAccount = z.infer<typeof NewAccount>;

export const AccountPatch = z
  .strictObject({
    name: Line(100).optional(),
    role: Role.optional(),
    areaId: AreaId.optional(),
    personId: PersonId.nullable().optional(),
    languages: Languages.optional(),
    deputy: Deputy.nullable().optional(),
  })
  .meta({ id: 'AccountPatch' });

/** Shown this once, to be sent to the person (by Zalo, say); only its hash is kept. */
export const OneTimeLink = z
  .object({
    /** `invite`: 72 hours; `reset`: one hour. A newer link of the same account voids it. */
    kind: z.enum(['invite', 'reset']),
    /** To be put behind the address that the app is opened at. The token stands after `#`: no server logs it. */
    path: z.string(),
    expiresAt: Instant,
  })
  .meta({ id: 'OneTimeLink' });
export type OneTimeLink = z.infer<typeof OneTimeLink>;

/** `link` where no password was given. */
export const CreatedAccount = Account.extend({ link: OneTimeLink.nullable() }).meta({ id: 'CreatedAccount' });

/** The part of a link behind `#`. */
const LinkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const ReadLink = z.strictObject({ token: LinkToken }).meta({ id: 'ReadLink' });
export const LinkOffer = z
  .object({
    kind: z.enum(['invite', 'reset']),
    name: z.string(),
    login: z.string(),
    role: Role,
    areaName: z.string(),
    expiresAt: Instant,
  })
  .meta({ id: 'LinkOffer' });

export const UseLink = z.strictObject({ token: LinkToken, password: NewPassword }).meta({ id: 'UseLink' });
/** The password stands; sign in with it at `POST /session`. */
export const UsedLink = z.object({ login: z.string() }).meta({ id: 'UsedLink' });

export const Handover = z
  .strictObject({
    /** The colleague who looks after everything from now on. */
    to: Id,
    reason: Line(300).optional(),
  })
  .meta({ id: 'Handover' });

export const HandedOver = z
  .object({
    account: Account,
    moved: z.object({
      schedules: z.int(),
      bulletins: z.int(),
      programmes: z.int(),
      stations: z.int(),
      campaigns: z.int(),
    }),
    /** What is still to be done by hand, in words. */
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  })
  .meta({ id: 'HandedOver' });

/** Whether whoever wrote a bulletin of this commune may also approve it. Off unless a very small commune asks. */
export const ApprovalRule = z.object({ authorMayApprove: z.boolean() }).meta({ id: 'ApprovalRule' });
export const PutApprovalRule = z
  .strictObject({ authorMayApprove: z.boolean(), reason: Line(300) })
  .meta({ id: 'PutApprovalRule' });
