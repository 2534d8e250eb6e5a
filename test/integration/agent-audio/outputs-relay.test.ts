import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCommandRelay } from '../../../edge-agent/src/outputs/warm-up/command-relay.js';
import { createGpioRelay } from '../../../edge-agent/src/outputs/warm-up/gpio-relay.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';
import { waitUntil } from '../../support/wait-until.js';

let folder = '';
const path = process.env.PATH;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-relay-'));
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

const line = () =>
  existsSync(join(folder, 'line')) ? readFileSync(join(folder, 'line'), 'utf8').trim() : '';
const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');

/** A gpioset that keeps its line in a file: no machine of ours has GPIO. */
function installGpioset(version: string, holds = true): void {
  const hold = holds
    ? `case "$*" in
  *=0) echo 0 > ${folder}/line; exit 0;;
esac
echo 1 > ${folder}/line
trap 'exit 0' TERM
while :; do sleep 0.02; done`
    : 'echo "gpioset: cannot find line 17" >&2; exit 1';
  const script = `#!/bin/sh
[ "$1" = --version ] && { echo "gpioset (libgpiod) ${version}"; exit 0; }
echo "$*" >> ${folder}/calls
${hold}
`;
  writeFileSync(join(folder, 'gpioset'), script);
  chmodSync(join(folder, 'gpioset'), 0o755);
  process.env.PATH = `${folder}:${path}`;
}

const gpio = { chip: 'gpiochip0', line: 17, activeLow: true };

describe.each([
  {
    version: 'v1.6.3',
    hold: '--mode=signal --active-low gpiochip0 17=1',
    off: '--mode=exit --active-low gpiochip0 17=0',
  },
  {
    version: 'v2.1',
    hold: '--chip gpiochip0 --active-low 17=1',
    off: '--chip gpiochip0 --active-low --toggle 0 17=0',
  },
])('a relay at a GPIO line, by gpioset $version', ({ version, hold, off }) => {
  it('is held while it is on, and set to off on purpose', async () => {
    installGpioset(version);
    const relay = createGpioRelay({ gpio, clock: systemClock, log: silentLogger });
    relay.on();
    await waitUntil('it is on', () => line() === '1');
    relay.on();
    expect(relay.health()).toEqual({ ok: true });
    relay.off();
    await waitUntil('it is off', () => line() === '0');
    expect(calls()).toEqual([hold, off]);
  });
});

describe('a relay at a GPIO line', () => {
  it('that cannot be had is a bad health', async () => {
    installGpioset('v1.6.3', false);
    const relay = createGpioRelay({ gpio, clock: systemClock, log: silentLogger });
    relay.on();
    await waitUntil('it is told', () => !relay.health().ok);
    expect(relay.health()).toEqual({ ok: false, detail: 'relay: gpioset: cannot find line 17' });
    relay.off();
  });

  it('whose holder was killed is told of, and held again', async () => {
    installGpioset('v1.6.3');
    const clock = createFakeClock();
    const relay = createGpioRelay({ gpio, clock, log: silentLogger });
    relay.on();
    await waitUntil('it is on', () => line() === '1');
    process.kill(Number(holderOf(folder)), 'SIGKILL');
    await waitUntil('it is told', () => !relay.health().ok);
    expect(relay.health()).toEqual({ ok: false, detail: 'relay: gpioset ended with SIGKILL' });
    await clock.advance(500);
    await waitUntil('it is held again', () => calls().length === 2 && holderOf(folder));
    expect(relay.health().ok).toBe(false);
    await clock.advance(1_000);
    expect(relay.health()).toEqual({ ok: true });
    relay.off();
    await waitUntil('it is off', () => line() === '0');
    expect(clock.pending()).toBe(0);
  });

  it('that is wanted again while it is being let go is held anew', async () => {
    installGpioset('v1.6.3');
    const relay = createGpioRelay({ gpio, clock: createFakeClock(), log: silentLogger });
    relay.on();
    await waitUntil('it is on', () => line() === '1');
    const holder = holderOf(folder);
    relay.off();
    relay.on();
    await waitUntil('another holds it', () => {
      const now = holderOf(folder);
      return now !== null && now !== holder;
    });
    expect([line(), relay.health()]).toEqual(['1', { ok: true }]);
    relay.off();
    await waitUntil('it is off', () => line() === '0');
  });

  it('is tried again when gpioset does not tell its version', async () => {
    const clock = createFakeClock();
    process.env.PATH = folder;
    const relay = createGpioRelay({ gpio, clock, log: silentLogger });
    relay.on();
    await waitUntil('it is told', () => !relay.health().ok);
    installGpioset('v2.1');
    await clock.advance(500);
    await waitUntil('it is on', () => line() === '1');
    relay.off();
    await waitUntil('it is off', () => line() === '0');
  });

  it('is let go when the agent is killed, however that happens', async () => {
    installGpioset('v1.6.3');
    const relay = new URL('../../../edge-agent/src/outputs/warm-up/gpio-relay.ts', import.meta.url).pathname;
    const script = `import { createGpioRelay } from ${JSON.stringify(relay)};
      import { systemClock as clock } from '@loa/shared/node/system-clock';
      const log = { warn: console.error, debug() {} };
      createGpioRelay({ gpio: ${JSON.stringify(gpio)}, clock, log }).on();
      setInterval(() => {}, 1000);`;
    const agent = spawn(
      process.execPath,
      ['--import', 'tsx', '--conditions=source', '--input-type=module', '-e', script],
      { stdio: 'ignore' },
    );
    await waitUntil('it is on', () => line() === '1');
    const holder = Number(await waitUntil('it is held', () => holderOf(folder)));
    agent.kill('SIGKILL');
    await once(agent, 'exit');
    await waitUntil('nobody holds it', () => !existsSync(`/proc/${holder}`));
  });
});

/** The pid of the fake gpioset. */
function holderOf(where: string): string | null {
  const commandOf = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  };
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.find((pid) => commandOf(pid).includes(`${where}/gpioset\0--mode=signal`)) ?? null;
}

describe('a switch with a program of its own', () => {
  it('is called once each way, in order, without a shell', async () => {
    const log = join(folder, 'switched');
    const touch = (word: string) => ['/bin/sh', '-c', `sleep 0.1; echo "$0 $1" >> ${log}`, word, '$(id); x'];
    const relay = createCommandRelay({ on: touch('on'), off: touch('off'), log: silentLogger });
    relay.on();
    relay.off();
    await waitUntil('both are done', () => existsSync(log) && readFileSync(log, 'utf8').includes('off'));
    expect(readFileSync(log, 'utf8')).toBe('on $(id); x\noff $(id); x\n');
  });

  it('whose program fails is a bad health', async () => {
    const relay = createCommandRelay({ on: ['/nonexistent'], off: ['/bin/true'], log: silentLogger });
    relay.on();
    await waitUntil('it is told', () => !relay.health().ok);
    relay.off();
    await waitUntil('it works again', () => relay.health().ok);
  });
});
