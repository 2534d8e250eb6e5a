import type { Logger } from '@loa/shared/ports/logger';
import type { AgentTime } from './clock-sync.js';
import { writeEnd } from './ending.js';
import { addDelivered, plannedFacts } from './evidence.js';
import { deliveredOf, endingOf } from './executor-ending.js';
import type { Journal } from './journal.js';
import type { PlayProgress, PlayResult } from './sound-port.js';
import { isStream, type PlaybackRecord } from './state.js';
import type { Stretch, Stretches } from './stretch.js';

/** Writes down what became of a stretch of sound: that it began, gave way, or is over. */
export interface StretchEvidence {
  started(mine: Stretch, progress: PlayProgress): void;
  ended(mine: Stretch, result: PlayResult): void;
  /** Tries again to write the ends that a full disk would not take. */
  retry(): void;
}

export function createStretchEvidence(ports: {
  journal: Journal;
  stretches: Stretches;
  time: AgentTime;
  /** Something happened that a new look should see. */
  onChange(): void;
  log: Logger;
}): StretchEvidence {
  const { journal, stretches, time, onChange, log } = ports;
  const recordOf = journal.latest;
  /** Ends that a full disk would not take. */
  let unwritten: (() => void)[] = [];

  function started(mine: Stretch, { firstSampleMonotonic, output }: PlayProgress): void {
    const record = recordOf(mine.playbackId);
    if (firstSampleMonotonic === null || !record) return;
    mine.first = firstSampleMonotonic;
    if (record.state !== 'claimed') {
      onChange();
      return;
    }
    const exact = time.instantOf(firstSampleMonotonic);
    const dueAt = stretches.dueOf(mine, firstSampleMonotonic);
    const startErrorMs = Math.round((firstSampleMonotonic - dueAt) * 10) / 10;
    const facts = { startedAt: exact, startErrorMs, output: output.slice(0, 200) };
    journal.commit(() => {
      journal.append({ kind: 'started', ...plannedFacts(record), ...facts, offsetMs: mine.offsetMs });
      journal.keep({ ...record, state: 'started', ...facts });
    });
    onChange();
  }

  function ended(mine: Stretch, result: PlayResult): void {
    const endedAt = time.now();
    const by = displacedBy(mine, result);
    const write = () => {
      const record = recordOf(mine.playbackId);
      if (!record) return;
      const heard = { ...record, delivered: addDelivered(mine.before, deliveredOf(result)) };
      journal.commit(() => {
        if (by !== null && record.state === 'started' && record.item.resume !== 'drop') {
          suspend(mine, heard, result, by);
        } else {
          writeEnd(journal, heard, { ...endingOf(mine.halted, heard, result), endedAt });
        }
      });
      const { state } = recordOf(mine.playbackId) ?? record;
      log.info({ playbackId: mine.playbackId, state, end: result.end, ...heard.delivered }, 'sound ended');
    };
    try {
      write();
    } catch (error) {
      log.error({ err: error, playbackId: mine.playbackId }, 'an end could not be written; trying again');
      unwritten.push(write);
    }
  }

  /** The playback that took the loudspeaker, or null when it ended for another reason. */
  function displacedBy(mine: Stretch, { end, cause }: PlayResult): string | null {
    if (end !== 'stopped' || cause !== 'displaced' || mine.halted) return null;
    const above = stretches.all().filter(({ rank }) => rank > mine.rank);
    return above.sort((a, b) => a.askedAt - b.askedAt).at(-1)?.playbackId ?? '';
  }

  function suspend(mine: Stretch, heard: PlaybackRecord, result: PlayResult, by: string): void {
    const { delivered, item } = heard;
    journal.append({ kind: 'suspended', ...plannedFacts(heard), by, ...delivered });
    // Rather a moment twice than a syllable lost; a stream is joined where it then is.
    const position = Math.floor(result.positionMs ?? mine.offsetMs + result.deliveredMs);
    const goOnAt = isStream(item) ? heard.offsetMs : item.resume === 'restart' ? 0 : position;
    journal.keep({ ...heard, state: 'suspended', offsetMs: goOnAt });
  }

  function retry(): void {
    const again = unwritten;
    unwritten = [];
    for (const write of again) {
      try {
        write();
      } catch {
        unwritten.push(write);
      }
    }
  }

  return { started, ended, retry };
}
