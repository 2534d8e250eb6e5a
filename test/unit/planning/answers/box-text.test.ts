import { expect, it } from 'vitest';
import { boxText } from '../../../../controller/src/planning/answers/evidence-step.js';

it.each([
  ['nhà văn hóa', 'bộ thu nhà văn hóa'],
  ['Bộ thu số 1', 'Bộ thu số 1'],
  ['BỘ THU 2', 'BỘ THU 2'],
  ['Bộ thuỷ lợi', 'bộ thu Bộ thuỷ lợi'],
])('names the box %s once: %s', (name, text) => {
  expect(boxText(name)).toBe(text);
  expect(boxText(name.normalize('NFD')).normalize('NFC')).toBe(text);
});
