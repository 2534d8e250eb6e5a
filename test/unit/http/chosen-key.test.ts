import { describe, expect, it } from 'vitest';
import { chosenKey, type WhichKey } from '../../../controller/src/http/approvers.js';

/** One person's keys, the most lately used first. */
const keys = ['pc', 'phone', 'old-phone'];
const chosen = (which: WhichKey) => chosenKey(keys, which, (key) => key);

describe('which of one’s keys is asked to sign', () => {
  it.each<[why: string, which: WhichKey, expected: string | undefined]>([
    ['nothing is said: the one used last', {}, 'pc'],
    ['one is named', { kid: 'old-phone', here: ['phone'] }, 'old-phone'],
    ['one is named that is not among them', { kid: 'stranger' }, undefined],
    ['one is known on this machine', { here: ['phone'] }, 'phone'],
    ['one known here is not among them', { here: ['stranger'] }, 'pc'],
    ['one was tried here in vain', { tried: ['pc'] }, 'phone'],
    ['two were tried in vain', { tried: ['pc', 'phone'] }, 'old-phone'],
    ['all were tried in vain: the first of them again', { tried: ['phone', 'pc', 'old-phone'] }, 'phone'],
  ])('%s', (_why, which, expected) => {
    expect(chosen(which)).toBe(expected);
  });

  it('is none where there are none', () => {
    expect(chosenKey([], {}, String)).toBeUndefined();
  });
});
