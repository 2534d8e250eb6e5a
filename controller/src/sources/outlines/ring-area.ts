type Ring = readonly (readonly [lon: number, lat: number])[];

/** Square degrees. Less is a line, or a speck: about 10 m². */
const LEAST_AREA = 1e-9;

/** The area that a ring goes round, square degrees. */
export function ringArea(ring: Ring): number {
  return Math.abs(triangles(ring).reduce((sum, each) => sum + each, 0));
}

export function isSpeck(ring: Ring): boolean {
  return ringArea(ring) < LEAST_AREA;
}

/** Whether all its corners lie on one line; a ring that crosses itself has corners beside it, though its area may be 0. */
export function isLine(ring: Ring): boolean {
  return triangles(ring).reduce((sum, each) => sum + Math.abs(each), 0) < LEAST_AREA;
}

/** What each side adds, seen from the first corner: far from zero, small rings would lose their digits. */
function triangles(ring: Ring): number[] {
  const [from] = ring;
  if (!from) return [];
  return ring.map(([x, y], index) => {
    const [nextX, nextY] = ring[index + 1] ?? from;
    return ((x - from[0]) * (nextY - from[1]) - (nextX - from[0]) * (y - from[1])) / 2;
  });
}
