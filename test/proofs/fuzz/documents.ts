import { readFileSync } from 'node:fs';
import { TimeAnswer, TokenChallenge, TokenProof } from '@loa/shared/messages/agent-http';
import { checkOverride, checkPlan, checkReceipt, type DownContext } from '@loa/shared/trust/check-down';
import { checkGrant } from '@loa/shared/trust/check-grant';
import { checkRoster } from '@loa/shared/trust/check-roster';
import { openCompact, signCompact } from '@loa/shared/trust/envelope';
import { SignedHead } from '../../../controller/src/db/audit-head.js';
import { openReport } from '../../../controller/src/dispatch/open-report.js';
import {
  BOX,
  COMMUNE,
  type GoldenActors,
  goldenActors,
  goldenRoster,
  PROVINCE,
  T0,
  VILLAGE,
} from '../../fixtures/golden-documents.js';

/** A true document and the door that it goes through. */
export interface Target {
  name: string;
  bytes: Uint8Array;
  /** What it says where it is believed, null where it is refused. Must not throw. */
  believed(bytes: Uint8Array): Promise<unknown>;
}

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/messages/v1/${name}`, import.meta.url));

/** Every kind of signed document, as a box or a controller that has seen nothing yet would judge it. */
export async function targets(): Promise<Target[]> {
  const actors = await goldenActors();
  const roster = goldenRoster(actors);
  const chain = [PROVINCE, COMMUNE, VILLAGE];
  const accepted = { planRevision: 0, receiptRevision: 0, overrideRevisions: new Map() };
  const context: DownContext = { boxId: BOX, communeId: COMMUNE, roster, accepted };
  const pinned = { rootKey: actors.root.publicJwk, communeId: COMMUNE };
  const key = { kind: 'enrolled', keyId: actors.box.kid, jwk: actors.box.publicJwk } as const;

  const plan = async (bytes: Uint8Array) => told(await checkPlan(bytes, context), 'plan');
  const override = (area: string) => async (bytes: Uint8Array) =>
    told(await checkOverride(bytes, area, chain, context), 'document');
  const grant = async (bytes: Uint8Array) => told(checkGrant(bytes, roster, chain), 'grant');
  const report = async (bytes: Uint8Array) => {
    const opened = await openReport(BOX, bytes, key, T0);
    if (!opened.ok) return null;
    // Its hash is of the bytes, not of what they say.
    const { hash: _, ...said } = opened.report;
    return said;
  };
  return [
    { name: 'plan', bytes: fixture('plan.jws'), believed: plan },
    { name: 'plan, empty', bytes: fixture('plan-empty.jws'), believed: plan },
    { name: 'override', bytes: fixture('override.jws'), believed: override(COMMUNE) },
    { name: 'override, test', bytes: fixture('override-test.jws'), believed: override(VILLAGE) },
    {
      name: 'receipt',
      bytes: fixture('receipt.jws'),
      believed: async (bytes) => told(await checkReceipt(bytes, context), 'receipt'),
    },
    {
      name: 'roster',
      bytes: fixture('roster.jws.json'),
      believed: async (bytes) => told(checkRoster(bytes, pinned, null), 'roster'),
    },
    {
      name: 'roster, two people',
      bytes: fixture('roster-two-people.jws.json'),
      believed: async (bytes) => told(checkRoster(bytes, pinned, roster), 'roster'),
    },
    { name: 'grant', bytes: fixture('grant.jws.json'), believed: grant },
    { name: 'grant, passkey', bytes: fixture('grant-passkey.jws.json'), believed: grant },
    { name: 'grant, set', bytes: fixture('grant-set.jws.json'), believed: grant },
    { name: 'grant, two signatures', bytes: fixture('grant-two-signatures.jws.json'), believed: grant },
    ...['1', '2', '3'].map((n) => ({
      name: `report ${n}`,
      bytes: fixture(`report-${n}.jws`),
      believed: report,
    })),
    ...(await onlineDocuments(actors)),
  ];
}

/** What box and controller sign for one another within a minute, and the audit log's head. */
async function onlineDocuments({ controller, box }: GoldenActors): Promise<Target[]> {
  const nonce = 'A'.repeat(22);
  const soon = { issuedAt: T0, expiresAt: T0 + 60_000 };
  const kinds = [
    ['time', { boxId: BOX, nonce, now: T0, expiresAt: T0 + 60_000 }, controller],
    ['tokenChallenge', { boxId: BOX, nonce, ...soon }, controller],
    ['tokenProof', { boxId: BOX, nonce }, box],
    ['auditHead', { auditId: 7, hash: 'ab'.repeat(32), signedAt: T0 }, controller],
  ] as const;
  const schemas = {
    time: TimeAnswer,
    tokenChallenge: TokenChallenge,
    tokenProof: TokenProof,
    auditHead: SignedHead,
  };
  return Promise.all(
    kinds.map(async ([kind, payload, signer]) => ({
      name: kind,
      bytes: await signCompact(kind, payload, signer),
      believed: async (bytes: Uint8Array) => {
        const opened = await openCompact<unknown>(kind, bytes, schemas[kind], (kid) =>
          kid === signer.kid ? signer.publicJwk : undefined,
        );
        return opened.ok ? opened.payload : null;
      },
    })),
  );
}

function told<K extends string>(
  checked: { ok: false } | ({ ok: true } & Record<K, unknown>),
  what: K,
): unknown {
  return checked.ok ? checked[what] : null;
}
