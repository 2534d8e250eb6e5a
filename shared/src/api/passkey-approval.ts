import { z } from 'zod';
import { AreaId, Id, KeyId, PersonId, Sha256 } from '../ids.js';
import { Instant } from '../instant.js';
import { Grant } from '../messages/grant.js';
import { StoredGrant, Variant } from './bulletins.js';
import { Assertion, RequestOptions, whichKey } from './keys.js';
import { pageOf } from './page.js';
import { StoredStationGrant } from './stations.js';
import { Line } from './text.js';

/** What somebody has heard of a recording, by the reports of the page that played it. */
export const HeardMore = z
  .strictObject({
    /** Of the recording since the last report, milliseconds; 0 when it begins. At most 1.5 times real time counts. */
    ms: z
      .int()
      .min(0)
      .max(24 * 3_600_000),
  })
  .meta({ id: 'HeardMore' });
export const Heard = z
  .object({
    variantId: Id,
    heardMs: z.int(),
    /** As much must be heard before an approval may be signed. */
    neededMs: z.int(),
    enough: z.boolean(),
  })
  .meta({ id: 'Heard' });
export type Heard = z.infer<typeof Heard>;

const common = {
  ...whichKey,
  /** Where it may sound; otherwise everywhere that one may approve, within the place that it belongs to. */
  areas: z.array(AreaId).min(1).max(200).optional(),
};
/** The approver ticked: nothing in it is a state secret. */
const noStateSecret = z.literal(true);
/** Who listened with the approver, where the approver does not know the language. */
const listener = z.strictObject({ name: Line(200) });

export const PrepareVariantApproval = z
  .strictObject({ noStateSecret, listener: listener.optional(), ...common })
  .meta({ id: 'PrepareVariantApproval' });
export const PrepareStationApproval = z
  .strictObject({
    /** When the approval ends. */
    until: Instant.optional(),
    ...common,
  })
  .meta({ id: 'PrepareStationApproval' });
export const PrepareSetApproval = z
  .strictObject({
    /** Tunes, chimes, lead-ins and fillers of one place. */
    variantIds: z.array(Id).min(1).max(100),
    title: Line(300),
    noStateSecret,
    listener: listener.optional(),
    until: Instant.optional(),
    ...common,
  })
  .meta({ id: 'PrepareSetApproval' });

/** Everything that the approver reads before signing, and what the browser is given to sign it. */
export const PreparedApproval = z
  .object({
    draftId: Id,
    kid: KeyId,
    grant: Grant,
    /** The areas in words. */
    where: z.array(z.string()),
    /** The spoken texts, in the order of the recordings. */
    texts: z.array(z.string().nullable()),
    recordings: z.array(
      z.object({ variantId: Id.nullable(), sha256: Sha256, durationMs: z.int().nullable() }),
    ),
    /** The JWS payload, base64url: the grant as it is signed. */
    payload: z.string(),
    /** What stands before the payload, for this key. */
    protected: z.string(),
    signingInput: z.string(),
    /** base64url(sha256(signingInput)). */
    challenge: z.string(),
    options: RequestOptions,
    needs: z.int(),
    signers: z.array(PersonId),
    expiresAt: Instant,
  })
  .meta({ id: 'PreparedApproval' });
export type PreparedApproval = z.infer<typeof PreparedApproval>;

export const FinishApproval = z
  .strictObject({ draftId: Id, credential: Assertion })
  .meta({ id: 'FinishApproval' });

/** The signature counts, and others must sign too. */
const Waiting = z.object({ state: z.literal('waiting'), signers: z.array(PersonId), needs: z.int() });

export const FinishedVariantApproval = z
  .discriminatedUnion('state', [Waiting, StoredGrant.extend({ state: z.literal('approved') })])
  .meta({ id: 'FinishedVariantApproval' });
export const FinishedStationApproval = z
  .discriminatedUnion('state', [Waiting, StoredStationGrant.extend({ state: z.literal('approved') })])
  .meta({ id: 'FinishedStationApproval' });
export const StoredSetGrant = z
  .object({ grantId: Sha256, signers: z.array(PersonId), variants: z.array(Variant) })
  .meta({ id: 'StoredSetGrant' });
export const FinishedSetApproval = z
  .discriminatedUnion('state', [Waiting, StoredSetGrant.extend({ state: z.literal('approved') })])
  .meta({ id: 'FinishedSetApproval' });

export const Reapproval = z
  .object({
    kind: z.enum(['variant', 'station']),
    id: Id,
    /** Of the bulletin, where it is a variant. */
    bulletinId: Id.nullable(),
    title: z.string(),
    language: z.string().nullable(),
    areaId: AreaId,
    grantId: Sha256,
    fellAt: Instant,
    /** Vietnamese: why it fell. */
    reason: z.string(),
    signers: z.array(z.string()),
  })
  .meta({ id: 'Reapproval' });
export type Reapproval = z.infer<typeof Reapproval>;

export const Reapprovals = pageOf(Reapproval)
  .extend({
    /** Communes whose roster nobody has looked through for a year. */
    reviewsDue: z.array(z.object({ communeId: AreaId, name: z.string(), issuedAt: Instant })),
  })
  .meta({ id: 'Reapprovals' });
