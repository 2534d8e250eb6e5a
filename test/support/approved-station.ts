import { type Station, StationProposal } from '@loa/shared/api/stations';
import { signGeneral } from '@loa/shared/trust/general';
import { insertRoster } from '../../controller/src/db/rosters.js';
import type { ControllerApp } from './controller-app.js';
import { type ControllerWorld, call, PLACES } from './controller-world.js';

/** Everybody in the commune's list of people may approve relays, too; the next version of the list says so. */
export async function letPeopleApproveRelays(app: ControllerApp, world: ControllerWorld): Promise<void> {
  const { roster, rootKey } = world;
  const right = { use: 'relay' as const, areas: [PLACES.commune] };
  const people = roster.people.map((person) => ({ ...person, rights: [...person.rights, right] }));
  const next = { ...roster, version: roster.version + 1, people };
  const bytes = await signGeneral('roster', next, [rootKey]);
  await insertRoster(app.db, { roster: next, bytes }, app.clock.now());
}

/** Signs what the controller proposes for a station and hands it in; its answer. */
export async function approveStation(
  app: ControllerApp,
  { tokens: { approver }, approverKey }: ControllerWorld,
  id: Station['id'],
): Promise<Response> {
  const answer = await call(app, approver, 'get', `/stations/${id}/proposal`);
  const { payload } = StationProposal.parse(await answer.json());
  const bytes = await signGeneral('grant', { ...payload, signedAt: app.clock.now() }, [approverKey]);
  const grant = Buffer.from(bytes).toString('utf8');
  return call(app, approver, 'post', `/stations/${id}/grant`, { grant });
}
