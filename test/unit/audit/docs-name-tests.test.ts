import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

interface Named {
  file: string;
  title: string | null;
}

/** `test/…` or another file, and the words of its tests that follow it: “…”. */
function named(document: string): Named[] {
  const cells = read(document)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return cells.flatMap((line): Named[] =>
    [...line.matchAll(/`((?:test|controller|shared|edge-agent|docs)\/[\w./-]+)`((?:,? “[^”]+”)*)/g)].flatMap(
      ([, file = '', words = '']): Named[] => {
        const titles = [...words.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title);
        return titles.length === 0 ? [{ file, title: null }] : titles.map((title) => ({ file, title }));
      },
    ),
  );
}

for (const document of ['SECURITY.md', 'docs/security/asvs.md']) {
  it(`${document} names files that are there and tests by words that stand in them`, () => {
    const all = named(document);
    expect(all.length).toBeGreaterThan(30);
    const gone = all.filter(({ file, title }) => {
      if (!existsSync(new URL(file, root))) return true;
      return title !== null && !read(file).includes(title);
    });
    expect(gone).toEqual([]);
  });
}
