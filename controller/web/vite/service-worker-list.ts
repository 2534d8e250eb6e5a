import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

/**
 * Writes `sw.js` from src/service-worker.js with the list of files that the shell needs at once: what index.html loads.
 * Everything else is kept when it was first asked for. The list's own hash names the cache, so a new build is a new one.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'loa-service-worker',
    apply: 'build',
    async generateBundle(_options, bundle) {
      const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry);
      if (entry?.type !== 'chunk') throw new Error('No entry to make a service worker for.');
      const files = new Set<string>();
      const visit = (name: string) => {
        if (files.has(name)) return;
        files.add(name);
        const chunk = bundle[name];
        if (chunk?.type !== 'chunk') return;
        for (const each of chunk.imports) visit(each);
        for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
      };
      visit(entry.fileName);
      const list = ['/', '/icon.svg', '/manifest.webmanifest', ...[...files].map((name) => `/${name}`)];
      const version = createHash('sha256').update(JSON.stringify(list)).digest('hex').slice(0, 12);
      const source = await readFile(new URL('../src/service-worker.js', import.meta.url), 'utf8');
      this.emitFile({
        type: 'asset',
        fileName: 'sw.js',
        source: source
          .replace("'__VERSION__'", JSON.stringify(version))
          .replace("['__SHELL__']", JSON.stringify(list)),
      });
    },
  };
}
