import { MergedArea } from '@loa/shared/api/areas';
import { AppliedOutlines, AreasOnMap, OutlinePreview } from '@loa/shared/api/outlines';
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

const square = (lon: number, lat: number) => [
  [
    ...[lon, lon + 0.01].map((each) => [each, lat]),
    ...[lon + 0.01, lon].map((each) => [each, lat + 0.01]),
    [lon, lat],
  ],
];
const shape = (ten: string, coordinates: unknown = square(108, 13.5)) => ({
  ...{ type: 'Feature', properties: { ten }, geometry: { type: 'Polygon', coordinates } },
});
const file = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });

function send(text: string, area: string = PLACES.commune, token = world.tokens.admin) {
  const form = new FormData();
  form.set('file', new Blob([text]), 'ranh giới.geojson');
  return fetch(`${app.url}/api/imports/outlines?area=${area}`, {
    ...{ method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form },
  });
}
async function look(text: string, area?: string) {
  const answer = await send(text, area);
  if (answer.status !== 201) throw new Error(await answer.text());
  return OutlinePreview.parse(await answer.json());
}
const apply = (id: string, token = world.tokens.admin) =>
  call(app, token, 'post', `/imports/outlines/${id}/apply`);
const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;
async function drawn(token = world.tokens.contributor) {
  const { items } = AreasOnMap.parse(await (await call(app, token, 'get', '/map/areas')).json());
  return new Map(items.map((each) => [each.areaId, each]));
}
const audited = () =>
  app.db
    .selectFrom('audit')
    .select(['action', 'subject', 'detail'])
    .where('action', 'like', 'outline.%')
    .orderBy('id')
    .execute();

describe('outlines of a commune from a GeoJSON file', () => {
  it('are looked at, kept together with a row each, drawn for everybody there, and taken away again', async () => {
    const seen = await look(
      file(shape('Ơi Briu'), shape('lang yen', square(108.02, 13.5)), shape('Nơi nào')),
    );
    expect(seen).toMatchObject({ fileName: 'ranh giới.geojson', counts: { new: 2, replace: 0, bad: 1 } });
    expect(seen.rows[2]?.problem).toContain('Không có nơi nào tên “Nơi nào”');
    expect((await drawn()).get(PLACES.village)?.outline).toBeNull();

    const answer = await apply(seen.id);
    expect(AppliedOutlines.parse(await answer.json())).toEqual({ id: seen.id, saved: 2, left: 1 });
    expect((await drawn()).get(PLACES.village)).toMatchObject({
      point: { lat: 13.505, lon: 108.005 },
      outline: { coordinates: [square(108, 13.5)] },
    });
    expect(await audited()).toMatchObject([
      {
        action: 'outline.put',
        subject: PLACES.village,
        detail: expect.stringContaining('ranh giới.geojson'),
      },
      { action: 'outline.put', subject: PLACES.quietVillage },
    ]);
    expect(await codeOf(await apply(seen.id))).toBe('already_applied');
    expect((await look(file(shape('Yên')))).counts).toEqual({ new: 0, replace: 1, bad: 0 });

    const path = `/areas/${PLACES.village}/outline`;
    expect((await call(app, world.tokens.broadcaster, 'delete', path)).status).toBe(403);
    expect((await call(app, world.tokens.admin, 'delete', path)).status).toBe(204);
    expect((await call(app, world.tokens.admin, 'delete', path)).status).toBe(404);
    expect((await drawn()).get(PLACES.village)?.outline).toBeNull();
    expect((await audited()).at(-1)).toMatchObject({ action: 'outline.remove', subject: PLACES.village });
  });

  it('of one village, sent from its page, need no name', async () => {
    const { id, rows } = await look(JSON.stringify(shape('').geometry), PLACES.village);
    expect(rows).toMatchObject([{ outcome: 'new', area: { id: PLACES.village }, label: null }]);
    expect((await apply(id)).status).toBe(200);
  });

  it('are refused in words when the file is none, and for whoever may not change places', async () => {
    expect(await codeOf(await send('không phải'))).toBe('not_json');
    expect(await codeOf(await send('{"type":"FeatureCollection","features":[]}'))).toBe('no_shapes');
    expect(await codeOf(await send(`${file(shape('Yên'))}${' '.repeat(2 * 1024 * 1024)}`))).toBe('too_large');
    expect((await send(file(shape('Yên')), PLACES.commune, world.stranger)).status).toBe(403);
    expect((await send(file(shape('Yên')), PLACES.commune, world.tokens.technician)).status).toBe(403);
    const { id } = await look(file(shape('Yên')));
    expect((await apply(id, world.provinceAdmin)).status).toBe(404);
  });

  it('are looked at again when a village was merged away meanwhile, and what was merged is drawn no more', async () => {
    const merged = { area: PLACES.quietVillage, into: PLACES.village };
    expect((await apply((await look(file(shape('Yên')))).id)).status).toBe(200);
    const { id } = await look(file(shape('Yên')));
    const answer = await call(app, world.tokens.admin, 'post', `/areas/${merged.area}/merge`, {
      into: merged.into,
    });
    const { warnings } = MergedArea.parse(await answer.json());
    expect(warnings.map(({ code }) => code)).toContain('outline_behind');
    expect(await codeOf(await apply(id))).toBe('changed_meanwhile');
    expect((await drawn()).has(merged.area)).toBe(false);
    expect(await codeOf(await send(file(shape('Yên')), merged.area))).toBe('merged');
  });

  it('tell another commune nothing', async () => {
    expect((await call(app, world.stranger, 'get', `/map/areas?area=${PLACES.commune}`)).status).toBe(403);
    expect([...(await drawn(world.stranger)).keys()]).toEqual([PLACES.otherCommune]);
  });
});
