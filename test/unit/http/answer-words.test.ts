import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KEPT_OUT, vietnameseTexts } from '../../support/vietnamese-texts.js';

it('no answer of the API names how it works inside', () => {
  const folder = join(import.meta.dirname, '../../../controller/src/http');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const texts = files
    .filter((name) => !name.startsWith('agent'))
    .flatMap((name) => vietnameseTexts(readFileSync(join(folder, name), 'utf8')));
  expect(texts.length).toBeGreaterThan(60);
  expect(texts.filter((text) => KEPT_OUT.test(text))).toEqual([]);
});
