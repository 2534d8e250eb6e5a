import { z } from 'zod';
import { AreaId, Id, Language, Sha256 } from '../ids.js';
import { DurationMs, EndOfWindow, Instant, TimeOfDay } from '../instant.js';

const common = {
  title: z.string().min(1).max(300),
  areas: z.array(AreaId).min(1).max(200),
  validFrom: Instant,
  validUntil: Instant,
  signedAt: Instant,
  /** sha256 of the spoken text's UTF-8 bytes (NFC), where there is one: changing the text voids the grant. */
  textSha256: Sha256.optional(),
  /** The signers ticked that nothing in it is a state secret. Absent in grants of before the tick existed. */
  noStateSecret: z.literal(true).optional(),
  /** Who listened and answers for it where the signer does not know the language. Said by the signers, for the record. */
  listener: z.object({ name: z.string().min(1).max(200), language: Language }).optional(),
};

const RecordingSubject = z.object({ sha256: Sha256, language: Language });
const LiveSubject = z.object({ liveId: Id, maxMs: DurationMs });
const RelaySubject = z.object({
  url: z.url().max(2000),
  /** Local hours in which the station may be carried. */
  hours: z
    .array(z.object({ from: TimeOfDay, to: EndOfWindow }))
    .min(1)
    .max(48),
  /** The recording that sounds when the stream fails. */
  fallback: Sha256.optional(),
});
const SetSubject = z.object({ sha256: z.array(Sha256).min(1).max(500) });

/**
 * A person's approval of one sound: General JWS JSON with one or more signatures, each a passkey assertion or a
 * plain Ed25519 signature. It is final once it bears what the roster needs; `grantId` is the sha256 of its bytes.
 */
export const Grant = z
  .discriminatedUnion('use', [
    z.object({ use: z.literal('scheduled'), subject: RecordingSubject, ...common }),
    z.object({ use: z.literal('emergency'), subject: RecordingSubject, ...common }),
    z.object({ use: z.literal('test'), subject: RecordingSubject, ...common }),
    z.object({ use: z.literal('live'), subject: LiveSubject, ...common }),
    z.object({ use: z.literal('relay'), subject: RelaySubject, ...common }),
    z.object({ use: z.literal('set'), subject: SetSubject, ...common }),
  ])
  .refine((g) => g.validFrom < g.validUntil, { error: 'validUntil comes after validFrom' })
  .meta({ id: 'Grant' });
export type Grant = z.infer<typeof Grant>;
