import { z } from 'zod';
import { AreaId, Id, Language, PersonId, Sha256 } from '../ids.js';
import { Instant } from '../instant.js';
import { pageQuery } from './page.js';
import { Line, Lines } from './text.js';
import { VariantState } from './variant-state.js';

export const BulletinKind = z
  .enum(['tin', 'bai', 'phongSu', 'toaDam', 'thongBao'])
  .meta({ id: 'BulletinKind' });

/** Music is silent when a suspension says so, and no report counts it as a bulletin. */
export const BulletinSound = z.enum(['speech', 'music']).meta({ id: 'BulletinSound' });
export type BulletinSound = z.infer<typeof BulletinSound>;

export { VariantState };

/** A bulletin in one language. */
export const Variant = z
  .object({
    id: Id,
    bulletinId: Id,
    language: Language,
    recordingSha256: Sha256.nullable(),
    text: z.string().nullable(),
    state: VariantState,
    stateReason: z.string().nullable(),
    grantId: Sha256.nullable(),
    submittedBy: z.string().nullable(),
    updatedAt: Instant,
  })
  .meta({ id: 'Variant' });
export type Variant = z.infer<typeof Variant>;

const Tags = z.array(Line(60)).max(20);

const fields = {
  title: Line(300),
  kind: BulletinKind,
  sound: BulletinSound,
  columnName: Line(120).nullable(),
  topics: Tags,
  audiences: Tags,
  fieldCode: Line(40).nullable(),
  sourceUnit: Line(200).nullable(),
  validFrom: Instant.nullable(),
  validUntil: Instant.nullable(),
  /** The task of the commune's register that it makes known, by its number there. */
  taskRef: Line(60).nullable(),
};

export const Bulletin = z
  .object({
    /** Who looks after it since a handover; absent or null: whoever made it. */
    ownerId: Id.nullable().optional(),
    id: Id,
    ...fields,
    title: z.string(),
    areaId: AreaId,
    /** Derived from its variants: what still needs a person comes first. */
    state: VariantState,
    variants: z.array(Variant),
    createdBy: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Bulletin' });
export type Bulletin = z.infer<typeof Bulletin>;

export const NewBulletin = z
  .strictObject({
    ...fields,
    areaId: AreaId,
    sound: BulletinSound.default('speech'),
    columnName: fields.columnName.default(null),
    topics: Tags.default([]),
    audiences: Tags.default([]),
    fieldCode: fields.fieldCode.default(null),
    sourceUnit: fields.sourceUnit.default(null),
    validFrom: Instant.nullable().default(null),
    validUntil: Instant.nullable().default(null),
    taskRef: fields.taskRef.default(null),
  })
  .meta({ id: 'NewBulletin' });
export type NewBulletin = z.infer<typeof NewBulletin>;

export const BulletinPatch = z.strictObject(fields).partial().meta({ id: 'BulletinPatch' });
export type BulletinPatch = z.infer<typeof BulletinPatch>;

export const PutVariant = z
  .strictObject({
    recordingSha256: Sha256.nullable().default(null),
    /** What is spoken. */
    text: Lines(20_000).nullable().default(null),
  })
  .meta({ id: 'PutVariant' });
export type PutVariant = z.infer<typeof PutVariant>;

export const Reason = z.strictObject({ reason: Line(500) }).meta({ id: 'StateReason' });

/** What an approver signs: `payload` becomes the grant's payload once `signedAt` is added. */
export const ApprovalProposal = z
  .object({
    variantId: Id,
    bulletinId: Id,
    communeId: AreaId,
    text: z.string().nullable(),
    durationMs: z.int().nullable(),
    payload: z.object({
      use: z.literal('scheduled'),
      subject: z.object({ sha256: Sha256, language: Language }),
      title: z.string(),
      areas: z.array(AreaId),
      validFrom: Instant,
      validUntil: Instant,
      textSha256: Sha256.optional(),
    }),
    /** How many distinct people must sign. */
    needs: z.int(),
  })
  .meta({ id: 'ApprovalProposal' });
export type ApprovalProposal = z.infer<typeof ApprovalProposal>;

/** The final bytes of a signed grant (General JWS JSON), as text. */
export const PutGrant = z.strictObject({ grant: z.string().min(1).max(100_000) }).meta({ id: 'PutGrant' });

export const StoredGrant = z
  .object({ grantId: Sha256, signers: z.array(PersonId), variant: Variant })
  .meta({ id: 'StoredGrant' });

/** All filters together must hold. `area` takes in everything below it. Newest first. */
export const BulletinQuery = z.strictObject({
  area: AreaId.optional(),
  /** Words that must each stand in title, column, unit, topics or a text; accents do not matter. */
  q: z.string().max(200).optional(),
  /** One state, or several separated by commas: bulletins of which a variant is in one of them. */
  state: z
    .string()
    .max(100)
    .transform((text) => text.split(','))
    .pipe(z.array(VariantState).min(1).max(6))
    .optional(),
  kind: BulletinKind.optional(),
  sound: BulletinSound.optional(),
  column: Line(120).optional(),
  /** Named in a slot of this programme. */
  programme: Id.optional(),
  topic: Line(60).optional(),
  language: Language.optional(),
  /** Only what the asker made. */
  mine: z.enum(['1', 'true']).optional(),
  ...pageQuery,
});
export type BulletinQuery = z.infer<typeof BulletinQuery>;

/** What people did to a bulletin and its variants, newest first. */
export const BulletinHistory = z
  .object({
    items: z.array(
      z.object({
        at: Instant,
        who: z.string(),
        what: z.string(),
        language: Language.nullable(),
        detail: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'BulletinHistory' });
export type BulletinHistory = z.infer<typeof BulletinHistory>;

/** A bulletin to be read out or filed, as plain data for a printable page. */
export const BulletinScript = z
  .object({
    bulletinId: Id,
    title: z.string(),
    kind: BulletinKind,
    columnName: z.string().nullable(),
    sourceUnit: z.string().nullable(),
    areaName: z.string(),
    authorName: z.string(),
    createdAt: Instant,
    variants: z.array(
      z.object({
        language: Language,
        state: VariantState,
        text: z.string().nullable(),
        words: z.int(),
        estimatedMs: z.int(),
        recordedMs: z.int().nullable(),
        approvedBy: z.array(z.object({ at: Instant, who: z.string() })),
      }),
    ),
  })
  .meta({ id: 'BulletinScript' });
export type BulletinScript = z.infer<typeof BulletinScript>;
