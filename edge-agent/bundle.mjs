// Makes edge-agent/dist/bundle/: the agent in one file beside its engine's thread, and nothing of node_modules but SQLite.
// A small box loads it in half the time and memory of hundreds of files.
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// At this depth, so that files beside the sources (sounds/) are found as they are from there.
const elsewhere = process.argv.indexOf('--out');
const outdir = elsewhere < 0 ? here('dist/bundle') : process.argv[elsewhere + 1];

/** What an agent never uses, though its packages load it: messages in fifty languages, and proxies. A few megabytes. */
const unused = {
  name: 'unused',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
    }));
    onLoad({ filter: /mqtt\/build\/lib\/connect\/socks\.js$/ }, () => ({
      contents: "exports.default = () => { throw new Error('SOCKS proxies are not in this bundle'); };",
    }));
  },
};

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
  // Packages in CommonJS ask for Node's own modules by `require`, and for the folder that they lie in.
  banner: {
    js: [
      "import { createRequire as requireFrom } from 'node:module';",
      'const require = requireFrom(import.meta.url);',
      'const __dirname = import.meta.dirname;',
    ].join(' '),
  },
  minify: true,
  // Not shipped with the box: `node --enable-source-maps` finds it beside the bundle where somebody looks for a fault.
  sourcemap: 'external',
  sourcesContent: false,
  plugins: [unused],
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
if (process.argv.includes('--sizes')) {
  const { analyzeMetafile } = await import('esbuild');
  process.stdout.write(await analyzeMetafile(metafile));
}
