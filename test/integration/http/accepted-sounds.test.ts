import { EditPreview } from '@loa/shared/api/edit-preview';
import { SavedSchedule } from '@loa/shared/api/schedules';
import { Station } from '@loa/shared/api/stations';
import { Id } from '@loa/shared/ids';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { approveStation, letPeopleApproveRelays } from '../../support/approved-station.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { DRAWN_COLUMN, type DrawnSounds, drawing } from '../../support/drawn-commune.js';
import { enrolBoxes, outlookAt } from '../../support/heard-rows.js';
import { recordedBulletin } from '../../support/recorded-bulletin.js';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 14];
/** So many are asked for, one after the other; about a fifth is taken without a word. */
const SCHEDULES = 20;
/** So many of what was taken or not are then moved to other times. */
const MOVES = 6;
/** So many edits of programmes, places and bulletins are looked at before they are saved, and saved if nobody loses by them. */
const EDITS = 8;
/** Told with the bulletin, and as often as a column runs dry: neither is the schedule's or an edit's doing. */
const TOLD_ELSEWHERE = ['variant_missing', 'nothing_new'];

type Drawing = ReturnType<typeof drawing>;

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  await enrolBoxes(app);
});
afterEach(() => app.stop());

const asked = async (token: string, method: string, path: string, body: object) => {
  const answer = await call(app, token, method, path, body);
  return { status: answer.status, body: (await answer.json()) as unknown };
};

/** Heard from early to late, so that only the rules of the place bound it. */
async function approvedStation(): Promise<string> {
  await letPeopleApproveRelays(app, world);
  const hours = [{ from: '05:00', to: '22:00' }];
  const body = { areaId: PLACES.commune, name: 'VOV1', url: 'https://vov.example/1', hours };
  const { id } = Station.parse((await asked(world.tokens.broadcaster, 'post', '/stations', body)).body);
  expect((await approveStation(app, world, id)).status).toBe(200);
  return id;
}

async function drawPlaces(draw: Drawing): Promise<void> {
  for (const cluster of [PLACES.cluster, PLACES.quietCluster]) {
    expect((await asked(world.tokens.admin, 'patch', `/clusters/${cluster}`, draw.place())).status).toBe(200);
  }
}

async function drawSounds(draw: Drawing): Promise<DrawnSounds> {
  const recorded = async (minutes: Record<string, number>, columnName: string | null = null) =>
    (await recordedBulletin(app, world, { minutes, columnName, topics: [], approved: true })).id;
  const music = await recorded({ vi: 3 });
  const speech = [
    await recorded(draw.minutes()),
    await recorded(draw.minutes()),
    await recorded(draw.minutes()),
  ];
  // Which of them a later run chooses is told as far as plans reach, not when it is scheduled: they last alike.
  const alike = draw.minutes();
  for (let count = 0; count < 3; count++) await recorded(alike, DRAWN_COLUMN);
  const stationId = await approvedStation();
  const programmes: string[] = [];
  for (const name of ['Một', 'Hai']) {
    const programme = { areaId: PLACES.commune, name, ...draw.programme({ speech, music, stationId }) };
    const made = await asked(world.tokens.broadcaster, 'post', '/programmes', programme);
    programmes.push(z.object({ id: Id }).parse(made.body).id);
  }
  return { speech, music, stationId, programmes };
}

/** Schedules, and some of them moved; the ids of those against which nobody said a word. */
async function scheduleSome(draw: Drawing, sounds: DrawnSounds): Promise<Set<string>> {
  const { broadcaster } = world.tokens;
  const taken = new Set<string>();
  const saved: string[] = [];
  const judge = (answer: { body: unknown }) => {
    const { schedule, warnings, conflicts } = SavedSchedule.parse(answer.body);
    if (warnings.length === 0 && conflicts.length === 0) taken.add(schedule.id);
    else taken.delete(schedule.id);
    for (const { scheduleId } of conflicts) taken.delete(scheduleId);
    return schedule.id;
  };
  for (let count = 0; count < SCHEDULES; count++) {
    const answer = await asked(broadcaster, 'post', '/schedules', draw.schedule(sounds));
    if (answer.status === 201) saved.push(judge(answer));
  }
  for (let count = 0; count < MOVES; count++) {
    const path = `/schedules/${draw.one(...saved)}`;
    const answer = await asked(broadcaster, 'patch', path, { timetable: draw.timetable() });
    if (answer.status === 200) judge(answer);
  }
  return taken;
}

/** Edits of which the preview says that nobody loses by them. */
async function editSome(draw: Drawing, sounds: DrawnSounds): Promise<void> {
  const { admin, broadcaster } = world.tokens;
  for (let count = 0; count < EDITS; count++) {
    const [token, path, edit] = draw.one(
      [broadcaster, `/programmes/${draw.one(...sounds.programmes)}`, draw.programme(sounds)],
      [admin, `/clusters/${draw.one(PLACES.cluster, PLACES.quietCluster)}`, draw.place()],
      [broadcaster, `/bulletins/${draw.one(...sounds.speech)}`, draw.facts()],
    );
    const preview = await asked(token, 'post', `${path}/preview`, edit);
    if (EditPreview.parse(preview.body).warnings.length > 0) continue;
    expect((await asked(token, 'patch', path, edit)).status).toBe(200);
  }
}

/** What of them will not sound as asked, or not at all. */
async function wrongAmong(taken: ReadonlySet<string>): Promise<unknown[]> {
  const looked = [PLACES.cluster, PLACES.quietCluster].map((id) =>
    outlookAt(app, world.tokens.broadcaster, `cluster=${id}&days=8`),
  );
  const runs = (await Promise.all(looked)).flatMap(({ clusters }) =>
    clusters.flatMap(({ clusterId, runs: each }) => each.map((run) => ({ clusterId, ...run }))),
  );
  const wrong = runs.filter(({ scheduleId, readiness, warnings }) => {
    if (!taken.has(scheduleId)) return false;
    const dry = warnings.some(({ code }) => code === 'nothing_new');
    const known = dry ? [...TOLD_ELSEWHERE, 'nothing_to_play'] : TOLD_ELSEWHERE;
    return (readiness === 'silent' && !dry) || warnings.some(({ code }) => !known.includes(code));
  });
  return wrong.map(({ clusterId, name, startsAt, warnings }) => {
    return [clusterId, name, new Date(startsAt).toISOString(), warnings];
  });
}

describe('a schedule that is taken without a word', () => {
  it.each(SEEDS)('sounds as it was asked, in what is drawn from seed %i', async (seed) => {
    const draw = drawing(seed);
    await drawPlaces(draw);
    const sounds = await drawSounds(draw);
    const taken = await scheduleSome(draw, sounds);
    expect(taken.size).toBeGreaterThan(0);
    await editSome(draw, sounds);
    expect(await wrongAmong(taken)).toEqual([]);
  });
});
