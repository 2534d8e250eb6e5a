import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { layerOf, mayImport } from './layers.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['shared/src', 'controller/src', 'edge-agent/src'].flatMap((folder) =>
  filesUnder(join(root, folder)),
);

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return entry.name.endsWith('.ts') ? [relative(root, path)] : [];
  });
}

/** Code without comments, so that a rule's own explanation does not break it. */
function codeOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
}

/** Project files that `file` imports. */
function importsOf(file: string): string[] {
  const specifiers = [...codeOf(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  return specifiers.flatMap((specifier) => {
    if (specifier.startsWith('@loa/shared/'))
      return [`shared/src/${specifier.slice('@loa/shared/'.length)}.ts`];
    if (!specifier.startsWith('.')) return [];
    return [relative(root, resolve(root, dirname(file), specifier)).replace(/\.js$/, '.ts')];
  });
}

describe('the layers', () => {
  it('every source file belongs to one', () => {
    expect(sources.filter((file) => layerOf(file) === null)).toEqual([]);
  });

  it('a file imports only from its own layer or those below it', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter((target) => !mayImport(file, target))
        .map((target) => `${file} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('no file imports itself round a circle', () => {
    const graph = new Map(sources.map((file) => [file, importsOf(file)]));
    expect(circlesIn(graph)).toEqual([]);
  });
});

describe('time, timers and randomness', () => {
  const FORBIDDEN =
    /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bset(Timeout|Interval|Immediate)\(|\bMath\.random\b|\brandom(Bytes|UUID|Int)\b|\bhrtime\b/;

  it('are used in system adapters only', () => {
    const wrong = sources.filter(
      (file) => !/(^|\/)system-[^/]+\.ts$/.test(file) && FORBIDDEN.test(codeOf(file)),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the pure cores', () => {
  const PURE = [/^controller\/src\/planning\//, /^edge-agent\/src\/(reconcile|steps|state)\.ts$/];

  it('touch no disk, network, process or database', () => {
    const impure = sources
      .filter((file) => PURE.some((pattern) => pattern.test(file)))
      .filter((file) =>
        /from '(node:(fs|net|http|https|child_process|worker_threads|dgram)|better-sqlite3|mqtt|undici|kysely)/.test(
          codeOf(file),
        ),
      );
    expect(impure).toEqual([]);
  });
});

describe('the rooms', () => {
  it('have no barrels and no utils', () => {
    expect(sources.filter((file) => /\/(index|utils?|helpers?|common)\.ts$/.test(file))).toEqual([]);
  });

  it('only http and main know Express, only db and shared/node know SQLite, only one file knows fluent-ffmpeg each side', () => {
    const users = (pattern: RegExp) => sources.filter((file) => pattern.test(codeOf(file)));
    expect(users(/from 'express'/).filter((f) => !/^controller\/src\/(http\/|main\.ts)/.test(f))).toEqual([]);
    expect(users(/better-sqlite3/).filter((f) => f !== 'shared/src/node/sqlite.ts')).toEqual([]);
    expect(users(/from 'kysely'/).filter((f) => !f.startsWith('controller/src/db/'))).toEqual([]);
    expect(users(/from 'fluent-ffmpeg'/).length).toBeLessThanOrEqual(2);
  });
});

function circlesIn(graph: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: string[]) => {
    const at = path.indexOf(file);
    if (at >= 0) {
      circles.push([...path.slice(at), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return circles;
}
