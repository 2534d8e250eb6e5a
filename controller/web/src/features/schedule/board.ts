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

/** What several languages may lack of one bulletin, as the controller names it. */
const OF_LANGUAGES = [
  'variant_missing',
  'variant_not_recorded',
  'variant_not_approved',
  'variant_not_covered',
] as const;

/** One line of what is missing: a bulletin's languages together, anything else as the controller says it. */
export type Lack =
  | {
      kind: 'languages';
      why: (typeof OF_LANGUAGES)[number];
      /** Null: the schedule is called like it. */
      title: string | null;
      languages: string[];
    }
  | { kind: 'text'; text: string };

/** What is missing in any of these runs, each said once; pure. */
export function lacksOf(entries: readonly Pick<BoardEntry, 'name' | 'warnings'>[]): Lack[] {
  const lacks = new Map<string, Lack>();
  for (const { name, warnings } of entries) {
    for (const { code, text, about } of warnings) {
      const why = OF_LANGUAGES.find((each) => each === code);
      if (!about || !why) {
        lacks.set(text, { kind: 'text', text: sentence(text) });
        continue;
      }
      const key = `${why} ${about.title}`;
      const before = lacks.get(key);
      const known = before?.kind === 'languages' ? before.languages : [];
      const languages = [...new Set([...known, about.language])];
      lacks.set(key, { kind: 'languages', why, title: about.title === name ? null : about.title, languages });
    }
  }
  // What can be mended comes before what follows from it.
  const found = [...lacks.values()];
  const isOfLanguages = ({ kind }: Lack) => kind === 'languages';
  return [...found.filter(isOfLanguages), ...found.filter((lack) => !isOfLanguages(lack))];
}

/** The controller's words go on after a time and a colon; here they stand alone. */
function sentence(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase('vi') + text.slice(1);
}

/** The civil dates from `first` on. */
export function datesFrom(first: string, days: number): string[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: days }, (_, n) => new Date(start + n * 86_400_000).toISOString().slice(0, 10));
}
