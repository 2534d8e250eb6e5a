import type { Area } from '@loa/shared/api/areas';
import { fold } from '@loa/shared/fold';
import { placeKey, splitKind } from '@loa/shared/place-kind';
import { placeName } from '@loa/shared/place-name';
import type { FileShape } from './read-geojson.js';

/**
 * Whose outline a shape is taken for, and what the file calls it. `assumed`: nothing in the file says so, but the shape
 * came alone and from that area's page.
 */
export type Match = { label: string | null } & (
  | { kind: 'area'; area: Area; assumed: boolean }
  | { kind: 'nameless' | 'unknown' }
  | { kind: 'several'; areas: readonly Area[] }
  /** Another shape of the file is taken for the same area. */
  | { kind: 'twice'; area: Area; with: number }
);

/** What makers of maps call a column of names, as far as it begins: `ten_thon`, `TENLANG`, `Name`. */
const NAMES = /^(ten|name|thon|lang|ban|buon|ap|khupho|todan|nhan)/;
/** And what they call one of what lies around: `TEN_XA`, `tentinh`. */
const OUTER = /(xa|phuong|huyen|tinh|commune|district|province)$/;
const DEPTH = { province: 0, commune: 1, village: 2 } as const;

/** The areas by id, and by every key that a text may name them by. */
interface Names {
  byId: ReadonlyMap<string, Area>;
  byKey: ReadonlyMap<string, readonly Area[]>;
}

/**
 * Matches shapes with areas at or below `root` by their id or by their name. A file of one shape that names none of them
 * is about `root` itself. `areas` are the living ones, `root` among them. Pure.
 */
export function matchOutlines(shapes: readonly FileShape[], areas: readonly Area[], root: Area): Match[] {
  const names = namesOf(areas);
  const matches = shapes.map((shape): Match => {
    const match = matchOne(shape, names);
    const alone = shapes.length === 1 && (match.kind === 'nameless' || match.kind === 'unknown');
    return alone ? { kind: 'area', area: root, assumed: true, label: match.label } : match;
  });
  return matches.map((match, index) => {
    if (match.kind !== 'area') return match;
    const other = matches.findIndex(
      (each, at) => at !== index && each.kind === 'area' && each.area.id === match.area.id,
    );
    const { area, label } = match;
    return other < 0 ? match : { kind: 'twice', area, label, with: shapes[other]?.number ?? other + 1 };
  });
}

function namesOf(areas: readonly Area[]): Names {
  const byKey = new Map<string, Area[]>();
  for (const area of areas) {
    // "Plei Kơ Tơnh" may be a làng of that name, or a plei of the name "Kơ Tơnh".
    for (const key of new Set([placeName(area), area.name].map(placeKey))) {
      byKey.set(key, [...(byKey.get(key) ?? []), area]);
    }
  }
  return { byId: new Map(areas.map((area) => [area.id, area])), byKey };
}

function matchOne({ told }: FileShape, names: Names): Match {
  const entries = Object.entries(told);
  const own = ownNames(entries);
  const label = own[0]?.slice(0, 120) ?? null;
  const [byId] = entries.flatMap(([, value]) => names.byId.get(value) ?? []);
  if (byId) return { kind: 'area', area: byId, assumed: false, label: label ?? byId.name };
  const meant = deepest(named(own, names));
  if (!meant) return { kind: label === null ? 'nameless' : 'unknown', label };
  const [area, ...more] = ofTheirParents(meant, entries, names);
  if (!area) return { kind: 'unknown', label };
  if (more.length > 0) return { kind: 'several', areas: meant, label };
  return { kind: 'area', area, assumed: false, label };
}

/**
 * What may be a shape's own name. Where a column of names says it, nothing else does: a village that nobody knows is not
 * the commune that the next column names. A number is a name only there: the first row is not "Thôn 1".
 */
function ownNames(entries: readonly (readonly [key: string, value: string])[]): string[] {
  const values = (fits: (letters: string) => boolean) =>
    entries.filter(([key]) => fits(fold(key).replace(/[^a-z]/g, ''))).map(([, value]) => value);
  const inner = values((key) => NAMES.test(key) && !OUTER.test(key));
  if (inner.length > 0) return inner;
  const outer = values((key) => NAMES.test(key)).filter(hasLetters);
  return outer.length > 0 ? outer : values(() => true).filter(hasLetters);
}

const hasLetters = (text: string) => /\p{L}/u.test(text);

/** Every area that one of the texts names. */
function named(texts: readonly string[], names: Names): Area[] {
  return [...new Set(texts.flatMap((text) => areasCalled(text, names)))];
}

/** "Thôn 3" is not "tổ 3" where both exist; else the kind may differ: people write "thôn" of a làng. */
function areasCalled(text: string, { byKey }: Names): readonly Area[] {
  const { kind } = splitKind(text);
  const alike = byKey.get(placeKey(text)) ?? [];
  const same = alike.filter((area) => kind === null || splitKind(placeName(area)).kind === kind);
  return same.length > 0 ? same : alike;
}

/** A village's shape names its commune and province, too: what is meant is the innermost. */
function deepest(areas: readonly Area[]): Area[] | null {
  const depth = Math.max(...areas.map(({ level }) => DEPTH[level]));
  return areas.length === 0 ? null : areas.filter(({ level }) => DEPTH[level] === depth);
}

/** Of areas with one name, those whose parent the shape names, too. */
function ofTheirParents(
  meant: readonly Area[],
  entries: readonly (readonly [string, string])[],
  names: Names,
): readonly Area[] {
  if (meant.length === 1) return meant;
  const texts = entries.map(([, value]) => value).filter(hasLetters);
  const told = new Set(named(texts, names).map(({ id }) => id));
  const fitting = meant.filter(({ parentId }) => parentId !== null && told.has(parentId));
  return fitting.length > 0 ? fitting : meant;
}
