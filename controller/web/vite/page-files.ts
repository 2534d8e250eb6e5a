import { dirname, join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk;

/** Where addresses and what they load stand together. */
const ROUTES = /web[\\/]src[\\/](features[\\/][\w-]+[\\/]pages|app[\\/]router)\.tsx$/;
/** Around every page of a feature: the shell, and its words. */
const SHELL = ['app/shell.tsx', 'features/stops/texts.vi.ts'];
/** Around every page of a feature that does not say `plain: true`. */
const FRAME = 'components/antd-frame.tsx';

/**
 * Writes `.vite/page-files.json`: by the address of a page (`/loa/:boxId`), the scripts and styles that it loads beside
 * the entry's, in the order in which they run. The controller names them in the page that it answers with
 * (controller/src/http/page-files.ts): a browser that found them out step by step would ask three times in turn.
 */
export function pageFiles(): Plugin {
  let source = '';
  const pages = new Map<string, string[]>();
  return {
    name: 'loa-page-files',
    apply: 'build',
    configResolved(config) {
      source = join(config.root, 'src');
    },
    transform: {
      order: 'post',
      filter: { id: ROUTES },
      async handler(code, id) {
        for (const { path, imports, plain } of routesIn(this.parse(code))) {
          const found = await Promise.all(imports.map((name) => this.resolve(name, id)));
          const modules = found.flatMap((each) => (each ? [each.id] : []));
          const words = modules.map((module) => join(dirname(module), 'texts.vi.ts'));
          const needed = plain ? SHELL : [...SHELL, FRAME];
          const around = id.endsWith('pages.tsx') ? needed.map((name) => join(source, name)) : [];
          pages.set(path, [...around, ...modules, ...words]);
        }
      },
    },
    generateBundle: {
      // After Vite has taken out chunks of nothing but styles.
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const known = new Set(
          chunks.filter(({ isEntry }) => isEntry).flatMap((entry) => filesOf(entry, bundle)),
        );
        const list = [...pages].map(([path, modules]) => {
          const files = modules.flatMap((module) => {
            const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId === module);
            return chunk ? filesOf(chunk, bundle) : [];
          });
          return [path, [...new Set(files)].filter((file) => !known.has(file)).map((file) => `/${file}`)];
        });
        const text = JSON.stringify(Object.fromEntries(list));
        this.emitFile({ type: 'asset', fileName: '.vite/page-files.json', source: text });
      },
    },
  };
}

/** A chunk with all that it imports at once, what is needed first before what needs it. */
function filesOf(chunk: Chunk, bundle: Bundle, seen = new Set<string>()): string[] {
  if (seen.has(chunk.fileName)) return [];
  seen.add(chunk.fileName);
  const below = chunk.imports.flatMap((name) => {
    const next = bundle[name];
    return next?.type === 'chunk' ? filesOf(next, bundle, seen) : [];
  });
  return [...below, ...(chunk.viteMetadata?.importedCss ?? []), chunk.fileName];
}

interface Route {
  path: string;
  imports: string[];
  plain: boolean;
}

/** Every `{ path: '/…', load: () => import('…') }`, wherever it stands. */
function routesIn(node: unknown): Route[] {
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.values(node).flatMap(routesIn);
  const path = writtenIn(node, 'path');
  if (typeof path !== 'string' || !path.startsWith('/')) return below;
  return [...below, { path, imports: importsIn(node), plain: writtenIn(node, 'plain') === true }];
}

/** What an object in the code has under a name, where that is written out. */
function writtenIn(node: object, name: string): unknown {
  if (!('type' in node && node.type === 'ObjectExpression' && 'properties' in node)) return null;
  if (!Array.isArray(node.properties)) return null;
  return node.properties.find(({ key }) => key?.name === name)?.value?.value;
}

function importsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.values(node).flatMap(importsIn);
  if (!('type' in node && node.type === 'ImportExpression' && 'source' in node)) return below;
  const { source } = node;
  const name = typeof source === 'object' && source !== null && 'value' in source ? source.value : null;
  return typeof name === 'string' ? [...below, name] : below;
}
