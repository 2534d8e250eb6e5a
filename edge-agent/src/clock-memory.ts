import type { Sqlite } from '@loa/shared/node/sqlite';
import { z } from 'zod';
import type { FirmFloor } from './firm-floor.js';
import { firstRow, parseJson, statement } from './rows.js';
import { RtcMark } from './time-sources/rtc.js';

const Row = z.object({ value: z.string() });
const Firm = z.object({ floor: z.number(), candidate: z.number() });
const KEYS = { firm: 'firmFloor', rtc: 'rtcMark' } as const;

/** What the box keeps of clocks, beside its journal's floor and last synchronisation. */
export function createClockMemory({ db }: { db: Sqlite }) {
  const read = <T>(key: string, schema: z.ZodType<T>): T | null =>
    parseJson(schema, firstRow(db, Row, 'SELECT value FROM meta WHERE key = ?', key)?.value ?? null);
  const write = (key: string, value: object) =>
    statement(db, 'INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
      key,
      JSON.stringify(value),
    );
  const firm: FirmFloor['memory'] = {
    read: () => read(KEYS.firm, Firm),
    write: (value) => void write(KEYS.firm, value),
  };
  return {
    firm,
    rtc: {
      mark: () => read(KEYS.rtc, RtcMark),
      keep: (mark: RtcMark) => void write(KEYS.rtc, mark),
    },
  };
}

/** Forgets every instant that this box held for certain: for a technician who knows that one of them is wrong. */
export function forgetTimes(db: Sqlite): void {
  db.prepare("DELETE FROM meta WHERE key IN ('floor', 'sync', ?, ?)").run(KEYS.firm, KEYS.rtc);
}
