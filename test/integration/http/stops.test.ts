import { type LiftedStop, Stop } from '@loa/shared/api/stops';
import { HOUR, MINUTE } from '@loa/shared/instant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

const send = (body: object) => call(app, world.tokens.admin, 'post', '/stops', body);
const stopped = async (body: object) => Stop.parse(await (await send(body)).json());

describe('a stop for a while', () => {
  it('is counted from when it arrives, by the controller’s clock', async () => {
    const stop = await stopped({ areaId: PLACES.village, forMinutes: 60 });
    expect(stop.until).toBe(app.clock.now() + HOUR);
    await app.advance(20 * MINUTE);
    const later = await stopped({ areaId: PLACES.village, forMinutes: 60 });
    expect(later.until).toBe(app.clock.now() + HOUR);
  });

  it('is of a week at most, and has one end, not two', async () => {
    const tooLong = await send({ areaId: PLACES.village, forMinutes: 7 * 24 * 60 + 1 });
    expect(tooLong.status).toBe(400);
    const until = app.clock.now() + HOUR;
    const twice = await send({ areaId: PLACES.village, forMinutes: 60, until });
    expect(await twice.json()).toMatchObject({ error: { details: [{ field: 'forMinutes' }] } });
    expect((await send({ areaId: PLACES.village, forMinutes: 7 * 24 * 60 })).status).toBe(201);
  });
});

describe('the controller’s clock', () => {
  it('is told with every answer, of refusals too: phones go wrong', async () => {
    for (const path of ['/stops', '/stops/nothing', '/health'])
      expect(Number((await call(app, world.tokens.admin, 'get', path)).headers.get('loa-now'))).toBe(
        app.clock.now(),
      );
  });
});

describe('a stop that is lifted', () => {
  const lift = async ({ id }: Stop) =>
    (await (await call(app, world.tokens.admin, 'post', `/stops/${id}/lift`)).json()) as LiftedStop;
  const idsOf = ({ still }: LiftedStop) => still.map(({ id }) => id);

  it('says that nothing else holds the place silent', async () => {
    const village = await stopped({ areaId: PLACES.village });
    await stopped({ areaId: PLACES.quietVillage });
    expect(await lift(village)).toMatchObject({ still: [], allSilent: false });
  });

  it('names the stop above that silences the place still, also when it is lifted again', async () => {
    const village = await stopped({ areaId: PLACES.village });
    const commune = await stopped({ areaId: PLACES.commune, forMinutes: 60 });
    const lifted = await lift(village);
    expect(lifted).toMatchObject({ id: village.id, still: [commune], allSilent: true });
    expect(await lift(village)).toEqual(lifted);
    expect(await lift(commune)).toMatchObject({ still: [], allSilent: false });
  });

  it('names one below that silences a part of the place, and that the rest sounds', async () => {
    const commune = await stopped({ areaId: PLACES.commune });
    const village = await stopped({ areaId: PLACES.village });
    expect(await lift(commune)).toMatchObject({ still: [village], allSilent: false });
  });

  it('tells receivers apart where stops name them', async () => {
    const one = await stopped({ areaId: PLACES.commune, boxIds: [PLACES.box] });
    const other = await stopped({ areaId: PLACES.commune, boxIds: [PLACES.quietBox] });
    expect(await lift(one)).toMatchObject({ still: [], allSilent: false });
    const both = await stopped({ areaId: PLACES.commune });
    expect(await lift(both)).toMatchObject({ still: [other], allSilent: false });
  });

  it('counts together what several stops silence, the one that holds longest first', async () => {
    const commune = await stopped({ areaId: PLACES.commune });
    const hour = await stopped({ areaId: PLACES.village, forMinutes: 60 });
    const week = await stopped({ areaId: PLACES.quietVillage });
    const lifted = await lift(commune);
    expect(idsOf(lifted)).toEqual([week.id, hour.id]);
    expect(lifted.allSilent).toBe(true);
  });

  it('does not name a stop that is over', async () => {
    const village = await stopped({ areaId: PLACES.village });
    await stopped({ areaId: PLACES.commune, forMinutes: 10 });
    await app.advance(11 * MINUTE);
    expect(await lift(village)).toMatchObject({ still: [], allSilent: false });
  });
});
