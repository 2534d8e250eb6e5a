import { type Bulletin, StoredGrant, Variant } from '@loa/shared/api/bulletins';
import { MINUTE } from '@loa/shared/instant';
import { sha256Hex } from '@loa/shared/jcs';
import { admitRecording, insertRecording } from '../../controller/src/db/recordings.js';
import { draftBulletin, signProposal, submit } from './bulletin-flow.js';
import type { ControllerApp } from './controller-app.js';
import { type ControllerWorld, call, PLACES } from './controller-world.js';

/** A bulletin of the commune that lasts so many minutes in each language, with its approvals or still a draft. */
export async function recordedBulletin(
  app: ControllerApp,
  world: ControllerWorld,
  {
    minutes,
    topics,
    approved,
    columnName = null,
  }: { minutes: Record<string, number>; topics: string[]; approved: boolean; columnName?: string | null },
): Promise<Bulletin> {
  const { broadcaster } = world.tokens;
  const { bulletin } = await draftBulletin(app, world);
  await answered(call(app, broadcaster, 'patch', `/bulletins/${bulletin.id}`, { topics, columnName }));
  for (const [language, length] of Object.entries(minutes)) {
    const recordingSha256 = await recordingOf(app, length);
    const path = `/bulletins/${bulletin.id}/variants/${language}`;
    const body = { recordingSha256, text: 'Bà con chú ý.' };
    const variant = Variant.parse(await answered(call(app, broadcaster, 'put', path, body)));
    if (approved) await approve(app, world, variant);
  }
  return bulletin;
}

/** In the commune's hands. */
async function recordingOf({ db, clock }: ControllerApp, minutes: number): Promise<string> {
  const sha256 = sha256Hex(`${minutes} phút`);
  const sound = { sha256, bytes: 60_000, durationMs: minutes * MINUTE, lufs: -16, peakDb: -1.5 };
  const recording = { ...sound, createdAt: clock.now(), createdBy: 'system' };
  await insertRecording(db, recording, { aac: null, original: null });
  await admitRecording(db, sha256, PLACES.commune);
  return sha256;
}

async function approve(app: ControllerApp, world: ControllerWorld, { id, language }: Variant): Promise<void> {
  await submit(app, world, id);
  // Nobody says of the approver that they understand anything but Vietnamese.
  const listener = language === 'vi' ? {} : { listener: { name: 'Ksor H’Lan', language } };
  const grant = await signProposal(app, world, id, listener);
  const { approver } = world.tokens;
  StoredGrant.parse(await answered(call(app, approver, 'post', `/variants/${id}/grant`, { grant })));
}

async function answered(answer: Promise<Response>): Promise<unknown> {
  const got = await answer;
  if (!got.ok) throw new Error(`${got.status} ${await got.text()}`);
  return got.json();
}
