import { z } from 'zod';
import { AreaId, Id, Language, PersonId } from '../ids.js';
import { Instant } from '../instant.js';
import { Deputy } from './accounts.js';
import { Role } from './role.js';
import { Line } from './text.js';

export const SignIn = z
  .strictObject({
    login: z.string().trim().min(1).max(64),
    password: z.string().min(1).max(200),
    /** Six digits of the authenticator app, or a recovery code; when the answer was `second_factor_needed`. */
    code: z.string().trim().min(6).max(40).optional(),
  })
  .meta({ id: 'SignIn' });

/** How somebody proved who they are. All but `password` are strong. */
export const SignInMethod = z
  .enum(['password', 'password+code', 'password+recovery', 'passkey'])
  .meta({ id: 'SignInMethod' });
export type SignInMethod = z.infer<typeof SignInMethod>;

export const Me = z
  .object({
    accountId: Id,
    login: z.string(),
    name: z.string(),
    role: Role,
    areaId: AreaId,
    areaName: z.string(),
    personId: PersonId.nullable(),
    languages: z.array(Language),
    /** Of a deputy (KT.): approves only while `acting`. */
    deputy: Deputy.extend({ acting: z.boolean() }).nullable(),
    /** True: nothing but setting up a second factor (and signing out) is open yet. */
    mustSetUpSecondFactor: z.boolean(),
    /** When this sign-in ends if nothing more is done; null for API tokens. */
    expiresAt: Instant.nullable(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

/** One sign-in that holds. */
export const SessionInfo = z
  .object({
    id: Id,
    method: SignInMethod,
    createdAt: Instant,
    lastSeenAt: Instant,
    expiresAt: Instant,
    /** Where from, as the controller saw it. */
    address: z.string(),
    /** What the browser called itself. */
    userAgent: z.string().nullable(),
    /** The one that asks. */
    current: z.boolean(),
  })
  .meta({ id: 'SessionInfo' });
export type SessionInfo = z.infer<typeof SessionInfo>;

export const ChangePassword = z
  .strictObject({ current: z.string().min(1).max(200), next: z.string().min(10).max(200) })
  .meta({ id: 'ChangePassword' });

export const SecondFactors = z
  .object({
    /** Since when an authenticator app is set up. */
    totpSince: Instant.nullable(),
    passkeys: z.int(),
    recoveryCodesLeft: z.int(),
    /** Whether this role must have one. */
    required: z.boolean(),
  })
  .meta({ id: 'SecondFactors' });
export type SecondFactors = z.infer<typeof SecondFactors>;

/** Proof that the person is still there, before a second factor changes. */
export const PasswordAgain = z
  .strictObject({ password: z.string().min(1).max(200) })
  .meta({ id: 'PasswordAgain' });

/** To be shown as a QR code (`uri`) and as text (`secret`, base32). Counts once a code of it is confirmed. */
export const TotpSetup = z.object({ secret: z.string(), uri: z.string() }).meta({ id: 'TotpSetup' });
export const ConfirmTotp = z
  .strictObject({
    code: z
      .string()
      .trim()
      .regex(/^\d{6}$/),
  })
  .meta({ id: 'ConfirmTotp' });
/** Shown this once; each lets its owner in once without the phone. */
export const RecoveryCodes = z.object({ codes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' });

/** Which roles must prove themselves by more than a password. */
export const SignInPolicy = z
  .strictObject({ secondFactorFor: z.array(Role).max(Role.options.length) })
  .meta({ id: 'SignInPolicy' });
export type SignInPolicy = z.infer<typeof SignInPolicy>;

/** How long a program's token holds unless asked otherwise, and at most, days. */
export const API_TOKEN_DAYS = { usual: 365, most: 730 } as const;

export const NewApiToken = z
  .strictObject({
    label: Line(100),
    /** Until it must be made anew, days. */
    days: z.int().min(1).max(API_TOKEN_DAYS.most).default(API_TOKEN_DAYS.usual),
  })
  .meta({ id: 'NewApiToken' });

export const ApiToken = z
  .object({
    ...{ id: Id, label: z.string(), createdAt: Instant },
    /** It is worth nothing from here on. */
    expiresAt: Instant,
    revokedAt: Instant.nullable(),
  })
  .meta({ id: 'ApiToken' });
export type ApiToken = z.infer<typeof ApiToken>;

/** `token` is shown this once; only its sha256 is kept. Send it as `Authorization: Bearer …`. */
export const IssuedApiToken = ApiToken.extend({ token: z.string() }).meta({ id: 'IssuedApiToken' });
export type IssuedApiToken = z.infer<typeof IssuedApiToken>;
