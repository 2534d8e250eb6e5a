// Makes edge-agent/dist/bundle/: the agent in one file beside its engine's thread, and nothing of node_modules but SQLite.
// A small box loads it in half the time and memory of hundreds of files.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// At this depth, so that files beside the sources (sounds/) are found as they are from there.
const elsewhere = process.argv.indexOf('--out');
const outdir = elsewhere < 0 ? here('dist/bundle') : process.argv[elsewhere + 1];

rmSync(outdir, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: {
    'loa-agent': here('src/main.ts'),
    // Found beside the file that starts it.
    'engine-worker': here('src/player/engine-worker.ts'),
  },
  outdir,
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
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
if (process.argv.includes('--sizes')) {
  const { analyzeMetafile } = await import('esbuild');
  process.stdout.write(await analyzeMetafile(metafile));
}
