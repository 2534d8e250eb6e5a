import { ApprovalProposal, Bulletin, StoredGrant, Variant } from '@loa/shared/api/bulletins';
import { signGeneral } from '@loa/shared/trust/general';
import type { SigningKey } from '@loa/shared/trust/keys';
import type { ControllerApp } from './controller-app.js';
import { type ControllerWorld, call, PLACES, RECORDING } from './controller-world.js';

export interface DraftedBulletin {
  bulletin: Bulletin;
  variant: Variant;
}

/** A bulletin of the commune with one Vietnamese variant, still a draft. */
export async function draftBulletin(
  app: ControllerApp,
  world: ControllerWorld,
  fields: { title?: string; text?: string; token?: string } = {},
): Promise<DraftedBulletin> {
  const token = fields.token ?? world.tokens.broadcaster;
  const title = fields.title ?? 'Phòng lừa đảo trực tuyến';
  const created = await call(app, token, 'post', '/bulletins', {
    title,
    kind: 'tin',
    areaId: PLACES.commune,
  });
  const bulletin = Bulletin.parse(await created.json());
  const variant = await putVariant(app, token, bulletin.id, RECORDING, fields.text ?? 'Bà con chú ý.');
  return { bulletin, variant };
}

export async function putVariant(
  app: ControllerApp,
  token: string,
  bulletinId: string,
  recordingSha256: string,
  text: string,
): Promise<Variant> {
  const path = `/bulletins/${bulletinId}/variants/vi`;
  return Variant.parse(await (await call(app, token, 'put', path, { recordingSha256, text })).json());
}

/** The proposal for a variant, signed as given, changed first where the test lies. */
export async function signProposal(
  app: ControllerApp,
  world: ControllerWorld,
  variantId: string,
  lie: Record<string, unknown> = {},
  signers: readonly SigningKey[] = [world.approverKey],
): Promise<string> {
  const answer = await call(app, world.tokens.approver, 'get', `/variants/${variantId}/approval`);
  const { payload } = ApprovalProposal.parse(await answer.json());
  const bytes = await signGeneral(
    'grant',
    { ...payload, signedAt: app.clock.now(), noStateSecret: true, ...lie },
    signers,
  );
  return Buffer.from(bytes).toString('utf8');
}

export async function submit(app: ControllerApp, world: ControllerWorld, variantId: string): Promise<void> {
  const answer = await call(app, world.tokens.broadcaster, 'post', `/variants/${variantId}/submit`);
  if (answer.status !== 200) throw new Error(`submit: ${answer.status} ${await answer.text()}`);
}

/** Drafted, submitted and approved by the approver's own key. */
export async function approvedBulletin(
  app: ControllerApp,
  world: ControllerWorld,
): Promise<DraftedBulletin & { grantId: string }> {
  const { bulletin, variant } = await draftBulletin(app, world);
  await submit(app, world, variant.id);
  const grant = await signProposal(app, world, variant.id);
  const answer = await call(app, world.tokens.approver, 'post', `/variants/${variant.id}/grant`, { grant });
  const stored = StoredGrant.parse(await answer.json());
  return { bulletin, variant: stored.variant, grantId: stored.grantId };
}
