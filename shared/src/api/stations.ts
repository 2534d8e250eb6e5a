import { z } from 'zod';
import { AreaId, Id, PersonId, Sha256 } from '../ids.js';
import { EndOfWindow, Instant, TimeOfDay } from '../instant.js';
import { Line } from './text.js';

const fields = {
  name: Line(120),
  /** Where its stream is heard. Changing it, the hours or the fallback voids the approval. */
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** Local hours in which it may be carried. */
  hours: z
    .array(z.object({ from: TimeOfDay, to: EndOfWindow }))
    .min(1)
    .max(48),
  /** The bulletin that sounds when the stream fails or falls silent; its recording is part of the approval. */
  fallbackBulletinId: Id.nullable(),
};

/** Another station that is carried (tiếp âm): VOV1, VOV4, the province's. Approved as a station, not by content. */
export const Station = z
  .object({
    id: Id,
    areaId: AreaId,
    ...fields,
    name: z.string(),
    /** Null: nobody approved it as it stands, and it is not carried. */
    grantId: Sha256.nullable(),
    /** When that approval ends; only where stations are read. */
    approvedUntil: Instant.nullable().optional(),
    createdBy: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Station' });
export type Station = z.infer<typeof Station>;

export const NewStation = z
  .strictObject({
    /** Made by the sender, so that sending again after a lost answer makes nothing twice. */
    id: Id.regex(/^station_[a-z2-7]{16}$/).optional(),
    areaId: AreaId,
    ...fields,
    fallbackBulletinId: fields.fallbackBulletinId.default(null),
  })
  .meta({ id: 'NewStation' });
export type NewStation = z.infer<typeof NewStation>;

/** What an approver signs: `payload` becomes the grant's payload once `signedAt` is added. */
export const StationProposal = z
  .object({
    stationId: Id,
    communeId: AreaId,
    /** The title of the bulletin that sounds when the stream fails. */
    fallbackTitle: z.string().nullable(),
    payload: z.object({
      use: z.literal('relay'),
      subject: z.object({ url: fields.url, hours: fields.hours, fallback: Sha256.optional() }),
      title: z.string(),
      areas: z.array(AreaId),
      validFrom: Instant,
      validUntil: Instant,
    }),
    /** How many distinct people must sign. */
    needs: z.int(),
  })
  .meta({ id: 'StationProposal' });
export type StationProposal = z.infer<typeof StationProposal>;

export const StoredStationGrant = z
  .object({ grantId: Sha256, signers: z.array(PersonId), station: Station })
  .meta({ id: 'StoredStationGrant' });

export const StationPatch = z.strictObject(fields).partial().meta({ id: 'StationPatch' });
export type StationPatch = z.infer<typeof StationPatch>;
