import { expect, it } from 'vitest';
import { fold, matches } from '../../controller/web/src/lib/search.js';

it.each([
  ['Ơi Briu', 'oi briu'],
  ['Đăk Bla', 'dak bla'],
  ['NGHỊ QUYẾT 57', 'nghi quyet 57'],
  // The same letter as one character and as a letter with marks.
  ['tiê\u0301ng Việt'.normalize('NFD'), 'tieng viet'],
  ['  hai   chữ ', 'hai chu'],
  // Jrai's letters beyond Vietnamese.
  ['Ơ̆i pơhing', 'oi pohing'],
])('folds %j to %j', (text, folded) => expect(fold(text)).toBe(folded));

it('keeps Khmer letters, which are no marks', () => expect(fold('ភាសាខ្មែរ')).not.toBe(''));

it('finds words in any order, and everything for nothing typed', () => {
  expect(matches('Trạm loa thôn Đăk Tô', 'dak thon')).toBe(true);
  expect(matches('Trạm loa thôn Đăk Tô', 'xa')).toBe(false);
  expect(matches('gì cũng được', ' ')).toBe(true);
});
