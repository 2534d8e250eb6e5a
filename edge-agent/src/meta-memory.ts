import type { Sqlite } from '@loa/shared/node/sqlite';
import { z } from 'zod';
import { MonthOfData } from './data-budget.js';
import type { FirmFloor } from './firm-floor.js';
import { firstRow, parseJson, statement } from './rows.js';
import { RtcMark } from './time-sources/rtc.js';

const Row = z.object({ value: z.string() });
const Firm = z.object({ floor: z.number(), candidate: z.number() });
const DATA_KEY = 'dataUse';
const KEYS = { firm: 'firmFloor', rtc: 'rtcMark' } as const;

/** What the box keeps of clocks, beside its journal's floor and last synchronisation. */
export function createClockMemory({ db }: { db: Sqlite }) {
  const firm: FirmFloor['memory'] = {
    read: () => readMeta(db, KEYS.firm, Firm),
    write: (value) => writeMeta(db, KEYS.firm, value),
  };
  return {
    firm,
    rtc: {
      mark: () => readMeta(db, KEYS.rtc, RtcMark),
      keep: (mark: RtcMark) => writeMeta(db, KEYS.rtc, mark),
    },
  };
}

/** What the box keeps of a month's data. */
export function createDataMemory({ db }: { db: Sqlite }) {
  return {
    read: () => readMeta(db, DATA_KEY, MonthOfData),
    write: (used: MonthOfData) => writeMeta(db, DATA_KEY, used),
  };
}

function readMeta<T>(db: Sqlite, key: string, schema: z.ZodType<T>): T | null {
  return parseJson(schema, firstRow(db, Row, 'SELECT value FROM meta WHERE key = ?', key)?.value ?? null);
}

function writeMeta(db: Sqlite, key: string, value: object): void {
  const sql = 'INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value';
  statement(db, sql).run(key, JSON.stringify(value));
}

/** Forgets every instant that this box held for certain: for a technician who knows that one of them is wrong. */
export function forgetTimes(db: Sqlite): void {
  db.prepare("DELETE FROM meta WHERE key IN ('floor', 'sync', ?, ?)").run(KEYS.firm, KEYS.rtc);
}
