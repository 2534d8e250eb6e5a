import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** By the address of a page, as the web build wrote it (controller/web/vite/page-files.ts). */
const PageFiles = z.record(z.string().startsWith('/'), z.array(z.string().regex(/^\/[\w./-]+\.(js|css)$/)));

/**
 * The tags that let a browser ask for everything a page needs at once: scripts that each run as soon as they have come,
 * and styles. Empty for an address that is no page's, and where the build left no list.
 */
export async function pageFileTags(folder: string, path: string): Promise<string> {
  const text = await readFile(join(folder, '.vite', 'page-files.json'), 'utf8').catch(() => '{}');
  return (filesOf(PageFiles.parse(JSON.parse(text)), path) ?? []).map(tag).join('\n    ');
}

function filesOf(pages: z.infer<typeof PageFiles>, path: string): string[] | undefined {
  const own = pages[path];
  if (own) return own;
  const parts = path.split('/');
  const pattern = Object.keys(pages).find((page) => fits(page.split('/'), parts));
  return pattern === undefined ? undefined : pages[pattern];
}

const fits = (page: readonly string[], parts: readonly string[]) =>
  page.length === parts.length && page.every((part, at) => part.startsWith(':') || part === parts[at]);

const tag = (file: string) =>
  file.endsWith('.css')
    ? `<link rel="preload" as="style" crossorigin href="${file}" />`
    : `<script type="module" async fetchpriority="high" crossorigin src="${file}"></script>`;
