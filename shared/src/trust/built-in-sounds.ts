/** A sound that every box carries (edge-agent/sounds) and may test itself with; nobody needs to approve it anew. */
export interface BuiltInSound {
  /** Its name in edge-agent/sounds. */
  file: string;
  sha256: string;
  bytes: number;
  durationMs: number;
  /** What is heard. */
  words: string;
}

/** Only what says that it is a test, and no longer than 15 s: such a sound obeys the allowed hours like any other. */
export const BUILT_IN_SOUNDS: readonly BuiltInSound[] = [
  {
    file: 'ban-tin-thu.opus',
    sha256: '2429973163ca64b2d89e55a6c688c059f539227c4db141518e69e9cd02dcc610',
    bytes: 19_676,
    durationMs: 6_724,
    words: 'Đây là bản tin thử của loa. Một, hai, ba, bốn, năm. Hết bản tin thử.',
  },
];

export function isBuiltInSound(sha256: string): boolean {
  return BUILT_IN_SOUNDS.some((sound) => sound.sha256 === sha256);
}
