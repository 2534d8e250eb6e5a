import './removed-rules.js';

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../edge-agent/src/player/engine.js';
import { openHttp } from '../../edge-agent/src/player/sources/http-stream.js';
import { openLink } from '../../edge-agent/src/player/sources/stream-link.js';
import { openStream } from '../../edge-agent/src/player/sources/stream-source.js';
import { createRecordingOutput } from '../support/agent-outputs.js';
import { createFakeClock } from '../support/fake-clock.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { silentLogger } from '../support/silent-logger.js';
import { waitUntil } from '../support/wait-until.js';
import { headOf, pour, startHostileServer, wavHead } from './hostile-server.js';
import { type Rule, removed } from './removed-rules.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Whether an attack by a station's server, or whoever stands in for it, gets what it wants. */
type Attack = () => Promise<boolean>;

function attack(name: string, rule: Rule, succeeds: Attack): void {
  it(`${name}: in vain; without the rule “${rule}” it succeeds`, async () => {
    for (const without of [null, rule]) {
      removed.rule = without;
      try {
        expect(await succeeds()).toBe(without !== null);
      } finally {
        removed.rule = null;
        for (const close of closing.splice(0).reverse()) await close();
      }
    }
  });
}

async function server(...given: Parameters<typeof startHostileServer>) {
  const started = await startHostileServer(...given);
  closing.push(started.close);
  return started;
}

const stream = (url: string) => ({ kind: 'stream' as const, url, durationMs: 3_600_000 });
const random = () => createSeededRandom(3);

/** Until something has not changed for a while. */
async function settled(read: () => number, until: (value: number) => boolean): Promise<number> {
  let last = -1;
  let since = systemClock.monotonic();
  await waitUntil('it settles', () => {
    const now = read();
    if (now !== last) since = systemClock.monotonic();
    last = now;
    return until(now) || (now > 0 && systemClock.monotonic() - since > 400);
  });
  return last;
}

describe('a station’s server', () => {
  attack('that never ends: its sound is over when its time is', 'stream end', async () => {
    const clock = createFakeClock();
    const output = createRecordingOutput({ continuous: true, now: clock.monotonic });
    const endless = { primed: Promise.resolve(), failure: () => null, close() {} };
    const engine = createEngine({
      ...{ outputs: [output], clock, log: silentLogger },
      open: () => ({ ...endless, take: (samples) => new Int16Array(samples).fill(5_000) }),
    });
    closing.push(await engine.start());
    engine.play({
      ...{ playbackId: 'a', sessionId: 's', offsetMs: 0, gainDb: 0 },
      audio: { ...stream('http://x.test/'), durationMs: 1_000 },
      ...{ startAtMonotonic: 1_000, startAt: clock.now() + 1_000 },
    });
    await clock.advance(4_000);
    return output.samples().filter((sample) => sample !== 0).length > 1_100 * 48;
  });

  attack('that says a word now and then, and never opens', 'stream opening', async () => {
    const drips = await server((_socket, _path, write) => {
      write('HTTP/1.1 200 OK\r\nx-drip: ');
      const drip = () => write('x') && closing.push(systemClock.after(20, drip));
      drip();
    });
    const clock = createFakeClock();
    const downs: string[] = [];
    const link = openLink(stream(drips.url), {
      ...{ clock, random: random(), onPcm() {}, onDown: (detail) => downs.push(detail) },
    });
    closing.push(link.close);
    await waitUntil('it was asked', () => drips.asked.length > 0);
    await clock.advance(10_000);
    // What was broken off tells so within a turn.
    await settled(
      () => drips.sent(),
      () => downs.length > 0 || drips.sent() > 60,
    );
    return downs.length === 0;
  });

  attack('that pours', 'stream pace', async () => {
    const pours = await server((socket, _path, write) => {
      write(headOf('audio/wav'));
      write(wavHead());
      pour(socket, write);
    });
    let heard = 0;
    const link = openLink(stream(pours.url), {
      ...{ clock: systemClock, random: random(), onDown() {} },
      onPcm(bytes) {
        heard += bytes.length;
      },
    });
    closing.push(link.close);
    const MUCH = 90_000 * 96;
    return (
      (await settled(
        () => heard,
        (bytes) => bytes > MUCH,
      )) > MUCH
    );
  });

  attack('that sends a body of ten gigabytes', 'stream memory', async () => {
    const huge = await server((socket, _path, write) => {
      write(headOf('audio/wav', 'content-length: 10000000000\r\n'));
      write(wavHead());
      pour(socket, write);
    });
    const source = openStream(stream(huge.url), { clock: systemClock, random: random(), onTrouble() {} });
    closing.push(source.close);
    await source.primed;
    const MUCH = 30_000_000;
    return (
      (await settled(
        () => source.received?.() ?? 0,
        (bytes) => bytes > MUCH,
      )) > MUCH
    );
  });

  attack('that breaks off after every word', 'stream backoff', async () => {
    const word = Buffer.alloc(100_000, 0x11);
    const breaks = await server((socket, _path, write) => {
      write(headOf('audio/wav'));
      write(wavHead());
      write(word);
      socket.end();
    });
    const clock = createFakeClock();
    let downs = 0;
    const link = openLink(stream(breaks.url), {
      ...{ clock, random: random(), onPcm: () => link.proven() },
      onDown: () => downs++,
    });
    closing.push(link.close);
    for (let passed = 0; passed < 4_000; passed += 250) {
      await waitUntil('it is over', () => downs === breaks.asked.length && (downs > 0 || passed > 0));
      await clock.advance(250);
      // An opening that began is one that was asked for.
      await systemClock.wait(5);
    }
    return breaks.asked.length > 6;
  });

  attack('that redirects into the box’s own network', 'own network', async () => {
    const modem = await server((socket, _path, write) => {
      write(headOf('audio/ogg'));
      socket.end();
    }, '127.0.0.2');
    const lies = await server((socket, _path, write) => {
      write(`HTTP/1.1 302 Found\r\nlocation: ${modem.url}?reboot\r\n\r\n`);
      socket.end();
    });
    const opened = await openHttp({ url: lies.url }, new AbortController().signal);
    if (opened.ok) opened.stream.body.resume();
    else expect(opened.detail).toContain('redirects into this network');
    return modem.asked.length > 0;
  });
});

describe('a hostile body', () => {
  /** ffmpeg as if nobody had named the demuxer, nor what it may open. */
  function unboundFfmpeg(): string {
    const folder = mkdtempSync(join(tmpdir(), 'loa-ffmpeg-'));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'ffmpeg');
    const script = `#!/bin/bash
args=(); forced=1
while [ $# -gt 0 ]; do
  case "$1" in
    -protocol_whitelist) args+=(-protocol_whitelist pipe,file,http,tcp,crypto,data); shift;;
    -f) if [ $forced = 1 ]; then forced=0; else args+=(-f "$2"); fi; shift;;
    *) args+=("$1");;
  esac; shift
done
exec ffmpeg "\${args[@]}"
`;
    writeFileSync(path, script);
    chmodSync(path, 0o755);
    return path;
  }

  it('that is a list of other addresses, under the name of sound: in vain; without a forced demuxer it succeeds', async () => {
    for (const bound of [true, false]) {
      const elsewhere = await server((socket) => void socket.end());
      const list = `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\n${elsewhere.url}/secret.ts\n#EXT-X-ENDLIST\n`;
      const lists = await server((socket, _path, write) => {
        write(headOf('audio/mpeg'));
        write(list);
        socket.end();
      });
      const before = process.env.FFMPEG_PATH;
      if (!bound) process.env.FFMPEG_PATH = unboundFfmpeg();
      const downs: string[] = [];
      try {
        const link = openLink(stream(lists.url), {
          ...{ clock: systemClock, random: random(), onPcm() {}, onDown: (detail) => downs.push(detail) },
        });
        closing.push(link.close);
        await waitUntil('the decoder gave up', () => downs.length > 0);
      } finally {
        if (before === undefined) delete process.env.FFMPEG_PATH;
        else process.env.FFMPEG_PATH = before;
      }
      expect(elsewhere.asked.length > 0).toBe(!bound);
    }
  });

  it.each([
    ['noise', Buffer.from(Array.from({ length: 40_000 }, (_, index) => (index * 7_919) % 251))],
    ['nothing', Buffer.alloc(0)],
    ['a torn page', Buffer.from(`OggS${'\0'.repeat(22)}\xff${'\xff'.repeat(255)}`, 'latin1')],
  ])('of %s is a stream that is away, and no more', async (_, body) => {
    const bad = await server((socket, _path, write) => {
      write(headOf('audio/ogg'));
      write(body);
      socket.end();
    });
    const downs: string[] = [];
    let heard = 0;
    const link = openLink(stream(bad.url), {
      ...{ clock: createFakeClock(), random: random(), onDown: (detail) => downs.push(detail) },
      onPcm(bytes) {
        heard += bytes.length;
      },
    });
    closing.push(link.close);
    await waitUntil('the decoder gave up', () => downs.length > 0);
    expect(heard).toBe(0);
  });
});
