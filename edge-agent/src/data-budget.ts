import { isDeepStrictEqual } from 'node:util';
import { MINUTE } from '@loa/shared/instant';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { z } from 'zod';
import type { Traffic } from './traffic.js';

/** Bytes of one month, by what they were for. */
export const MonthOfData = z.object({
  /** As people of the place count months, e.g. 2026-11. */
  month: z.string(),
  control: z.number(),
  audio: z.number(),
  stream: z.number(),
});
export type MonthOfData = z.infer<typeof MonthOfData>;

export interface DataBudget {
  /** This month so far. */
  used(): MonthOfData;
  budgetBytes: number | null;
  /** The month's budget is used up: only what is due within a day is worth its bytes. */
  over(): boolean;
  /** Takes account of what has gone over the wire; cheap, to be called every minute or so. */
  settle(): void;
  /** Writes down what is known. */
  save(): void;
}

export interface DataBudgetPorts {
  traffic: { total(): Traffic };
  memory: { read(): MonthOfData | null; write(used: MonthOfData): void };
  budgetBytes: number | null;
  clock: Clock;
  /** The instant, or null while it is not known: then it counts on into the month it was in. */
  now(): number | null;
  /** The place's IANA zone. */
  zone(): string;
  /** The budget was used up, or a new month began. */
  onChange(): void;
  log: Logger;
}

const SAVE_EVERY_MS = 10 * MINUTE;

/** What this box's SIM has carried this month, kept over restarts, beside what it may. */
export function createDataBudget(ports: DataBudgetPorts): DataBudget {
  const { traffic, memory, budgetBytes, clock, log } = ports;
  let used = memory.read() ?? { month: '', control: 0, audio: 0, stream: 0 };
  let seen = traffic.total();
  let saved = used;
  let savedAt = clock.monotonic();
  let wasOver = isOver();

  function isOver(): boolean {
    return budgetBytes !== null && used.control + used.audio + used.stream >= budgetBytes;
  }

  function settle(): void {
    const now = ports.now();
    const month = now === null ? used.month : monthOf(now, ports.zone());
    // Counted before the time was known, it belongs to the month that turned out to be.
    const base = month === used.month || used.month === '' ? used : { control: 0, audio: 0, stream: 0 };
    const total = traffic.total();
    used = {
      month,
      control: base.control + total.control - seen.control,
      audio: base.audio + total.audio - seen.audio,
      stream: base.stream + total.stream - seen.stream,
    };
    seen = total;
    if (clock.monotonic() - savedAt >= SAVE_EVERY_MS) save();
    if (wasOver === isOver()) return;
    wasOver = isOver();
    log.warn({ used, budgetBytes }, wasOver ? 'the data of this month is used up' : 'a new month of data');
    save();
    ports.onChange();
  }

  function save(): void {
    savedAt = clock.monotonic();
    if (isDeepStrictEqual(used, saved)) return;
    try {
      memory.write(used);
      saved = used;
    } catch (error) {
      log.debug({ err: error }, 'what the month has carried could not be written down');
    }
  }

  return { used: () => used, budgetBytes, over: isOver, settle, save };
}

/** No zone has changed its offset at any other instant than a quarter of an hour (UTC) since 1972. */
const QUARTER_MS = 15 * MINUTE;
const formats = new Map<string, Intl.DateTimeFormat>();
let last = { zone: '', quarter: Number.NaN, month: '' };

/** The local month of an instant: 2026-11. It is asked with every look, and asking the zone database is what costs. */
export function monthOf(at: number, zone: string): string {
  const quarter = Math.floor(at / QUARTER_MS);
  if (last.quarter !== quarter || last.zone !== zone) last = { zone, quarter, month: askedMonth(at, zone) };
  return last.month;
}

function askedMonth(at: number, zone: string): string {
  const [, month = '', year = ''] = /^(\d+)\/(\d+)$/.exec(formatOf(zone).format(at)) ?? [];
  return `${year}-${month}`;
}

/** Building a format costs 30 µs and its text never changes, so each zone's is kept. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const fresh = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit' });
  formats.set(zone, fresh);
  return fresh;
}
