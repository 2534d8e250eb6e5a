import { expect, it } from 'vitest';
import { placeName } from '../../../shared/src/place-name.js';

it.each([
  ['làng', 'Ơi Briu', 'làng Ơi Briu'],
  ['thôn', 'Thôn 3', 'Thôn 3'],
  ['tổ dân phố', 'Tổ dân phố số 5', 'Tổ dân phố số 5'],
  ['xã', 'Xãn Xá', 'xã Xãn Xá'],
])('a %s called %s is %s', (kind, name, text) => expect(placeName({ kind, name })).toBe(text));
