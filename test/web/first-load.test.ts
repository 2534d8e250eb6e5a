import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadBytes } from '../support/first-load.js';

const dist = join(import.meta.dirname, '../../controller/web/dist');
/** Issue 6: compressed, on a line of 400 kbit/s six seconds. */
const MOST = 300 * 1024;

const FIRST_LOADS = {
  'the sign-in page': ['src/features/session/sign-in-page.tsx', 'src/features/session/texts.vi.ts'],
  'the home page': [
    'src/app/shell.tsx',
    'src/features/today/today-page.tsx',
    'src/features/today/texts.vi.ts',
    'src/features/stops/texts.vi.ts',
  ],
} as const;

it.skipIf(!existsSync(join(dist, 'index.html'))).each(Object.entries(FIRST_LOADS))(
  '%s loads at most 300 KB',
  (_name, parts) => {
    const { bytes } = loadBytes(dist, parts);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(MOST);
  },
);
