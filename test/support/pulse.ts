import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasEnded } from './child.js';
import { findProgram } from './needs.js';
import { waitUntil } from './wait-until.js';

/** A sound card that is none: PulseAudio's null sink, which keeps time as a card does, behind ALSA's device `loa`. */
export interface PulseCard {
  /** What a process needs in its environment to find the device. */
  env: Record<string, string>;
  /** What came out of it so far, 48 kHz mono. */
  heard(): Int16Array;
  close(): Promise<void>;
}

export async function startPulseCard(program: string): Promise<PulseCard> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-pulse-'));
  chmodSync(folder, 0o700);
  const socket = join(folder, 'native');
  const alsa = join(folder, 'asound.conf');
  writeFileSync(alsa, 'pcm.loa { type pulse }\nctl.loa { type pulse }\n');
  const env = {
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    PULSE_SERVER: `unix:${socket}`,
    ALSA_CONFIG_PATH: `/usr/share/alsa/alsa.conf:${alsa}`,
  };
  const modules = [
    'module-null-sink sink_name=loa rate=48000 channels=1',
    `module-native-protocol-unix socket=${socket}`,
  ].flatMap((module) => ['-L', module]);
  const options = { stdio: 'ignore' as const, env: { ...process.env, ...env } };
  const daemon = spawn(program, ['-n', '--daemonize=no', '--exit-idle-time=-1', ...modules], options);
  const chunks: Buffer[] = [];
  const parec = findProgram('parec') ?? 'parec';
  const format = [
    '-d',
    'loa.monitor',
    '--format=s16le',
    '--rate=48000',
    '--channels=1',
    '--raw',
    '--latency-msec=20',
  ];
  const listen = () => {
    const ear = spawn(parec, format, { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    ear.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    return ear;
  };
  let ear = listen();
  // It starts in its own time; a listener that comes too early ends at once.
  await waitUntil('the null sink is heard', () => {
    if (hasEnded(ear)) ear = listen();
    return chunks.length > 0;
  });
  return {
    env,
    heard: () => new Int16Array(Uint8Array.from(Buffer.concat(chunks)).buffer),
    async close() {
      const gone = [once(daemon, 'exit'), ...(hasEnded(ear) ? [] : [once(ear, 'exit')])];
      ear.kill('SIGKILL');
      daemon.kill('SIGKILL');
      await Promise.all(gone);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
