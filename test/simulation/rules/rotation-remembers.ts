import { MINUTE } from '@loa/shared/instant';
import { Plan } from '@loa/shared/messages/plan';
import { Receipt } from '@loa/shared/messages/receipt';
import { readDocument } from '../box/read-document.js';
import { Violation } from '../violation.js';
import type { TrueSchedule, Truth } from '../world/truth.js';
import type { Rule, WatchedBox } from '../world/witness.js';
import type { World } from '../world/world.js';
import { dateOf, midnight, numberOf } from './oracle/days.js';
import type { TruePlace } from './oracle/place.js';
import { type Explained, explained, shown } from './oracle/session.js';
import { plannedItem } from './planned-sound.js';

const RULE = 'a column is heard anew';
/** What begins so soon was chosen before. */
const CHOSEN_MS = 3 * MINUTE;

interface HeardOnce {
  watched: WatchedBox;
  journalId: string;
  seq: number;
  sessionId: string;
  bulletinId: string;
  day: number;
}

/**
 * What a column gives a cluster is not given to it again within the days that its programme names: neither twice in
 * one plan, nor when a box has told the controller that it was heard. The day's later runs repeat the first where that
 * is the custom.
 */
export function rotationRemembers(world: World): Rule {
  /** By cluster. */
  let heard = new Map<string, HeardOnce[]>();
  /** What the controller said that it had stored, and when it said so, by journal. */
  const receipts = new Map<string, Pick<Receipt, 'storedThrough' | 'issuedAt'>[]>();
  /** A report that came in while a plan was under way is known to the next one. */
  const stored = ({ journalId, seq }: HeardOnce, { issuedAt }: Plan) =>
    (receipts.get(journalId) ?? []).some(
      (receipt) => receipt.storedThrough >= seq && receipt.issuedAt < issuedAt,
    );

  return {
    onEntry(watched, entry) {
      if (entry.kind !== 'ended' || entry.state !== 'finished') return;
      const planned = plannedItem(watched, entry.playbackId);
      if (!planned) return;
      const { source, startsAt } = planned.item;
      const bulletinId = source.kind === 'recording' ? bulletinOf(world.truth, source.sha256) : null;
      if (!bulletinId) return;
      const { clusterId } = watched.village;
      const { journalId } = watched;
      const { sessionId, seq } = entry;
      const day = numberOf(dateOf(startsAt));
      const once = { watched, journalId, seq, sessionId, bulletinId, day };
      heard.set(clusterId, [...(heard.get(clusterId) ?? []), once]);
    },
    onRestored() {
      // Its memory went back as well. What is heard from now on by plans that were lost is told to it by reports.
      heard = new Map();
    },
    onPublished(topic, payload) {
      if (topic.endsWith('/down/receipt')) {
        const receipt = readDocument(payload, Receipt);
        if (receipt) receipts.set(receipt.journalId, [receipt, ...(receipts.get(receipt.journalId) ?? [])]);
      }
      if (!topic.endsWith('/down/plan') || payload.byteLength === 0) return;
      const plan = readDocument(payload, Plan);
      if (!plan || plan.issuedAt < world.origin + world.timeline.now() - 2_000) return;
      const { clusterId } = world.witness.watched(plan.boxId).village;
      const found = explained(world, plan, clusterId);
      if (!found.ok) return;
      const told = (heard.get(clusterId) ?? []).filter((once) => {
        const { watched, journalId, seq } = once;
        return watched.journalId === journalId && watched.receipted >= seq && stored(once, plan);
      });
      const why = heardTooSoon(world.truth, plan, found, told);
      if (why !== null) throw new Violation(RULE, world.timeline.now(), `${plan.boxId}: ${why}`);
    },
  };
}

interface Choice {
  sessionId: string;
  bulletinId: string;
  day: number;
  startsAt: number;
  schedule: TrueSchedule;
  schedules: readonly TrueSchedule[];
  notWithinDays: number;
}

function heardTooSoon(
  truth: Truth,
  plan: Plan,
  { place, sessions }: { place: TruePlace; sessions: readonly Explained[] },
  told: readonly HeardOnce[],
): string | null {
  const choices = sessions.flatMap((each) => choicesOf(truth, each));
  for (const [n, choice] of choices.entries()) {
    if (choice.startsAt < plan.issuedAt + CHOSEN_MS) continue;
    const repeated = choice.schedules.filter((schedule) => repeatsFirst(truth, place, schedule));
    const repeats = repeated.length > 0;
    const firstBegan = repeated.some((schedule) => firstRunOf(schedule, choice) < plan.issuedAt + CHOSEN_MS);
    const within = (day: number) => choice.day - day < choice.notWithinDays && choice.day >= day;
    const name = `${choice.schedule.id} gives ${choice.bulletinId} at ${shown(choice.startsAt)}`;
    const before = choices.slice(0, n).find(
      (other) =>
        other.bulletinId === choice.bulletinId &&
        within(other.day) &&
        !(other.day === choice.day && repeated.some((schedule) => other.schedules.includes(schedule))) &&
        // What the first run chose stands for the day, whatever others gave since.
        !(other.day === choice.day && firstBegan),
    );
    if (before) return `${name}, and at ${shown(before.startsAt)}`;
    // What the day's first run gives was judged with that run.
    if (repeats && gaveBefore(truth, plan, choice)) continue;
    const once = told.find(
      ({ sessionId, bulletinId, day }) =>
        bulletinId === choice.bulletinId &&
        within(day) &&
        !(repeats && day === choice.day) &&
        // A run that was moved after it had sounded is still that run, and no box sounds it twice.
        sessionId !== choice.sessionId,
    );
    if (once) return `${name}, heard ${choice.day - once.day} days before`;
  }
  return null;
}

/** Whether an earlier run of that day gives the same, whether or not it is over. */
function gaveBefore(
  truth: Truth,
  { sessions }: Plan,
  { bulletinId, day, startsAt: before }: Choice,
): boolean {
  return sessions.some(
    ({ startsAt, items }) =>
      startsAt < before &&
      numberOf(dateOf(startsAt)) === day &&
      items.some(
        ({ source }) => source.kind === 'recording' && bulletinOf(truth, source.sha256) === bulletinId,
      ),
  );
}

function choicesOf(truth: Truth, { session, schedule, schedules, localDate }: Explained): Choice[] {
  const { programmes, bulletins } = truth.decisions;
  // Of several that it could be a run of, the one that asks for least.
  const slots = schedules.flatMap((each) => programmes.get(each.programmeId ?? '')?.slots ?? []);
  const chosen = new Map<string, Choice>();
  for (const { source } of session.items) {
    const bulletinId = source.kind === 'recording' ? bulletinOf(truth, source.sha256) : null;
    const column = bulletins.get(bulletinId ?? '')?.column ?? null;
    const days = slots.flatMap((s) => (s.kind === 'newest' && s.column === column ? [s.notWithinDays] : []));
    if (bulletinId === null || days.length === 0) continue;
    const { sessionId, startsAt } = session;
    const notWithinDays = Math.min(...days);
    const of = { schedule, schedules, notWithinDays };
    chosen.set(bulletinId, { sessionId, bulletinId, day: numberOf(localDate), startsAt, ...of });
  }
  return [...chosen.values()];
}

/** When the day's first run of a schedule begins, unix milliseconds. */
function firstRunOf({ times }: TrueSchedule, { startsAt }: Choice): number {
  return midnight(startsAt) + Math.min(...times.minutes) * MINUTE;
}

function repeatsFirst({ decisions }: Truth, place: TruePlace, { programmeId }: TrueSchedule): boolean {
  const laterRuns = decisions.programmes.get(programmeId ?? '')?.laterRuns;
  return laterRuns === 'repeat' || (laterRuns === 'asPlace' && place.repeatInEvening);
}

function bulletinOf({ decisions }: Truth, sha256: string): string | null {
  for (const { id, variants } of decisions.bulletins.values())
    if (variants.some((variant) => variant.sha256 === sha256)) return id;
  return null;
}
