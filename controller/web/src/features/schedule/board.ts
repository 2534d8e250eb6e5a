import type { Outlook, OutlookRun, Warning } from '@loa/shared/api/answers';

/** One broadcast on one day, at every cluster that hears it then. */
export interface BoardEntry {
  key: string;
  scheduleId: string;
  name: string;
  date: string;
  startsAt: number;
  endsAt: number;
  priority: OutlookRun['priority'];
  /** The worst of its clusters. */
  readiness: OutlookRun['readiness'];
  clusters: readonly string[];
  warnings: readonly Warning[];
}

const WORSE: readonly OutlookRun['readiness'][] = ['ready', 'partly', 'silent'];

/** The runs of all clusters as a week's board: what is the same broadcast stands once. */
export function boardOf({ clusters }: Pick<Outlook, 'clusters'>): BoardEntry[] {
  const found = new Map<string, BoardEntry>();
  for (const { name, runs } of clusters) {
    for (const run of runs) {
      const key = `${run.scheduleId} ${run.startsAt}`;
      const entry = found.get(key);
      found.set(key, entry ? merged(entry, run, name) : entryOf(run, key, name));
    }
  }
  return [...found.values()].sort((a, b) => a.startsAt - b.startsAt || (a.name < b.name ? -1 : 1));
}

function entryOf(run: OutlookRun, key: string, cluster: string): BoardEntry {
  const { scheduleId, name, date, startsAt, endsAt, priority, readiness, warnings } = run;
  return {
    key,
    scheduleId,
    name,
    date,
    startsAt,
    endsAt,
    priority,
    readiness,
    warnings,
    clusters: [cluster],
  };
}

function merged(entry: BoardEntry, run: OutlookRun, cluster: string): BoardEntry {
  const known = new Set(entry.warnings.map(({ text }) => text));
  return {
    ...entry,
    endsAt: Math.max(entry.endsAt, run.endsAt),
    readiness: WORSE[Math.max(WORSE.indexOf(entry.readiness), WORSE.indexOf(run.readiness))] ?? 'silent',
    clusters: [...entry.clusters, cluster],
    warnings: [...entry.warnings, ...run.warnings.filter(({ text }) => !known.has(text))],
  };
}

/** The civil dates from `first` on. */
export function datesFrom(first: string, days: number): string[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: days }, (_, n) => new Date(start + n * 86_400_000).toISOString().slice(0, 10));
}
