import { createSerialInbox } from '@loa/shared/node/serial-inbox';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../support/silent-logger.js';

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the inbox of a bus', () => {
  it('holds the sender back while it is full, and lets it go on when there is room', async () => {
    const inbox = createSerialInbox({ limit: 2, log: silentLogger });
    const slow = gate();
    const accepted: string[] = [];
    for (const name of ['a', 'b', 'c', 'd'])
      inbox.push(
        () => slow.opened,
        () => accepted.push(name),
      );
    // `a` is being handled, `b` waits; the inbox is full with `c`.
    expect(accepted).toEqual(['a', 'b']);
    slow.open();
    await turn();
    expect(accepted).toEqual(['a', 'b', 'c', 'd']);
  });

  it('never holds the sender back while a handler waits for an acknowledgement behind the messages', async () => {
    const inbox = createSerialInbox({ limit: 1, log: silentLogger });
    const slow = gate();
    const accepted: string[] = [];
    inbox.push(
      () => slow.opened,
      () => accepted.push('a'),
    );
    inbox.push(
      () => {},
      () => accepted.push('b'),
    );
    expect(accepted).toEqual(['a']);
    const close = inbox.holdOpen();
    expect(accepted).toEqual(['a', 'b']);
    close();
    slow.open();
    await inbox.clear();
  });

  it('drops what was not begun when cleared, and waits for what was', async () => {
    const inbox = createSerialInbox({ limit: 9, log: silentLogger });
    const slow = gate();
    const done: string[] = [];
    inbox.push(
      async () => {
        await slow.opened;
        done.push('first');
      },
      () => {},
    );
    inbox.push(
      () => {
        done.push('second');
      },
      () => {},
    );
    const cleared = inbox.clear();
    slow.open();
    await cleared;
    expect(done).toEqual(['first']);
  });
});
