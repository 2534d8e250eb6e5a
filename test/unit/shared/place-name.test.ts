import { expect, it } from 'vitest';
import { placeName, placePath } from '../../../shared/src/place-name.js';

it.each([
  ['làng', 'Ơi Briu', 'làng Ơi Briu'],
  ['thôn', 'Thôn 3', 'Thôn 3'],
  ['tổ dân phố', 'Tổ dân phố số 5', 'Tổ dân phố số 5'],
  ['xã', 'Xãn Xá', 'xã Xãn Xá'],
])('a %s called %s is %s', (kind, name, text) => expect(placeName({ kind, name })).toBe(text));

it.each<[string[], string]>([
  [['làng Ơi Briu', 'Nhà rông', 'Bộ thu 1'], 'làng Ơi Briu · Nhà rông · Bộ thu 1'],
  [['làng Ơi Briu', 'Ơi Briu'], 'làng Ơi Briu'],
  [['Ơi Briu', 'Làng Ơi Briu'], 'Làng Ơi Briu'],
  [['Ơi Briu', 'Ơi Briu', 'ơi  briu'.normalize('NFD')], 'Ơi Briu'],
  [['làng Ơi Briu', 'Ơi Briu 2'], 'làng Ơi Briu · Ơi Briu 2'],
  [['Thôn 3', 'thôn 03'], 'Thôn 3'],
  [['', 'Nhà rông'], 'Nhà rông'],
  [['Thôn 3', '3'], 'Thôn 3 · 3'],
  [['làng Kon Brung', 'xã Kon Brung'], 'làng Kon Brung · xã Kon Brung'],
])('places %j are told as %s', (names, text) => expect(placePath(...names)).toBe(text));
