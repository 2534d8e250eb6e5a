/** "13.5312, 107.8533" or "13,5312 107,8533" as maps and phones copy it. Null: nothing; false: no position of Việt Nam. */
export function positionOf(typed: string): { lat: number; lon: number } | null | false {
  const text = typed.trim();
  if (text === '') return null;
  const numbers = text.includes('.') ? text.match(/-?\d+(\.\d+)?/g) : text.match(/-?\d+(,\d+)?/g);
  const [lat, lon, more] = (numbers ?? []).map((part) => Number(part.replace(',', '.')));
  if (lat === undefined || lon === undefined || more !== undefined) return false;
  return lat >= 7 && lat <= 24 && lon >= 101 && lon <= 118 ? { lat, lon } : false;
}

/** As it is typed and copied: five digits are a metre. */
export function positionText({ lat, lon }: { lat: number | null; lon: number | null }): string {
  return lat === null || lon === null ? '' : `${+lat.toFixed(5)}, ${+lon.toFixed(5)}`;
}
