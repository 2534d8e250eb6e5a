/** What people call the thing that they sit at, of what its browser calls itself; null where it does not tell. Pure. */
export function machineName(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const machine = named(userAgent, MACHINES);
  const browser = named(userAgent, BROWSERS);
  return [machine, browser].filter((each) => each !== null).join(' · ') || null;
}

/** The first that fits: browsers also name those whose pages they can show. */
const MACHINES: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'Mac'],
  [/Linux/, 'Linux'],
];
const BROWSERS: readonly [RegExp, string][] = [
  [/coc_coc_browser/i, 'Cốc Cốc'],
  [/Zalo/i, 'Zalo'],
  [/Edg/, 'Edge'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];

function named(userAgent: string, list: typeof MACHINES): string | null {
  return list.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
}
