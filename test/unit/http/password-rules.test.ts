import { describe, expect, it } from 'vitest';
import { weakPassword } from '../../../controller/src/http/password-rules.js';

const about = ['lan.nguyen', 'Nguyễn Thị Lan'];
const isWeak = (password: string) => weakPassword(password, about) !== null;

describe('a password', () => {
  it.each([
    ['what guessers try first', 'matkhau123'],
    ['that with accents, capitals and spaces', 'Mật Khẩu 123'],
    ['one key held down', 'aaaaaaaaaaaa'],
    ['a few keys over and over', '12341234123412'],
    ['the login and a year', 'lannguyen2026'],
    ['the own name', 'nguyễn thị lan'],
  ])('that is %s is refused: %s', (_, password) => {
    expect(isWeak(password)).toBe(true);
  });

  it.each(['bốn con trâu đen', 'Lan thích hát quan họ mỗi sáng', 'xq7-Tm2_kd9PzA', '🎙️🎺🥁🎻🎷🎸🎹🎶🎤🎧'])(
    'that takes guessing is taken: %s',
    (password) => {
      expect(isWeak(password)).toBe(false);
    },
  );
});
