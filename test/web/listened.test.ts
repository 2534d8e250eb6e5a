import { expect, it } from 'vitest';
import { type HeardSoFar, heardEnough, hearMore } from '../../controller/src/trust/heard.js';
import { createListened } from '../../controller/web/src/lib/listened.js';

/** Somebody listens; the controller counts what arrives, while the line is up. */
function listening() {
  const arrived: number[] = [];
  let tried = 0;
  let up = true;
  let at = 0;
  let heard: HeardSoFar | null = null;
  const listened = createListened(async (ms) => {
    tried += 1;
    if (!up) throw new Error('no line');
    arrived.push(ms);
    heard = hearMore(heard, { ms, basis: 'a', at });
  });
  return {
    ...{ listened, arrived, tries: () => tried },
    line: (next: boolean) => {
      up = next;
    },
    /** Plays at its own speed, told of four times a second. */
    async play(from: number, until: number) {
      listened.begin(from);
      for (let second = from; second <= until; second += 0.25) {
        listened.at(second);
        await Promise.resolve();
        at += 250;
      }
      listened.end(until);
      await new Promise((done) => setTimeout(done, 0));
    },
    enough: (durationMs: number) => heardEnough(heard, 'a', durationMs),
  };
}

it('what is heard is reported every ten seconds and at the end, a jump never', async () => {
  const { listened, arrived, play } = listening();
  await play(0, 25);
  expect(arrived).toEqual([0, 10_000, 10_000, 5_000]);
  listened.jump(100);
  await play(100, 103);
  expect(arrived.slice(4)).toEqual([3_000]);
});

it('what a lost line kept back goes along with the next report, and is enough to sign', async () => {
  const person = listening();
  await person.play(0, 15);
  person.line(false);
  await person.play(15, 45);
  expect(person.enough(60_000)).toBe(false);
  // No more often than with a line.
  expect(person.tries()).toBeLessThan(10);
  person.line(true);
  await person.play(45, 60);
  expect(person.arrived.reduce((sum, ms) => sum + ms)).toBe(60_000);
  expect(person.enough(60_000)).toBe(true);
});

it('what was heard to the end without a line is noted as soon as it is played again', async () => {
  const person = listening();
  await person.play(0, 50);
  person.line(false);
  await person.play(50, 60);
  person.line(true);
  person.listened.begin(0);
  await Promise.resolve();
  expect(person.enough(60_000)).toBe(true);
});

it('a beginning that did not arrive is told again before anything else', async () => {
  const person = listening();
  person.line(false);
  await person.play(0, 5);
  expect(person.arrived).toEqual([]);
  person.line(true);
  await person.play(5, 60);
  expect(person.arrived.slice(0, 2)).toEqual([0, 15_000]);
  expect(person.enough(60_000)).toBe(true);
});
