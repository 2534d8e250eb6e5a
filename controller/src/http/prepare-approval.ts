import type { PreparedApproval } from '@loa/shared/api/passkey-approval';
import { InvariantError } from '@loa/shared/errors';
import { Grant } from '@loa/shared/messages/grant';
import type { Roster } from '@loa/shared/messages/roster';
import type { GrantUse } from '@loa/shared/messages/use';
import { placeName } from '@loa/shared/place-name';
import { parsePayload } from '@loa/shared/trust/envelope';
import { findArea } from '../db/areas.js';
import type { Db } from '../db/database.js';
import { draftInProgress, type GrantDraft } from '../db/grant-drafts.js';
import { type JsonAnswer, json, type ProblemAnswer, problem } from './answer.js';
import type { ApiPorts } from './api-ports.js';
import {
  type ApproverKey,
  approverKeys,
  chooseKey,
  NO_RIGHT_HERE,
  type WhichKey,
  wholeArea,
} from './approvers.js';
import type { Actor } from './authorise.js';
import { type DraftSubject, openDraft, signersOf, toSign } from './grant-signing.js';
import { chainsBelow } from './schedule-places.js';
import { whatIsUnsaid } from './store-grant.js';

export interface Asked extends WhichKey {
  areas?: readonly string[] | undefined;
}

export interface Shown {
  texts: (string | null)[];
  recordings: PreparedApproval['recordings'];
}

/** The approver's key and the areas that the grant is for: as asked, else everywhere that the person may approve. */
export async function signerAndAreas(
  { db, clock }: Pick<ApiPorts, 'db' | 'clock'>,
  actor: Actor,
  { use, roster, areaId, asked }: { use: GrantUse; roster: Roster; areaId: string; asked: Asked },
): Promise<{ kind: 'signer'; signer: ApproverKey; areas: string[] } | ProblemAnswer> {
  const keys = await approverKeys(db, actor.accountId, roster);
  const signer = chooseKey(keys, asked);
  if ('kind' in signer) return signer;
  const chains = await chainsBelow(db, areaId);
  const chainOf = (id: string) => chains.get(id) ?? [];
  const whole = wholeArea({ person: signer.person, roster, use, at: clock.now() }, areaId, chainOf);
  if (whole.length === 0) return NO_RIGHT_HERE;
  const areas = asked.areas ? [...new Set(asked.areas)] : whole;
  const reaches = areas.every((id) => whole.some((reached) => chainOf(id).includes(reached)));
  if (!reaches) return NO_RIGHT_HERE;
  return { kind: 'signer', signer, areas };
}

interface Made {
  grant: Grant;
  /** Of the recordings: somebody who understands them must have listened. None where a stream is approved. */
  languages?: readonly string[];
  signer: ApproverKey;
  shown: Shown;
}

/** Everything that the approver reads before signing. Where others have signed already, it is their draft that is shown. */
export async function prepared(
  ports: ApiPorts,
  actor: Actor,
  subject: DraftSubject,
  made: Made,
): Promise<JsonAnswer<PreparedApproval> | ProblemAnswer> {
  const { db } = ports;
  const draft = await draftToSign(ports, actor, subject, made);
  if (draft.kind === 'problem') return draft;
  const grant = grantOf(draft);
  const signers = signersOf(draft.signatures, subject.roster);
  const { protected: header, signingInput, challenge, options } = await toSign(draft, made.signer);
  return json({
    ...{ draftId: draft.id, kid: made.signer.key.kid, grant },
    ...{ where: await areasInWords(db, grant.areas), ...made.shown },
    ...{ payload: draft.payload, protected: header, signingInput, challenge, options },
    ...{ needs: subject.roster.needs[grant.use] ?? 1, signers, expiresAt: draft.expiresAt },
  });
}

/**
 * The draft that others have signed, where it says all that this approver's signature has to say; else a new one. A listener
 * stands under the signatures: one who is named later is a new text, which the others sign again.
 */
async function draftToSign(
  ports: ApiPorts,
  actor: Actor,
  subject: DraftSubject,
  { grant, languages, signer }: Made,
): Promise<GrantDraft | ProblemAnswer> {
  const unsaidOf = (said: Grant) => (languages ? whatIsUnsaid(ports.db, actor, said, languages) : null);
  const begun = await draftInProgress(ports.db, subject, ports.clock.now());
  if (begun) {
    if (signersOf(begun.signatures, subject.roster).includes(signer.person.personId)) return SIGNED_ALREADY;
    const said = grantOf(begun);
    const another = grant.listener !== undefined && grant.listener.name !== said.listener?.name;
    if (another && said.listener) return otherListener(said.listener.name);
    if (!another && (await unsaidOf(said)) === null) return begun;
  }
  return (await unsaidOf(grant)) ?? openDraft(ports, actor, subject, grant);
}

export function grantOf(draft: GrantDraft): Grant {
  const opened = parsePayload(Buffer.from(draft.payload, 'base64url'), draft.cty, Grant, '');
  if (!opened.ok) throw new InvariantError(`The draft ${draft.id} cannot be read: ${opened.detail}`);
  return opened.payload;
}

/** `xã Ia Piă`, for people. */
export async function areasInWords(db: Db, areaIds: readonly string[]): Promise<string[]> {
  const areas = await Promise.all(areaIds.map((id) => findArea(db, id)));
  return areas.map((area, index) => (area ? placeName(area) : (areaIds[index] ?? '')));
}

const otherListener = (name: string) =>
  problem(
    409,
    'other_listener',
    `Người ký trước đã ghi “${name}” là người nghe cùng, và mỗi lần duyệt chỉ ghi một người. Hãy nghe cùng người đó và ghi đúng tên ấy, hoặc nhờ người duyệt khác.`,
    { name },
  );

const SIGNED_ALREADY = problem(
  409,
  'signed_already',
  'Bạn đã ký nội dung này rồi. Còn thiếu chữ ký của người khác; hãy nhờ họ ký.',
);
