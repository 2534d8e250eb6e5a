import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** Below node_modules, where the database's native module is found. */
const CACHE = here('../../node_modules/.cache/loa-simulation');

/** A built worker; `remove` takes it from the disk again, also while it runs. */
export interface BuiltWorker {
  path: string;
  /** SHA-256 of all that it runs, but for what is written for people alone. */
  sources: string;
  remove(): Promise<void>;
}

/**
 * Builds the worker and the sources it tests as one file of plain JavaScript. Run through a loader, the same sources
 * are a quarter slower: it names every closure whenever one is made, and a world makes millions.
 */
export async function buildWorker(): Promise<BuiltWorker> {
  const { outputFiles } = await build({
    entryPoints: [here('worker.ts')],
    outfile: `${CACHE}/worker.mjs`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    conditions: ['source'],
    // Native modules cannot be bundled; which of the two serves is known only where it runs.
    external: ['better-sqlite3', 'better-sqlite3-napi'],
    // Packages in CommonJS ask for Node's own modules by `require`.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    sourcemap: 'inline',
    sourcesContent: false,
    write: false,
    logLevel: 'warning',
  });
  const [built] = outputFiles;
  if (!built) throw new Error('the worker of the simulation was not built');
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(`${CACHE}/run-`);
  const path = `${folder}/worker.mjs`;
  await writeFile(path, built.contents);
  const [code = ''] = built.text.split('\n//# sourceMappingURL=');
  const sources = createHash('sha256').update(code).digest('hex');
  return { path, sources, remove: () => rm(folder, { recursive: true, force: true }) };
}
