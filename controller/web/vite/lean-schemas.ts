import type { Plugin } from 'vite';

const SCHEMAS = /shared[\\/]src[\\/].*\.ts$/;

/**
 * Leaves out of the schemas what only the API's description is made of: each `.meta(…)` makes the whole schema once
 * more, at the start of every page.
 */
export function leanSchemas(): Plugin {
  return {
    name: 'loa-lean-schemas',
    apply: 'build',
    transform: {
      order: 'post',
      filter: { id: SCHEMAS, code: '.meta(' },
      handler(code) {
        const cuts = metaCalls(this.parse(code)).sort((a, b) => b.from - a.from);
        const lean = cuts.reduce((text, { from, to }) => text.slice(0, from) + text.slice(to), code);
        return { code: lean, map: null };
      },
    },
  };
}

interface Cut {
  from: number;
  to: number;
}

/** From the end of what is described to the end of `.meta({ … })`. */
function metaCalls(node: unknown): Cut[] {
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.values(node).flatMap(metaCalls);
  const cut = cutOf(node);
  return cut === null ? below : [...below, cut];
}

function cutOf(node: object): Cut | null {
  if (!('type' in node && node.type === 'CallExpression' && 'callee' in node && 'end' in node)) return null;
  const { callee, end } = node;
  if (typeof callee !== 'object' || callee === null || !('property' in callee && 'object' in callee))
    return null;
  const { property, object } = callee;
  if (typeof property !== 'object' || property === null || !('name' in property)) return null;
  if (property.name !== 'meta' || typeof object !== 'object' || object === null || !('end' in object))
    return null;
  return typeof object.end === 'number' && typeof end === 'number' ? { from: object.end, to: end } : null;
}
