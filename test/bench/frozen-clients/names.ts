export const AREA = 'area_village';
export const boxName = (n: number) => `box_n${n}`;
/** The first so many boxes are sent more than anybody could keep for them. */
export const FLOODED = 10;
