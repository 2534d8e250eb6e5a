import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Clock } from '@loa/shared/ports/clock';
import { createChrony, type RunProgram } from './time-sources/chrony.js';
import { createRtc, type RtcPorts } from './time-sources/rtc.js';
import type { TimeSource } from './time-sources/time-source.js';

const PROGRAM_MS = 3_000;
const RTC = '/sys/class/rtc/rtc0/since_epoch';
/** Debian keeps hwclock and chronyc where not every service looks. */
const PATHS = '/usr/sbin:/sbin:/usr/bin:/bin';

const execute = promisify(execFile);

const run: RunProgram = async (program, args, signal) => {
  try {
    const env = { PATH: `${process.env.PATH ?? ''}:${PATHS}`, LC_ALL: 'C' };
    const { stdout } = await execute(program, [...args], { env, signal, timeout: PROGRAM_MS });
    return stdout;
  } catch {
    return null;
  }
};

/** The clocks of this machine that may help when the controller is away: the better first. */
export function systemClocks(ports: { clock: Clock; rtcMemory: RtcPorts['memory'] }): TimeSource[] {
  const { clock, rtcMemory } = ports;
  return [
    createChrony({ clock, run }),
    createRtc({ clock, run, readSeconds: () => readOrNull(RTC), memory: rtcMemory }),
  ];
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
