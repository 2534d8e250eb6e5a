import { Bulletin } from '@loa/shared/api/bulletins';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beforeNextTransaction } from '../../support/between.js';
import { draftBulletin, signProposal, submit } from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

describe('two people at one moment', () => {
  it('an approval while the title is changed: what was approved under the old one is a draft again', async () => {
    const { bulletin, variant } = await draftBulletin(app, world);
    await submit(app, world, variant.id);
    const grant = await signProposal(app, world, variant.id);
    beforeNextTransaction(app.db, async () => {
      const approved = await call(app, world.tokens.approver, 'post', `/variants/${variant.id}/grant`, {
        grant,
      });
      expect(approved.status).toBe(200);
    });
    const path = `/bulletins/${bulletin.id}`;
    const answer = await call(app, world.tokens.broadcaster, 'patch', path, { title: 'Tên khác' });
    const changed = Bulletin.parse(await answer.json());
    expect(changed).toMatchObject({ title: 'Tên khác', variants: [{ state: 'draft', grantId: null }] });
  });

  it('two changes of one bulletin: neither takes the other back', async () => {
    const { bulletin } = await draftBulletin(app, world);
    const change = (patch: object) =>
      call(app, world.tokens.broadcaster, 'patch', `/bulletins/${bulletin.id}`, patch);
    beforeNextTransaction(app.db, () => change({ sourceUnit: 'Điện lực' }));
    const changed = Bulletin.parse(await (await change({ title: 'Tên khác' })).json());
    expect(changed).toMatchObject({ title: 'Tên khác', sourceUnit: 'Điện lực' });
  });
});
