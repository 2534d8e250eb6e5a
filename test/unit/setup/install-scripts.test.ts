import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      hasInstallScript: z.boolean().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
    }),
  ),
});
const lock = Lock.parse(JSON.parse(read('package-lock.json')));
const installed = Object.entries(lock.packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && !link,
);

/** Packages that would run a program while they are installed, and what we do about it. */
const KNOWN: Record<string, string> = {
  'better-sqlite3': 'compiled by controller/setup/prepare.mjs, where Node 20 runs',
  esbuild: 'not run: it only speeds its command line up',
  '@scarf/scarf': 'not run: it counts installations',
  fsevents: 'not run: macOS only, brings its module ready-made',
};

it('knows every package that wants to run a script while it is installed', () => {
  const wanting = installed
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.split('node_modules/').at(-1));
  expect(wanting.filter((name) => !Object.hasOwn(KNOWN, name ?? ''))).toEqual([]);
});

it('runs none of them by itself, and one when its module does not load', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  expect(read('controller/setup/prepare.mjs')).toContain("['npm', 'ci', '--ignore-scripts']");
  expect(read('.ci/run')).toContain('npm ci --ignore-scripts');
  const rebuilt = [
    ...read('controller/setup/prepare.mjs').matchAll(/'rebuild', '--ignore-scripts=false', (\S+)\(/g),
  ];
  expect(rebuilt.map(([, what]) => what)).toEqual(['sqliteModule']);
});

it('takes packages from one registry, each with the hash of its bytes', () => {
  const odd = installed.filter(
    ([, { resolved, integrity }]) =>
      (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')) ||
      !integrity?.startsWith('sha512-'),
  );
  expect(odd.map(([path]) => path)).toEqual([]);
});
