import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { findProgram } from '../support/needs.js';
import { startWebApp, type WebApp } from '../support/web-app.js';
import { PASSWORD } from '../support/web-commune.js';
import type { Proof, Proven } from './proof.js';

/** The last that runs on Node 20. Too big to be installed by everybody who only runs the tests. */
const LIGHTHOUSE = 'lighthouse@12.8.2';
const cache = fileURLToPath(new URL('../../node_modules/.cache/lighthouse/', import.meta.url));
/** Of each page; the median is told. */
const RUNS = 3;
const PAGES = [
  { name: 'sign-in', path: '/dang-nhap', signedIn: false },
  { name: 'home', path: '/hom-nay', signedIn: true },
  { name: 'schedule', path: '/lich-phat', signedIn: true },
] as const;
const LEAST_PERFORMANCE = 90;
/** Lighthouse's own: a phone on slow 4G with a processor four times slower, and an office PC on 10 Mbit/s. */
const MACHINES = { phone: [], PC: ['--preset=desktop'] } as const;

const runProgram = promisify(execFile);

const Audit = z.object({ numericValue: z.number().optional(), displayValue: z.string().optional() });
const Score = z.object({ score: z.number().nullable() });
const Report = z.object({
  categories: z.object({ performance: Score, accessibility: Score }),
  audits: z.record(z.string(), Audit),
});
type Report = z.infer<typeof Report>;

export const proof: Proof = {
  name: 'lighthouse',
  title: 'Lighthouse on the pages that are opened most',
  run,
};

async function run({ say }: { args: readonly string[]; say: (line: string) => void }): Promise<Proven> {
  const chromium = findProgram('chromium');
  if (chromium === null) return { ok: false, lines: ['Chromium is not installed (Debian: chromium).'] };
  await mkdir(cache, { recursive: true });
  say(`installing ${LIGHTHOUSE} …`);
  await runProgram('npm', ['install', '--prefix', cache, '--no-save', '--ignore-scripts', LIGHTHOUSE]);
  const web = await startWebApp(chromium);
  const folder = await mkdtemp(join(tmpdir(), 'loa-lighthouse-'));
  try {
    const cookie = await sessionOf(web);
    const rows: string[] = [];
    let ok = true;
    for (const [machine, flags] of Object.entries(MACHINES)) {
      for (const page of PAGES) {
        say(`${page.name} on a ${machine} …`);
        const at = { chromium, folder, flags, url: web.app.url + page.path };
        const reports = [];
        for (let n = 0; n < RUNS; n += 1)
          reports.push(await lookAgain(() => look({ ...at, ...(page.signedIn ? { cookie } : {}) })));
        const report = median(reports);
        ok &&= percent(report.categories.accessibility) === 100;
        ok &&= percent(report.categories.performance) >= LEAST_PERFORMANCE;
        rows.push(row(`${page.name}, ${machine}`, report));
      }
    }
    return {
      ok,
      lines: [
        `\`${LIGHTHOUSE}\` with its simulated phone (slow 4G, a processor four times slower) and PC (10 Mbit/s), Chromium of`,
        `Debian, median of ${RUNS} runs by performance; the aims are accessibility 100 and performance ${LEAST_PERFORMANCE}.`,
        '',
        '| page | accessibility | performance | first paint | largest paint | blocking | shift | bytes |',
        '|---|---|---|---|---|---|---|---|',
        ...rows,
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await web.stop();
  }
}

/** The cookie of the commune's broadcaster. */
async function sessionOf({ app }: WebApp): Promise<string> {
  const answer = await fetch(`${app.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: app.url },
    body: JSON.stringify({ login: 'phatthanh', password: PASSWORD }),
  });
  const [cookie] = answer.headers.getSetCookie();
  if (!answer.ok || cookie === undefined) throw new Error(`sign-in: ${answer.status}`);
  return cookie.split(';')[0] ?? '';
}

async function look(at: {
  chromium: string;
  folder: string;
  flags: readonly string[];
  url: string;
  cookie?: string;
}): Promise<Report> {
  const output = join(at.folder, 'report.json');
  const headers = at.cookie === undefined ? [] : [`--extra-headers=${JSON.stringify({ cookie: at.cookie })}`];
  const program = join(cache, 'node_modules', 'lighthouse', 'cli', 'index.js');
  const how = [
    '--only-categories=performance,accessibility',
    '--output=json',
    `--output-path=${output}`,
    '--quiet',
  ];
  const chrome = '--chrome-flags=--headless=new --no-sandbox --disable-gpu';
  // Not synchronously: the controller that answers lives in this process.
  await runProgram(process.execPath, [program, at.url, ...how, ...at.flags, chrome, ...headers], {
    env: { ...process.env, CHROME_PATH: at.chromium },
    timeout: 120_000,
  });
  return Report.parse(JSON.parse(await readFile(output, 'utf8')));
}

/** Lighthouse asks itself to be run again where Chromium gave it no trace. */
async function lookAgain(work: () => Promise<Report>, left = 3): Promise<Report> {
  return work().catch((error: unknown) => {
    if (left <= 1 || !String(error).includes('run Lighthouse again')) throw error;
    return lookAgain(work, left - 1);
  });
}

const percent = ({ score }: { score: number | null }) => Math.round((score ?? 0) * 100);

function median(reports: Report[]): Report {
  const sorted = reports.toSorted(
    (a, b) => percent(a.categories.performance) - percent(b.categories.performance),
  );
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle) throw new Error('no report');
  return middle;
}

function row(name: string, { categories, audits }: Report): string {
  const shown = (id: string) => audits[id]?.displayValue ?? '';
  const bytes = Math.round((audits['total-byte-weight']?.numericValue ?? 0) / 1024);
  const paints = [
    'first-contentful-paint',
    'largest-contentful-paint',
    'total-blocking-time',
    'cumulative-layout-shift',
  ];
  const scores = [percent(categories.accessibility), percent(categories.performance)];
  return `| ${[name, ...scores, ...paints.map(shown), `${bytes} KiB`].join(' | ')} |`;
}
