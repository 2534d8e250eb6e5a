import type { Voice } from '@loa/shared/api/speech';

const NAMES: Readonly<Record<string, string>> = {
  vi: 'Giọng miền Bắc',
  'vi-vn-x-central': 'Giọng miền Trung',
  'vi-vn-x-south': 'Giọng miền Nam',
};

/** The Vietnamese voices in what `espeak-ng --voices=vi` prints; others are too poor to put on a loudspeaker. */
export function parseVoices(printed: string): Voice[] {
  const found: Voice[] = [];
  for (const line of printed.split('\n')) {
    const id = /^\s*\d+\s+(\S+)/.exec(line)?.[1]?.toLowerCase();
    const name = id === undefined ? undefined : NAMES[id];
    if (id !== undefined && name !== undefined)
      found.push({ id, language: 'vi', name, provider: 'espeak-ng' });
  }
  return found;
}
