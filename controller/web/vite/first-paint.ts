import type { Plugin } from 'vite';

/** What all pages behind the sign-in need, as vite.config.ts names it. */
const SHELL = /\/(shell|today-page)-[^/]+\.js$/;
const STYLESHEET = /\s*<link rel="stylesheet"[^>]*>/g;

/**
 * Lets the page's first words stand before its styles have come, and the shell come at the same time as what asks for
 * it: each saves a journey there and back.
 */
export function firstPaint(): Plugin {
  return {
    name: 'loa-first-paint',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const sheets = html.match(STYLESHEET) ?? [];
        const shell = Object.values(bundle).filter(({ fileName }) => SHELL.test(`/${fileName}`));
        const styles = shell.flatMap((chunk) =>
          chunk.type === 'chunk' ? [...(chunk.viteMetadata?.importedCss ?? [])] : [],
        );
        return {
          html: html.replace(STYLESHEET, '').replace('</body>', `${sheets.join('')}\n  </body>`),
          tags: [
            ...shell.map(({ fileName }) => link({ rel: 'modulepreload', href: `/${fileName}` })),
            ...styles.map((name) => link({ rel: 'preload', as: 'style', href: `/${name}` })),
          ],
        };
      },
    },
  };
}

const link = (attrs: Record<string, string>) => ({
  tag: 'link',
  attrs: { ...attrs, crossorigin: true },
  injectTo: 'head' as const,
});
