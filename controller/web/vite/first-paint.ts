import type { Plugin } from 'vite';

const STYLESHEET = /\s*<link rel="stylesheet"[^>]*>/g;
const ENTRY = /\s*<script type="module"[^>]*><\/script>/;
const PRELOADED = /\s*<link rel="modulepreload"[^>]* href="([^"]+)"[^>]*>/g;
/** Here the controller names what the asked page needs (controller/src/http/page-files.ts). */
const PAGE_FILES = '\n    <!--__PAGE_FILES__-->';

/**
 * Lets the page's first words stand before its styles have come. Each of the entry's files is a script of its own: it
 * runs as soon as it has come, while others still come, and a slow phone takes taps between them. As imports of the
 * entry all would run at the end, in one piece.
 */
export function firstPaint(): Plugin {
  return {
    name: 'loa-first-paint',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const [entry = ''] = html.match(ENTRY) ?? [];
        const end = [
          ...(html.match(STYLESHEET) ?? []),
          ...[...html.matchAll(PRELOADED)].map(([, href = '']) => script(href)),
          PAGE_FILES,
          entry.replace('type="module"', 'type="module" async fetchpriority="high"'),
        ];
        return html
          .replace(STYLESHEET, '')
          .replace(PRELOADED, '')
          .replace(ENTRY, '')
          .replace('</body>', `${end.join('')}\n  </body>`);
      },
    },
  };
}

const script = (src: string) =>
  `\n    <script type="module" async fetchpriority="high" crossorigin src="${src}"></script>`;
