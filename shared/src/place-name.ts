import { placeKey, splitKind } from './place-kind.js';

/** "làng Ơi Briu"; a name that says its kind itself stands alone: "Thôn 3", never "thôn Thôn 3". */
export function placeName({ kind, name }: { kind: string; name: string }): string {
  const says = name.toLowerCase().startsWith(`${kind.toLowerCase()} `);
  return says ? name : `${kind} ${name}`;
}

/**
 * "làng Ơi Briu · Nhà rông · Bộ thu 1", from the outer to the inner. What is called as that around it is said once, with
 * its kind: "làng Ơi Briu", never "làng Ơi Briu · Ơi Briu".
 */
export function placePath(...names: readonly string[]): string {
  const told: string[] = [];
  for (const name of names.filter((each) => each !== '')) {
    const around = told.at(-1);
    if (around === undefined || !samePlaceName(around, name)) told.push(name);
    else if (splitKind(around).kind === null && splitKind(name).kind !== null) told.splice(-1, 1, name);
  }
  return told.join(' · ');
}

/** Whether two names say the same; "3" alone in "Thôn 3" is a place of its own. */
export function samePlaceName(around: string, name: string): boolean {
  const kinds = [splitKind(around).kind, splitKind(name).kind];
  if (!kinds.includes(null) && kinds[0] !== kinds[1]) return false;
  return placeKey(around) === placeKey(name) && !/^\d+$/.test(name.trim());
}
