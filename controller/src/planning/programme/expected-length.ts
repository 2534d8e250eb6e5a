import { MINUTE, minutesOfDay } from '@loa/shared/instant';
import type { BulletinInput, GrantInput, ScheduleInput, SlotInput } from '../inputs.js';
import { bulletinHere, type RoutePlace, routeAt } from './route-languages.js';
import type { LengthStep, RunLength } from './run-length.js';

/** What of a place decides in which languages, and so for how long, it hears a bulletin. */
export type Listener = Pick<RoutePlace, 'languages' | 'policy'>;

/** A bulletin as far as its length goes: its recordings, approved or still waiting for it. */
export interface RecordedBulletin {
  bulletinId: string;
  sound: BulletinInput['sound'];
  recordings: readonly { language: string; durationMs: number; approved: boolean }[];
}

/** How long a bulletin lasts there, milliseconds; 0 where nothing of it is recorded that would be heard. */
export type BulletinMs = (bulletinId: string) => number;

export interface KnownLengths {
  bulletinMs: BulletinMs;
  /** The newest bulletin of a column. */
  newest(column: string): string | undefined;
}

const SOMEWHERE = 'somewhere';
const APPROVED: GrantInput = {
  ...{ grantId: '', areas: [SOMEWHERE], signedAt: 0 },
  ...{ validFrom: 0, validUntil: Number.POSITIVE_INFINITY },
};

/**
 * How long a bulletin lasts where it is heard so, by the languages that planning would choose: with what is approved
 * now, or with all that is recorded, whichever takes longer, for the rest may be approved before it sounds.
 */
export function heardMs(bulletin: RecordedBulletin, listener: Listener): number {
  return Math.max(routedMs(bulletin, listener, 'approved'), routedMs(bulletin, listener, 'recorded'));
}

function routedMs(
  { bulletinId, sound, recordings }: RecordedBulletin,
  listener: Listener,
  counts: 'approved' | 'recorded',
): number {
  const variants = recordings
    .filter(({ approved }) => approved || counts === 'recorded')
    .map(({ language, durationMs }) => {
      return {
        variantId: language,
        language,
        recording: { sha256: '', bytes: 0, durationMs },
        grant: APPROVED,
      };
    });
  const bulletin = {
    bulletinId,
    title: '',
    column: null,
    sound,
    validFrom: null,
    validUntil: null,
    variants,
  };
  const here = bulletinHere(bulletin, { ...listener, areaChain: [SOMEWHERE], successors: {} });
  return routeAt(here, 0).chosen.reduce((sum, { source }) => sum + source.durationMs, 0);
}

/**
 * How long one run lasts, before anybody knows what it will be filled with: of a column its newest bulletin, of a
 * relay its whole time, of a slot without anything to play what sounds instead.
 */
export function expectedLength(
  { slots, maxMs, overflow }: Pick<ScheduleInput, 'slots' | 'maxMs' | 'overflow'>,
  known: KnownLengths,
): RunLength {
  const steps: LengthStep[] = [];
  for (const slot of slots) {
    const step = stepOf(slot, known);
    const last = steps.at(-1);
    if (last && 'ms' in last && 'ms' in step) steps[steps.length - 1] = { ms: last.ms + step.ms };
    else steps.push(step);
  }
  return { steps, maxMs, overflow };
}

/** What a slot adds to a run. */
export function stepOf({ content, fallbackBulletinId }: SlotInput, known: KnownLengths): LengthStep {
  if (content.kind === 'filler')
    return { until: content.until === 'nextHour' ? 'nextHour' : minutesOfDay(content.until) * MINUTE };
  const ms = ownMs(content, known);
  return { ms: ms > 0 || fallbackBulletinId === null ? ms : known.bulletinMs(fallbackBulletinId) };
}

function ownMs(
  content: Exclude<SlotInput['content'], { kind: 'filler' }>,
  { bulletinMs, newest }: KnownLengths,
): number {
  if (content.kind === 'relay') return content.durationMs;
  if (content.kind !== 'newest') return bulletinMs(content.bulletinId);
  const bulletinId = newest(content.column);
  return bulletinId === undefined ? 0 : bulletinMs(bulletinId);
}
