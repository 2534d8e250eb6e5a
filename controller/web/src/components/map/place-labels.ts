export interface Rectangle {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A dot and its name as it stands below it, both on the screen. */
export interface Labelled {
  dot: Rectangle;
  label: Rectangle;
}

export type LabelPlace = 'below' | 'above' | 'nowhere';

/**
 * Where each name stands so that it covers no dot and no name that came before: below its dot, else above it, else
 * nowhere, until somebody looks closer. Pure.
 */
export function placeLabels(marks: readonly Labelled[]): LabelPlace[] {
  const taken = marks.map(({ dot }) => dot);
  return marks.map(({ dot, label }) => {
    const others = taken.filter((each) => each !== dot);
    const free = (rectangle: Rectangle) => !others.some((other) => overlap(rectangle, other));
    const above = mirrored(dot, label);
    const place = free(label) ? 'below' : free(above) ? 'above' : 'nowhere';
    if (place !== 'nowhere') taken.push(place === 'below' ? label : above);
    return place;
  });
}

/** As far above the dot as it stood below. */
function mirrored(dot: Rectangle, label: Rectangle): Rectangle {
  const gap = label.top - dot.bottom;
  const bottom = dot.top - gap;
  return { ...label, bottom, top: bottom - (label.bottom - label.top) };
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
