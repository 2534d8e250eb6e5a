import { createHash } from 'node:crypto';

/** What happened in a world, line by line. */
export interface Trace {
  /** `at` in true milliseconds since the world began. */
  note(at: number, line: string): void;
  lines(): readonly string[];
  /** The same for the same course of events. */
  hash(): string;
}

export function createTrace(): Trace {
  const lines: string[] = [];
  return {
    note(at, line) {
      lines.push(`${stampOf(at)} ${line}`);
    },
    lines: () => lines,
    hash: () => createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16),
  };
}

/** `d3 05:30:00.123`, in the commune's own time: worlds begin at midnight there. */
export function stampOf(at: number): string {
  const day = Math.floor(at / 86_400_000);
  return `d${day} ${new Date(Math.round(at)).toISOString().slice(11, 23)}`;
}
