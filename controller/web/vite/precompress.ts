import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const TEXT = /\.(js|css|svg|webmanifest|json)$/;
/** Below this a compressed copy saves no packet, bytes. */
const WORTH_IT = 1000;

/** Puts a `.br` and a `.gz` beside each text, so that the controller compresses nothing while it serves. */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'loa-precompress',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    async closeBundle() {
      const names = await readdir(folder, { recursive: true });
      for (const name of names.filter((each) => TEXT.test(each))) {
        const file = join(folder, name);
        const bytes = await readFile(file);
        if (bytes.length < WORTH_IT) continue;
        const [small, old] = await Promise.all([
          brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
          zip(bytes, { level: 9 }),
        ]);
        await Promise.all([writeFile(`${file}.br`, small), writeFile(`${file}.gz`, old)]);
      }
    },
  };
}
