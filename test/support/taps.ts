/** Clicks, and counts what a person's thumb has done. */
export function countTaps() {
  let count = 0;
  const tap = async (target: { click(): Promise<void> }) => {
    count += 1;
    await target.click();
  };
  return Object.assign(tap, { count: () => count });
}
