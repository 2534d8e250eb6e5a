import type { JournalEntry } from '@loa/shared/messages/report';
import { isEnd } from '@loa/shared/playback';
import { z } from 'zod';
import { Violation } from '../violation.js';
import type { Rule, WatchedBox } from '../world/witness.js';
import type { World } from '../world/world.js';

const RULE = 'each planned playback ends in exactly one terminal state';

type Told = { claimed: boolean; ended: string | null };
const Row = z.object({ playback_id: z.string(), state: z.string(), scheduled_at: z.number() });
/** No window of a simulated item is longer, milliseconds. */
const SURELY_OVER_MS = 2 * 3_600_000;

/** At the box as it happens: claimed at most once, ended at most once, nothing heard after its end or without a claim. */
export function oneEnd(world: World): Rule {
  const journals = new Map<string, Map<string, Told>>();

  function told(watched: WatchedBox, playbackId: string): Told {
    const journal = journals.get(watched.journalId) ?? new Map<string, Told>();
    journals.set(watched.journalId, journal);
    const known = journal.get(playbackId) ?? { claimed: false, ended: null };
    journal.set(playbackId, known);
    return known;
  }

  function fail(watched: WatchedBox, playbackId: string, why: string): never {
    throw new Violation(RULE, world.timeline.now(), `${watched.id} ${playbackId}: ${why}`);
  }

  function note(watched: WatchedBox, entry: JournalEntry): void {
    if (!('playbackId' in entry)) return;
    const { playbackId, kind } = entry;
    const known = told(watched, playbackId);
    if (known.ended !== null) fail(watched, playbackId, `${kind} after it had ended (${known.ended})`);
    if (kind === 'claimed') {
      if (known.claimed) fail(watched, playbackId, 'claimed twice');
      known.claimed = true;
    }
    if (kind === 'ended') known.ended = entry.state;
  }

  return {
    onEntry: note,
    onHeard(watched, heard) {
      const { playbackId, run } = heard;
      const before = watched.heard.find((other) => other.playbackId === playbackId && other.run !== run);
      if (before && told(watched, playbackId).claimed)
        fail(watched, playbackId, 'heard again after a power cut');
      if (!told(watched, playbackId).claimed) fail(watched, playbackId, 'heard without a claim on record');
    },
    onHealed() {
      const over = world.origin + world.timeline.now() - SURELY_OVER_MS;
      for (const watched of world.witness.all()) {
        const rows = z
          .array(Row)
          .parse(watched.box.db().prepare('SELECT playback_id, state, scheduled_at FROM playbacks').all());
        const known = new Set(rows.map(({ playback_id }) => playback_id));
        for (const { playback_id: id, state, scheduled_at: at } of rows) {
          if (at < over && !isState(state)) fail(watched, id, `still ${state} long after its time`);
        }
        for (const { items } of watched.plan?.sessions ?? []) {
          for (const { playbackId } of items)
            if (!known.has(playbackId)) fail(watched, playbackId, 'forgotten');
        }
      }
      return atTheController(world, over, journals);
    },
  };
}

async function atTheController(
  world: World,
  over: number,
  journals: ReadonlyMap<string, ReadonlyMap<string, Told>>,
): Promise<void> {
  const rows = await world.machine
    .database()
    .db.selectFrom('playback')
    .select(['id', 'box_id', 'state', 'ends_by', 'displaced_by'])
    .execute();
  const living = new Set([...world.witness.all()].map((watched) => watched.id));
  for (const { id, box_id: boxId, state, ends_by: endsBy, displaced_by: by } of rows) {
    const watched = world.witness.watched(boxId);
    // What an earlier card told first stands; what a box told that is gone may lie in no backup.
    const gone = !living.has(boxId);
    const end = gone || watched.cards > 1 ? null : (journals.get(watched.journalId)?.get(id)?.ended ?? null);
    const fail = (why: string): never => {
      throw new Violation(RULE, world.timeline.now(), `at the controller, ${boxId} ${id}: ${why}`);
    };
    if (endsBy < over && !isState(state)) fail(`still ${state} long after its time`);
    // A box sees that an item left its plan; the controller knows what it gave way to.
    if (end === 'cancelled' && state === 'skipped' && by !== null) continue;
    if (end !== null && state !== end && !state.startsWith(end)) fail(`${state}, but the box says ${end}`);
  }
}

function isState(state: string): boolean {
  return state === 'unknown' || isEnd(state as Parameters<typeof isEnd>[0]);
}
