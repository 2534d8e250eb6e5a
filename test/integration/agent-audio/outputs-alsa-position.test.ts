import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAlsaPosition } from '../../../edge-agent/src/outputs/alsa-position.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'loa-asound-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A playback stream as the kernel shows it under /proc/asound. */
function show(card: string, stream: { pid: number; played: number; rate?: number; state?: string }): void {
  const folder = join(root, card, 'pcm0p', 'sub0');
  mkdirSync(folder, { recursive: true });
  const status = [
    `state: ${stream.state ?? 'RUNNING'}`,
    `owner_pid   : ${stream.pid}`,
    'trigger_time: 190.001',
    'delay       : 4800',
    'avail       : 0',
    '-----',
    `hw_ptr      : ${stream.played}`,
    `appl_ptr    : ${stream.played + 4_800}`,
  ];
  writeFileSync(join(folder, 'status'), `${status.join('\n')}\n`);
  const rate = stream.rate ?? 48_000;
  writeFileSync(
    join(folder, 'hw_params'),
    `access: RW_INTERLEAVED\nrate: ${rate} (${rate}/1)\nchannels: 1\n`,
  );
}

it('a card tells how much it has played for our process, and another card’s pointer is not ours', () => {
  show('card0', { pid: 10, played: 7 });
  show('card1', { pid: 20, played: 480_000 });
  const { played } = createAlsaPosition(root);
  expect(played(20)).toBe(480_000);
  show('card1', { pid: 20, played: 528_000 });
  expect(played(20)).toBe(528_000);
});

it('a card that plays at another rate, has stopped, or belongs to nobody of ours tells nothing', () => {
  show('card0', { pid: 10, played: 7, rate: 44_100 });
  show('card1', { pid: 20, played: 7, state: 'XRUN' });
  const { played } = createAlsaPosition(root);
  expect(played(10)).toBeNull();
  expect(played(20)).toBeNull();
  expect(played(30)).toBeNull();
  expect(createAlsaPosition(join(root, 'nothing')).played(1)).toBeNull();
});

it('a process that opens the card later is found, and one that let it go is forgotten', () => {
  const { played } = createAlsaPosition(root);
  expect(played(10)).toBeNull();
  show('card0', { pid: 10, played: 48 });
  expect(played(10)).toBe(48);
  show('card0', { pid: 11, played: 9 });
  expect(played(10)).toBeNull();
  expect(played(11)).toBe(9);
});
