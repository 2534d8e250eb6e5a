import { z } from 'zod';
import { AreaId, Id, KeyId, PersonId } from '../ids.js';
import { Instant } from '../instant.js';
import { GrantUse, RightUse } from '../messages/use.js';
import { Assertion, RequestOptions, whichKey } from './keys.js';
import { Line } from './text.js';

const RightAsked = z.object({ use: RightUse, areas: z.array(AreaId).min(1).max(200) });
/** An account's registered passkeys; all of them where none is named. */
const Kids = z.array(KeyId).min(1).max(8).optional();

/** What should be different in the next roster. */
export const RosterChange = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('addPerson'),
      accountId: Id,
      rights: z.array(RightAsked).min(1).max(16),
      kids: Kids,
    }),
    /**
     * The person's account has a new passkey. `lost`: the former keys sign nothing more, what they signed stays.
     * `stolen`: what they signed falls and is approved again. `kept`: they stay.
     */
    z.object({
      kind: z.literal('newKeys'),
      personId: PersonId,
      accountId: Id,
      former: z.enum(['lost', 'stolen', 'kept']),
      kids: Kids,
    }),
    /** KT.: approves in another's place during a leave, with that person's rights or fewer. */
    z.object({
      kind: z.literal('deputy'),
      accountId: Id,
      deputyFor: PersonId,
      uses: z.array(GrantUse).min(1).max(6).optional(),
      from: Instant,
      until: Instant,
      kids: Kids,
    }),
    z.object({
      kind: z.literal('rights'),
      personId: PersonId,
      rights: z.array(RightAsked).min(1).max(16),
    }),
    /** Leaves: what they signed stays good. */
    z.object({ kind: z.literal('retire'), personId: PersonId }),
    /** Everything they ever signed falls and is approved again. */
    z.object({ kind: z.literal('revoke'), personId: PersonId }),
    /** A village that became part of another: what people approve there counts for it again. */
    z.object({ kind: z.literal('merge'), areaId: AreaId }),
    /** Nothing changes: looked through once a year, and signed. */
    z.object({ kind: z.literal('review') }),
  ])
  .meta({ id: 'RosterChange' });
export type RosterChange = z.infer<typeof RosterChange>;

export const NewRosterRequest = z
  .strictObject({ communeId: AreaId, change: RosterChange, reason: Line(500) })
  .meta({ id: 'NewRosterRequest' });

export const RosterRequest = z
  .object({
    id: Id,
    communeId: AreaId,
    change: RosterChange,
    reason: z.string(),
    state: z.enum(['open', 'done', 'cancelled', 'stale', 'expired']),
    /** In Vietnamese, of the very bytes that are signed: what differs from the roster in force. */
    diff: z.array(z.object({ kind: z.enum(['added', 'removed', 'changed']), text: z.string() })),
    version: z.int(),
    baseVersion: z.int(),
    /** Who has signed. */
    signers: z.array(PersonId),
    signedByRoot: z.boolean(),
    needs: z.int(),
    /** Those who may sign and have not. */
    maySign: z.array(z.object({ personId: PersonId, name: z.string() })),
    /** The payload of the next roster, base64url, for who signs by key file. */
    payload: z.string(),
    cty: z.enum(['json', 'json+gzip']),
    createdBy: z.string(),
    createdAt: Instant,
    expiresAt: Instant,
    closedAt: Instant.nullable(),
  })
  .meta({ id: 'RosterRequest' });
export type RosterRequest = z.infer<typeof RosterRequest>;

export const PrepareRosterSignature = z.strictObject(whichKey).meta({ id: 'PrepareRosterSignature' });
export const PreparedRosterSignature = z
  .object({
    requestId: Id,
    kid: KeyId,
    signingInput: z.string(),
    challenge: z.string(),
    options: RequestOptions,
    diff: RosterRequest.shape.diff,
  })
  .meta({ id: 'PreparedRosterSignature' });
export const FinishRosterSignature = z
  .strictObject({ credential: Assertion })
  .meta({ id: 'FinishRosterSignature' });
/** A signature made with a key file (the root's, or a person's), at a terminal. */
export const PutRosterSignature = z
  .strictObject({
    protected: z
      .string()
      .max(2000)
      .regex(/^[A-Za-z0-9_-]+$/),
    signature: z
      .string()
      .max(2000)
      .regex(/^[A-Za-z0-9_-]+$/),
  })
  .meta({ id: 'PutRosterSignature' });
