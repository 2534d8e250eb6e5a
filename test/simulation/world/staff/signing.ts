import { sha256Hex } from '@loa/shared/jcs';
import type { Grant } from '@loa/shared/messages/grant';
import { signGeneral } from '@loa/shared/trust/general';
import type { SigningKey } from '@loa/shared/trust/keys';
import { insertGrant } from '../../../../controller/src/db/grants.js';
import type { Desk } from './desk.js';

export interface Approver {
  personId: string;
  key: SigningKey;
}

export interface Signing {
  areas: readonly string[];
  until: number;
  by: Approver;
}

/** A little in the past, so that what was just approved counts for what is just due, milliseconds. */
const BACKDATED_MS = 60_000;

/** Signs a grant for one variant of a bulletin, or for a station, keeps it, and returns its id. */
export async function sign(
  desk: Desk,
  of:
    | { use: 'scheduled'; variantId: string; title: string; subject: { sha256: string; language: string } }
    | {
        use: 'relay';
        stationId: string;
        title: string;
        subject: { url: string; hours: { from: string; to: string }[]; fallback?: string };
      },
  { areas, until, by: { personId, key } }: Signing,
): Promise<string> {
  const at = desk.now();
  const signedAt = at - BACKDATED_MS;
  const times = { validFrom: signedAt, validUntil: until, signedAt };
  const common = { title: of.title, areas: [...areas], ...times };
  const grant: Grant =
    of.use === 'relay'
      ? { use: of.use, subject: of.subject, ...common }
      : { use: of.use, subject: of.subject, ...common };
  const bytes = await signGeneral('grant', grant, [key]);
  const grantId = sha256Hex(bytes);
  await insertGrant(desk.db(), {
    ...{ id: grantId, bytes, use: of.use, ...times, signers: [personId], createdAt: at },
    variantId: of.use === 'scheduled' ? of.variantId : null,
    stationId: of.use === 'relay' ? of.stationId : null,
  });
  const subject = of.use === 'relay' ? of.subject.url : of.subject.sha256;
  const standIn = of.use === 'relay' && of.subject.fallback ? { fallback: of.subject.fallback } : {};
  desk.truth.grants.set(grantId, { grantId, subject, ...standIn, areas, ...times, personId });
  return grantId;
}
