import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasEnded } from './child.js';
import { freePort } from './free-port.js';
import { waitUntil } from './wait-until.js';

export interface Icecast {
  url: string;
  password: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

const PASSWORD = 'mat-khau-phat';

/** Debian's icecast2, on a port and with a folder of its own. */
export async function startIcecast(program: string): Promise<Icecast> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-icecast-'));
  const port = await freePort();
  const config = join(folder, 'icecast.xml');
  writeFileSync(config, configOf(folder, port));
  // It refuses to be root, and leaves root for somebody whose folder this must be.
  const root = process.getuid?.() === 0;
  if (root) {
    chmodSync(folder, 0o755);
    chownSync(folder, NOBODY, NOGROUP);
  }
  let child: ReturnType<typeof spawn> | null = null;

  async function start(): Promise<void> {
    const fresh = spawn(program, ['-c', config], {
      stdio: 'ignore',
      ...(root ? { uid: NOBODY, gid: NOGROUP } : {}),
    });
    child = fresh;
    await waitUntil('icecast2 listens', () => listens(port), 10_000);
  }

  async function stop(): Promise<void> {
    const ending = child;
    child = null;
    if (!ending || hasEnded(ending)) return;
    const exited = once(ending, 'exit');
    ending.kill('SIGKILL');
    await exited;
  }

  await start();
  return {
    ...{ url: `http://127.0.0.1:${port}`, password: PASSWORD, start, stop },
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const NOBODY = 65_534;
const NOGROUP = 65_534;

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function configOf(folder: string, port: number): string {
  return `<icecast>
  <limits><clients>10</clients><sources>4</sources><burst-on-connect>0</burst-on-connect></limits>
  <authentication><source-password>${PASSWORD}</source-password><admin-user>admin</admin-user><admin-password>x</admin-password></authentication>
  <hostname>localhost</hostname>
  <listen-socket><port>${port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <fileserve>0</fileserve>
  <paths><basedir>${folder}</basedir><logdir>${folder}</logdir><webroot>${folder}</webroot><adminroot>${folder}</adminroot></paths>
  <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>2</loglevel></logging>
  <security><chroot>0</chroot></security>
</icecast>
`;
}
