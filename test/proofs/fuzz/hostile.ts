import type { Pick } from './pick.js';

/** Values that break what was not thought of: wrong types, edges of numbers, odd texts, deep and wide things. */
const HOSTILE: readonly (() => unknown)[] = [
  ...[null, true, false, 0, -1, 1, 0.5, 1e308, -1e308, 2 ** 53, 2 ** 63, -(2 ** 31), 1e-320].map(
    (v) => () => v,
  ),
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\uD800',
    '\uFFFE',
    '𝕏',
    'ＡＢＣ',
    'x'.repeat(5_000),
    '🔊'.repeat(400),
  ].map((v) => () => v),
  ...[
    '__proto__',
    'constructor',
    'toString',
    '../../etc/passwd',
    '%00',
    '$(id)',
    "' or 1=1 --",
    '<script>1</script>',
  ].map((v) => () => v),
  ...[
    '2026-13-45',
    '25:99',
    '9999-12-31T23:59:59Z',
    'NaN',
    'Infinity',
    '-0',
    '1e999',
    'ế̂'.normalize('NFD'),
  ].map((v) => () => v),
  () => [],
  () => ({}),
  () => Array.from({ length: 2_000 }, (_, n) => n),
  () => JSON.parse(`${'['.repeat(500)}1${']'.repeat(500)}`) as unknown,
  () => JSON.parse(`${'{"a":'.repeat(300)}1${'}'.repeat(300)}`) as unknown,
  () =>
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as unknown,
];

export const hostile = (pick: Pick): unknown => pick.one(HOSTILE)();

/** A copy of a JSON value with one thing in it changed, left out, doubled or added. */
export function bent(value: unknown, pick: Pick): unknown {
  if (typeof value !== 'object' || value === null || pick.chance(0.12)) return otherLeaf(value, pick);
  if (Array.isArray(value)) {
    if (value.length === 0) return [hostile(pick)];
    const at = pick.below(value.length);
    if (pick.chance(0.15)) return value.filter((_, index) => index !== at);
    if (pick.chance(0.15)) return [...value, value[at]];
    return value.map((each, index) => (index === at ? bent(each, pick) : each));
  }
  const keys = Object.keys(value);
  if (keys.length === 0 || pick.chance(0.08))
    return { ...value, [pick.one(['x', '__proto__x', 'id', 'role'])]: hostile(pick) };
  const key = pick.one(keys);
  const entries = Object.entries(value);
  if (pick.chance(0.15)) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return Object.fromEntries(entries.map(([name, each]) => [name, name === key ? bent(each, pick) : each]));
}

function otherLeaf(value: unknown, pick: Pick): unknown {
  if (typeof value === 'number' && pick.chance(0.6)) return value + pick.one([1, -1, 1000, -86_400_000, 0.5]);
  if (typeof value === 'string' && value.length > 0 && pick.chance(0.6)) {
    const at = pick.below(value.length);
    return value.slice(0, at) + String.fromCharCode(33 + pick.below(90)) + value.slice(at + 1);
  }
  return hostile(pick);
}
