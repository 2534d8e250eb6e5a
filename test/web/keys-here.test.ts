import { expect, it } from 'vitest';
import { keyIsHere, keysKnown, keyWasNotShown } from '../../controller/web/src/lib/keys-here.js';

const PC = 'a'.repeat(43);
const PHONE = 'b'.repeat(43);

/** Where nothing is kept (no storage here), a page still knows what it asked for in vain. */
it('keys that were not shown are told in the order in which they were asked for, until they are shown', () => {
  keyWasNotShown(PC);
  keyWasNotShown(PHONE);
  expect(keysKnown().tried).toEqual([PC, PHONE]);
  keyWasNotShown(PC);
  expect(keysKnown().tried).toEqual([PHONE, PC]);
  keyIsHere(PHONE);
  expect(keysKnown().tried).toEqual([PC]);
});
