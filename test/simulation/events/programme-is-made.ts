import type { LaterRuns, ProgrammeSlot } from '@loa/shared/api/programmes';
import { DAY, MINUTE } from '@loa/shared/instant';
import { between, pick } from '../seeds.js';
import { COMMUNE, clockText } from '../world/places.js';
import type { World } from '../world/world.js';
import type { Draw, EventKind } from './event.js';
import { villageOf } from './schedule-is-made.js';
import { anyDays } from './timetables.js';

export const COLUMNS = ['NQ57', 'Bình dân học vụ số'];
const STARTS = [5 * 60 + 30, 6 * 60, 10 * 60 + 58, 16 * 60 + 58, 17 * 60, 19 * 60 + 57];
const LATER_RUNS: readonly LaterRuns[] = ['asPlace', 'repeat', 'anew'];
const LANGUAGES = ['vi', 'jra', 'bdq'];

/** A village or the commune makes a programme, as long or as short as chance has it, and schedules it. */
export const programmeIsMade: EventKind = {
  name: 'programme made',
  perDay: { commune: 0.2, cluster: 0.008 },
  first: 0.8,
  async apply(world, draw) {
    const approver = pick(world.approvers, draw());
    if (!world.staff.atWork() || !approver) return null;
    const village = draw() < 0.5 ? null : villageOf(world, draw);
    const first = pick(STARTS, draw()) ?? 360;
    const minutes = draw() < 0.7 ? [first, first < 720 ? 17 * 60 + 30 : 20 * 60 + 30] : [first];
    const programme = await world.staff.programme({
      slots: await slotsOf(world, draw, minutes),
      maxMinutes: draw() < 0.3 ? 1 + Math.floor(draw() * 3) : null,
      overflow: draw() < 0.6 ? 'dropLowest' : 'refuse',
      laterRuns: pick(LATER_RUNS, draw()) ?? 'asPlace',
    });
    const schedule = await world.staff.schedule({
      ...{ bulletinId: null, programmeId: programme.id, areas: [village ?? COMMUNE], clusters: [] },
      times: { ...anyDays(world, draw), minutes },
      ...{ priority: draw() < 0.2 ? 'priority' : 'normal', lateness: draw() < 0.4 ? 'skip' : 'fromStart' },
      resume: draw() < 0.5 ? 'resume' : 'drop',
    });
    const kinds = programme.slots.map(({ kind }) => kind).join(', ');
    return `${programme.id} (${kinds}) as ${schedule.id} at ${minutes.join(' and ')} in ${village ?? 'the commune'}`;
  },
};

/** A tune, an ident, something of a column, and perhaps a fixed item, a station, or music up to the hour. */
async function slotsOf(world: World, draw: Draw, minutes: readonly number[]): Promise<ProgrammeSlot[]> {
  const [firstMinute = 0] = minutes;
  const slots: ProgrammeSlot[] = [];
  const fixed = async (kind: 'tune' | 'ident' | 'bulletin', longMs: number) => {
    const bulletinId = await anyBulletin(world, draw, { music: kind === 'tune', longMs });
    const fallback = draw() < 0.3 ? await anyBulletin(world, draw, { music: false, longMs: 12_000 }) : null;
    slots.push({ kind, bulletinId, ...common(slots, draw), fallbackBulletinId: fallback });
  };
  if (draw() < 0.7) await fixed('tune', 8_000);
  if (draw() < 0.5) await fixed('ident', 5_000);
  const newest = () => ({
    ...{ kind: 'newest' as const, column: pick(COLUMNS, draw()) ?? '' },
    notWithinDays: 1 + Math.floor(draw() * 5),
    ...common(slots, draw),
  });
  slots.push(newest());
  if (draw() < 0.3) slots.push(newest());
  if (draw() < 0.4) await fixed('bulletin', between(10_000, 60_000, draw()));
  const station = pick([...world.truth.decisions.stations.values()], draw());
  if (station && draw() < 0.4)
    slots.push({ kind: 'relay', stationId: station.id, minutes: 1, ...common(slots, draw) });
  if (draw() < 0.4) {
    const music = [0, 1].map(() =>
      anyBulletin(world, draw, { music: true, longMs: between(20_000, 50_000, draw()) }),
    );
    const bulletinIds = await Promise.all(music);
    // Half an hour of music would be much sound for little news.
    const shortOfTheHour = minutes.every((minute) => minute % 60 >= 55);
    const clock = draw() < 0.5 ? clockText(firstMinute + 3) : clockText(Math.ceil((firstMinute + 1) / 5) * 5);
    const until = shortOfTheHour ? 'nextHour' : clock;
    slots.push({ kind: 'filler', bulletinIds, until, ...common(slots, draw) });
    if (draw() < 0.6) slots.push(newest());
  }
  return slots;
}

function common(slots: readonly ProgrammeSlot[], draw: Draw) {
  return { slot: `slot_${slots.length}`, weight: 1 + Math.floor(draw() * 9), fallbackBulletinId: null };
}

async function anyBulletin(world: World, draw: Draw, { music, longMs }: { music: boolean; longMs: number }) {
  const approver = pick(world.approvers, draw());
  if (!approver) throw new Error('nobody approves');
  const { id } = await world.staff.recordBulletin({
    ...{ music, validUntil: null, approver, grantUntil: Math.round(world.wall.now() + 40 * DAY) },
    variants: variantsOf(draw, Math.round(longMs)),
  });
  return id;
}

/** One to three languages, each approved by itself or not yet. */
export function variantsOf(draw: Draw, longMs: number) {
  const count = 1 + Math.floor(draw() * 2.5);
  return LANGUAGES.slice(0, count).map((language, n) => ({
    ...{ language, durationMs: longMs + n * 1_500 },
    approved: draw() < 0.85,
  }));
}

/** So much of a column is made that programmes find something new on most days. */
export const columnGetsABulletin: EventKind = {
  name: 'column bulletin',
  perDay: { commune: 1 },
  first: 3,
  async apply(world, draw) {
    const approver = pick(world.approvers, draw());
    if (!world.staff.atWork() || !approver) return null;
    const now = world.wall.now();
    const column = pick(COLUMNS, draw()) ?? null;
    const { id } = await world.staff.recordBulletin({
      ...{
        column,
        approver,
        validUntil: draw() < 0.2 ? Math.round(now + between(0.5, 5, draw()) * DAY) : null,
      },
      grantUntil: Math.round(now + (draw() < 0.2 ? between(1, 4, draw()) : 60) * DAY),
      variants: variantsOf(draw, Math.round(between(10_000, MINUTE, draw()))),
    });
    return `${id} of ${column}`;
  },
};
