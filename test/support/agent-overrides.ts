import type { Grant } from '@loa/shared/messages/grant';
import type { Override } from '@loa/shared/messages/override';
import { at, audioOf, COMMUNE, grantIdOf } from './agent-plan.js';

/** What every override says, of today's instants; its id is `override_` and its name. */
function common(name: string, from: string, until: string) {
  const instants = { createdAt: at(from), startsAt: at(from), until: at(until) };
  return { overrideId: `override_${name}`, ...instants, areas: [COMMUNE] };
}

/** Recordings by name; each under the grant of its name. */
function items(names: readonly string[], seconds: number) {
  return names.map((name) => ({
    source: {
      kind: 'recording' as const,
      sha256: audioOf(name),
      bytes: 1000,
      durationMs: seconds * 1000,
    },
    gainDb: 0,
    grantId: grantIdOf(name),
  }));
}

export function emergencyOf(
  name: string,
  wish: {
    from: string;
    until: string;
    times?: number;
    everyMinutes?: number;
    names?: string[];
    seconds?: number;
  },
): Override {
  const { from, until, times = 1, everyMinutes = 10, names = [name], seconds = 60 } = wish;
  return {
    kind: 'emergency',
    ...common(name, from, until),
    items: items(names, seconds),
    repeat: { times, everyMs: everyMinutes * 60_000 },
  };
}

export function testOf(
  name: string,
  wish: { from: string; until: string; names?: string[]; seconds?: number },
): Override {
  const { from, until, names = [name], seconds = 10 } = wish;
  return { kind: 'test', ...common(name, from, until), items: items(names, seconds) };
}

export function liveOf(
  name: string,
  wish: { from: string; until: string; epoch?: number; delayMs?: number },
): Override {
  const { from, until, epoch = 1, delayMs = 0 } = wish;
  const live = { liveId: `live_${name}`, epoch, delayMs, gainDb: 0, grantId: grantIdOf(name) };
  return { kind: 'live', ...common(name, from, until), live };
}

/** A grant for something else than an ordinary bulletin. */
export function grantFor(subject: Pick<Grant, 'use' | 'subject'>, from = '00:00', until = '23:59'): Grant {
  return {
    ...subject,
    title: 'x',
    areas: [COMMUNE],
    validFrom: at(from),
    validUntil: at(until),
    signedAt: at('00:00'),
  } as Grant;
}

export const liveGrant = (name: string, minutes = 600) =>
  grantFor({ use: 'live', subject: { liveId: `live_${name}`, maxMs: minutes * 60_000 } });
