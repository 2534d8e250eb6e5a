import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KEPT_OUT, vietnameseTexts } from '../../support/vietnamese-texts.js';

const src = join(import.meta.dirname, '../../../controller/src');

/** Sentences for staff; what receivers are told by HTTP is for programs. */
function textsIn(folder: string): string[] {
  return readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('agent'))
    .flatMap((name) => vietnameseTexts(readFileSync(join(src, folder, name), 'utf8')));
}

it.each([
  ['answers of the API', 'http', 60],
  ['reasons and warnings', 'planning', 60],
  ['reports', 'reports', 10],
])('no %s name how it works inside', (_, folder, least) => {
  const texts = textsIn(folder);
  expect(texts.length).toBeGreaterThan(least);
  expect(texts.filter((text) => KEPT_OUT.test(text))).toEqual([]);
});
