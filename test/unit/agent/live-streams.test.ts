import { expect, it } from 'vitest';
import { createLiveStreams } from '../../../edge-agent/src/live-streams.js';

function bench(kept: string | null) {
  const asked: string[] = [];
  const tokens = {
    kept: () => kept,
    async current() {
      asked.push('token');
      return null;
    },
  };
  const trust = { kind: 'pinned' as const, ca: ['PEM'] };
  const streams = createLiveStreams({
    ...{ server: 'https://loa.example', trust, tokens },
    signal: new AbortController().signal,
  });
  return { streams, asked };
}

it('live speech is asked for with the box’s token, by the pinned authority, at the stream’s own epoch', () => {
  const { streams, asked } = bench('secret');
  expect(streams.ready()).toBe(true);
  expect(streams.open('override_a', 3)).toEqual({
    url: 'https://loa.example/agent/live/override_a?epoch=3',
    headers: { authorization: 'Bearer secret' },
    ca: ['PEM'],
  });
  expect(asked).toEqual([]);
});

it('without a token one is asked for, once at a time', async () => {
  const { streams, asked } = bench(null);
  expect(streams.ready()).toBe(false);
  expect(streams.open('override_a', 1)).toBeNull();
  expect(asked).toEqual(['token']);
});
