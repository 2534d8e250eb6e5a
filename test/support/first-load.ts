import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const PageFiles = z.record(z.string(), z.array(z.string()));

/** By its address as the router has it, what the build says that a page loads beside the entry. */
export function pageFiles(dist: string): Record<string, string[]> {
  return PageFiles.parse(JSON.parse(readFileSync(join(dist, '.vite/page-files.json'), 'utf8')));
}

/** What a browser loads that opens `path` and has nothing yet, gzip bytes of scripts and styles. */
export function firstLoad(dist: string, path: string): { bytes: number; files: string[] } {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const entry = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, file = '']) => file);
  const files = [...new Set([...entry, ...(pageFiles(dist)[path] ?? [])])];
  return { bytes: files.reduce((sum, name) => sum + zipped(join(dist, name)), 0), files };
}

/**
 * Files that wait for one another, as the build gathers what is loaded together: of two, the one that runs first finds
 * nothing in the other. Each is named with those on the way around.
 */
export function waitingForEachOther(dist: string): string[] {
  const files = Manifest.parse(JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (name: string, way: readonly string[]): void => {
    if (way.includes(name)) circles.push([...way.slice(way.indexOf(name)), name].join(' → '));
    if (done.has(name) || way.includes(name)) return;
    for (const next of files[name]?.imports ?? []) visit(next, [...way, name]);
    done.add(name);
  };
  for (const name of Object.keys(files)) visit(name, []);
  return circles;
}

const Manifest = z.record(z.string(), z.object({ imports: z.array(z.string()).optional() }));

function zipped(file: string): number {
  const zip = statSync(`${file}.gz`, { throwIfNoEntry: false });
  return (zip ?? statSync(file)).size;
}
