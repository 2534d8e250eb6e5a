import type { Assertion, RequestOptions } from '@loa/shared/api/keys';
import { newId } from '@loa/shared/ids';
import type { Grant } from '@loa/shared/messages/grant';
import type { Roster } from '@loa/shared/messages/roster';
import {
  assembleGeneral,
  entryIsGood,
  kidOf,
  type SignatureEntry,
  signingInputOf,
  unsigned,
} from '@loa/shared/trust/signing';
import type { Db } from '../db/database.js';
import { findGrantDraft, type GrantDraft, insertGrantDraft, signGrantDraft } from '../db/grant-drafts.js';
import { passkeyUsed } from '../db/passkeys.js';
import { requestOptions } from '../trust/webauthn.js';
import { type ProblemAnswer, problem } from './answer.js';
import type { ApiPorts } from './api-ports.js';
import { type ApproverKey, approverKeys } from './approvers.js';
import type { Actor } from './authorise.js';

/** So long the signers of one grant have, one after the other, milliseconds. */
const DRAFT_LIFE_MS = 3 * 86_400_000;

export interface DraftSubject {
  kind: GrantDraft['kind'];
  subject: string;
  areaId: string;
  /** A set's variants. */
  members?: readonly string[];
  /** What it is; another one voids what was signed. */
  basis: string;
  communeId: string;
  roster: Roster;
}

/** A new draft of `grant`. */
export async function openDraft(
  { db, clock, random }: Pick<ApiPorts, 'db' | 'clock' | 'random'>,
  actor: Actor,
  { kind, subject, areaId, basis, members = [] }: DraftSubject,
  grant: Grant,
): Promise<GrantDraft> {
  const now = clock.now();
  const draft: GrantDraft = {
    ...{
      id: newId('draft', random),
      kind,
      subject,
      areaId,
      basis,
      members,
      ...unsigned(grant),
      signatures: [],
    },
    ...{ createdBy: actor.accountId, createdAt: now, expiresAt: now + DRAFT_LIFE_MS },
  };
  await insertGrantDraft(db, draft);
  return draft;
}

/** What one key signs of a draft, and what its browser is given for that. */
export async function toSign(draft: GrantDraft, { key, passkey }: ApproverKey) {
  const input = signingInputOf('grant', draft, key);
  const options: RequestOptions = await requestOptions(
    { rpId: passkey.rpId },
    {
      challenge: Buffer.from(input.challenge, 'base64url'),
      allowed: [{ id: passkey.credentialId, transports: passkey.transports }],
    },
  ).then((made) => ({ ...made }));
  return { ...input, options };
}

export type Signed =
  | { kind: 'waiting'; signers: string[]; needs: number }
  | { kind: 'finished'; bytes: Uint8Array; draft: GrantDraft };

/**
 * Adds an assertion to its draft, judged as a box judges it; the finished grant once enough people have signed. The
 * caller stores that grant by the way of all others, which verifies it as a whole.
 */
export async function addAssertion(
  { db, clock }: Pick<ApiPorts, 'db' | 'clock'>,
  actor: Actor,
  draft: GrantDraft,
  credential: Assertion,
  { roster, needs }: { roster: Roster; needs: number },
): Promise<Signed | ProblemAnswer> {
  const keys = await approverKeys(db, actor.accountId, roster);
  const signer = keys.find(({ passkey }) => passkey.credentialId === credential.id);
  if (!signer) return WRONG_KEY;
  const entry = entryOf(draft, signer, credential);
  if (!entryIsGood('grant', draft, entry, signer.key)) return BAD_SIGNATURE;
  const others = draft.signatures.filter((each) => kidOf(each) !== signer.key.kid);
  const signatures = [...others, entry];
  const signers = signersOf(signatures, roster);
  const now = clock.now();
  const finished = signers.length >= needs;
  await passkeyUsed(db, signer.key.kid, { at: now, signCount: signer.passkey.signCount });
  if (finished) return { kind: 'finished', bytes: assembleGeneral(draft, signatures), draft };
  if (!(await signGrantDraft(db, draft, signatures, null))) return SIGNED_MEANWHILE;
  return { kind: 'waiting', signers, needs };
}

/** Nothing more is signed under it. */
export async function closeDraft(db: Db, draft: GrantDraft, at: number): Promise<void> {
  await signGrantDraft(db, draft, draft.signatures, at);
}

/** The draft of this very thing as it stands, or why it cannot be signed any more. */
export async function draftOf(
  db: Db,
  draftId: string,
  wanted: Pick<GrantDraft, 'kind' | 'subject' | 'basis'>,
  now: number,
): Promise<GrantDraft | ProblemAnswer> {
  const draft = await findGrantDraft(db, draftId, now);
  if (!draft || draft.kind !== wanted.kind || draft.subject !== wanted.subject) return NO_DRAFT;
  return draft.basis === wanted.basis ? draft : NO_DRAFT;
}

/** Distinct people, in the order of their signatures. */
export function signersOf(signatures: readonly SignatureEntry[], roster: Roster): string[] {
  const owners = new Map(
    roster.people.flatMap(({ personId, keys }) => keys.map(({ kid }) => [kid, personId] as const)),
  );
  return [...new Set(signatures.flatMap((entry) => owners.get(kidOf(entry) ?? '') ?? []))];
}

function entryOf(draft: GrantDraft, { key }: ApproverKey, { response }: Assertion): SignatureEntry {
  const { authenticatorData, clientDataJSON, signature } = response;
  const { protected: header } = signingInputOf('grant', draft, key);
  return { protected: header, header: { authenticatorData, clientDataJSON }, signature };
}

const NO_DRAFT = problem(
  409,
  'draft_over',
  'Nội dung đã đổi hoặc đã quá hạn ký. Hãy mở lại, nghe và ký lại từ đầu.',
);
const WRONG_KEY = problem(
  403,
  'wrong_key',
  'Khóa vừa dùng không phải khóa duyệt của bạn ở xã này. Hãy ký lại bằng khóa đã đăng ký.',
);
export const BAD_SIGNATURE = problem(
  422,
  'grant_bad_signature',
  'Chữ ký không khớp với nội dung, hoặc máy chưa xác nhận vân tay, khuôn mặt hay mã PIN. Hãy ký lại.',
);
export const SIGNED_MEANWHILE = problem(
  409,
  'changed_meanwhile',
  'Người khác vừa ký. Hãy tải lại trang rồi ký lại.',
);
