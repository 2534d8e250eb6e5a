/** Syllables a minute that a person reads to loudspeakers, pauses aside: echoes want slowness. The same is asked of voices. */
export const SYLLABLES_A_MINUTE = 190;
/** What a full stop and a comma cost beside the words, milliseconds. */
const STOP_MS = 450;
const COMMA_MS = 200;

/** Spoken words: in Vietnamese each syllable is one. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** About how long a text takes when read, milliseconds; `ratePercent` of the usual pace. */
export function speakingMs(text: string, ratePercent = 100): number {
  const words = (countWords(text) * 60_000) / SYLLABLES_A_MINUTE;
  const stops = (text.match(/[.!?…:;](?=\s|$)|\n+/g)?.length ?? 0) * STOP_MS;
  const commas = (text.match(/[,–—](?=\s|$)/g)?.length ?? 0) * COMMA_MS;
  return Math.round(((words + stops + commas) * 100) / ratePercent);
}
