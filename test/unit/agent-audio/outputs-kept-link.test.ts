import { describe, expect, it } from 'vitest';
import { createKeptLink, type LinkEvents } from '../../../edge-agent/src/outputs/kept-link.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';

const BYTES = new Uint8Array(160);

function setUp() {
  const clock = createFakeClock();
  const lives: { events: LinkEvents; written: number; waiting: number; closed: boolean }[] = [];
  const kept = createKeptLink({
    name: 'loa',
    backlogBytes: 4_000,
    clock,
    log: silentLogger,
    open(events) {
      const life = { events, written: 0, waiting: 0, closed: false };
      lives.push(life);
      return {
        write(bytes) {
          life.written += bytes.length;
        },
        waiting: () => life.waiting,
        close() {
          life.closed = true;
        },
      };
    },
  });
  return { clock, lives, kept };
}

describe('a link to a loudspeaker elsewhere', () => {
  it('takes sound from when it is ready until nobody wants it', () => {
    const { lives, kept } = setUp();
    expect(kept.send(BYTES)).toBe('failed');
    kept.want();
    expect(kept.send(BYTES)).toBe('failed');
    lives[0]?.events.ready();
    expect(kept.send(BYTES)).toBe('taken');
    kept.unwant();
    expect(lives[0]).toMatchObject({ written: 160, closed: true });
    expect(kept.send(BYTES)).toBe('failed');
  });

  it('that breaks is opened again, ever less often while it keeps failing', async () => {
    const { clock, lives, kept } = setUp();
    kept.want();
    for (let round = 0; round < 300; round++) {
      if (!lives.at(-1)?.closed) lives.at(-1)?.events.gone('refused');
      await clock.advance(200);
    }
    expect(kept.health()).toEqual({ ok: false, detail: 'refused' });
    expect(lives.length).toBeGreaterThan(5);
    expect(lives.length).toBeLessThan(15);
  });

  it('that broke after a while of good sound is back within a second', async () => {
    const { clock, lives, kept } = setUp();
    kept.want();
    lives[0]?.events.ready();
    await clock.advance(60_000);
    lives[0]?.events.gone('reset');
    await clock.advance(1_000);
    lives[1]?.events.ready();
    expect(kept.send(BYTES)).toBe('taken');
    expect(kept.health()).toEqual({ ok: true });
  });

  it('that came to its announced end goes on at once, and nobody is told of trouble', async () => {
    const { clock, lives, kept } = setUp();
    kept.want();
    lives[0]?.events.ready();
    lives[0]?.events.gone('its length is used up', 'at once');
    await clock.advance(0);
    expect(lives).toHaveLength(2);
    expect(kept.health()).toEqual({ ok: true });
  });

  it('that takes nothing drops sound, grows no memory, and is opened anew within a second', async () => {
    const { clock, lives, kept } = setUp();
    kept.want();
    lives[0]?.events.ready();
    for (let frame = 0; frame < 50; frame++) {
      if (kept.send(BYTES) === 'taken' && lives[0]) lives[0].waiting += 160;
      await clock.advance(20);
    }
    expect(lives[0]?.waiting).toBeLessThanOrEqual(4_160);
    await clock.advance(500);
    kept.send(BYTES);
    await clock.advance(500);
    expect(lives[0]?.closed).toBe(true);
    expect(lives.length).toBeGreaterThan(1);
  });

  it('that pauses drops sound without trouble, and goes on when it is ready again', async () => {
    const { clock, lives, kept } = setUp();
    kept.want();
    lives[0]?.events.ready();
    await clock.advance(1_000);
    lives[0]?.events.pause();
    await clock.advance(1_000);
    expect(kept.send(BYTES)).toBe('dropped');
    expect(lives[0]?.written).toBe(0);
    lives[0]?.events.ready();
    expect(kept.send(BYTES)).toBe('taken');
    await clock.advance(60_000);
    expect(lives).toHaveLength(1);
    expect(kept.health()).toEqual({ ok: true });
  });

  it('that pauses for five seconds is given up', async () => {
    const { clock, lives, kept } = setUp();
    kept.want();
    lives[0]?.events.ready();
    lives[0]?.events.pause();
    await clock.advance(5_000);
    expect(lives[0]?.closed).toBe(true);
    expect(kept.send(BYTES)).toBe('failed');
    expect(kept.health()).toEqual({ ok: false, detail: 'no answer' });
  });

  it('that never answers is given up after five seconds', async () => {
    const { clock, lives, kept } = setUp();
    kept.want();
    await clock.advance(5_000);
    expect(lives[0]?.closed).toBe(true);
    expect(kept.health()).toEqual({ ok: false, detail: 'no answer' });
  });

  it('that is let go tells nothing more and sets no timer', async () => {
    const { clock, lives, kept } = setUp();
    kept.want();
    lives[0]?.events.ready();
    kept.unwant();
    lives[0]?.events.gone('closed');
    await clock.advance(60_000);
    expect(lives).toHaveLength(1);
    expect(kept.health()).toEqual({ ok: true });
    expect(clock.pending()).toBe(0);
  });
});
