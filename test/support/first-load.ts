import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().optional(),
    imports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
  }),
);

/**
 * What a browser loads, gzip bytes of scripts and styles: the entry and everything it names at once, and the same of the
 * lazy parts that `parts` names by their sources (`src/features/today/today-page.tsx`).
 */
export function loadBytes(dist: string, parts: readonly string[]): { bytes: number; files: string[] } {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')));
  const files = new Set<string>();
  const seen = new Set<string>();
  const visit = (key: string) => {
    if (seen.has(key)) return;
    seen.add(key);
    const chunk = manifest[key];
    if (!chunk) throw new Error(`The build has no ${key}.`);
    for (const file of [chunk.file, ...chunk.css]) files.add(file);
    for (const name of chunk.imports) visit(name);
  };
  for (const [key, { isEntry }] of Object.entries(manifest)) if (isEntry) visit(key);
  for (const part of parts) visit(part);
  const names = [...files];
  return { bytes: names.reduce((sum, name) => sum + zipped(join(dist, name)), 0), files: names };
}

function zipped(file: string): number {
  const zip = statSync(`${file}.gz`, { throwIfNoEntry: false });
  return (zip ?? statSync(file)).size;
}
