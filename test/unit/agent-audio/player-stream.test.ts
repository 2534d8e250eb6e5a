import { expect, it } from 'vitest';
import { openStream } from '../../../edge-agent/src/player/sources/stream-source.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createSeededRandom } from '../../support/seeded-random.js';

it('a stream whose decoder died in the middle of a sample is heard as it was sent when it comes again', async () => {
  let pcm = (_: Buffer) => {};
  let down = (_: string) => {};
  const source = openStream(
    { kind: 'stream', url: 'http://station', durationMs: 1_000, bufferMs: 20 },
    { clock: createFakeClock(), random: createSeededRandom(1), onTrouble() {} },
    (_audio, { onPcm, onDown }) => {
      pcm = onPcm;
      down = onDown;
      const nothing = () => {};
      return {
        ...{ live: () => true, received: () => 0 },
        ...{ pause: nothing, resume: nothing, proven: nothing, close: nothing },
      };
    },
  );
  const sent = Int16Array.from({ length: 960 }, (_, index) => index + 1);
  pcm(Buffer.of(7));
  down('the decoder ended with SIGKILL');
  pcm(Buffer.from(sent.buffer));
  await source.primed;
  expect(source.take(960)).toEqual(sent);
});
