import { describe, expect, it } from 'vitest';
import { withSpareLibrary } from '../../../edge-agent/src/audio/spare-library.js';
import { createFakeLibrary } from '../../support/agent-fake-sound.js';
import { audioOf } from '../../support/agent-plan.js';
import { silentLogger } from '../../support/silent-logger.js';

function bench(options: { fault?: string; throws?: string } = {}) {
  const card = createFakeLibrary();
  const spare = createFakeLibrary();
  let opened = 0;
  if (options.throws !== undefined) {
    const error = Object.assign(new Error('write'), { code: options.throws });
    card.makeReady = () => Promise.reject(error);
    card.evict = () => Promise.reject(error);
  }
  const library = withSpareLibrary({
    card,
    fault: async () => options.fault ?? null,
    async openSpare() {
      opened += 1;
      return spare;
    },
    log: silentLogger,
  });
  spare.offered.set(audioOf('a'), { ok: true, durationMs: 1_000 });
  const want = { sha256: audioOf('a'), bytes: 10, durationMs: 1_000 };
  const ask = () => library.makeReady(want, new AbortController().signal);
  return { card, spare, library, ask, opened: () => opened };
}

describe('audio when the card takes none', () => {
  it.each([
    ['EROFS', { throws: 'EROFS' }],
    ['a download that was cut off, for it could not be written', { fault: 'EROFS: read-only' }],
  ])('is kept in memory: %s', async (_, trouble) => {
    const { library, ask, opened, spare } = bench(trouble);
    expect(await ask()).toEqual({ ok: true, durationMs: 1_000 });
    expect(library.prepared(audioOf('a'))).not.toBeNull();
    await ask();
    await library.evict(new Set());
    expect([opened(), spare.kept.length]).toEqual([1, 1]);
  });

  it('is played from the card where it stands there', async () => {
    const { card, library, ask, opened } = bench({ throws: 'EROFS' });
    card.onBox.set(audioOf('a'), 2_000);
    expect(await ask()).toEqual({ ok: true, durationMs: 2_000 });
    expect(library.prepared(audioOf('a'))?.durationMs).toBe(2_000);
    expect(opened()).toBe(0);
  });

  it('stays away where only the network is', async () => {
    const { ask, opened } = bench();
    expect(await ask()).toMatchObject({ ok: false, reason: 'audio_missing' });
    expect(opened()).toBe(0);
  });

  it('is not mistaken for a fault in the program', async () => {
    const { ask } = bench({ throws: 'ERR_ASSERTION' });
    await expect(ask()).rejects.toThrow('write');
  });
});
