import { type ChildProcess, spawn } from 'node:child_process';
import { pbkdf2Sync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics } from '@loa/shared/topics';
import { hasEnded } from './child.js';

export interface Mosquitto {
  url: string;
  /** Dies at once, as by a power cut; nothing is kept. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface MosquittoBox {
  boxId: string;
  areaChain: readonly string[];
}

export interface MosquittoSettings {
  controller: { username: string; password: string };
  boxes: readonly (MosquittoBox & { password: string })[];
}

const PLUGIN = findPlugin();

/** Debian's mosquitto on a free loopback port, with the ACL of DESIGN §4 in its dynamic security plugin. */
export async function startMosquitto(path: string, settings: MosquittoSettings): Promise<Mosquitto> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-mosquitto-'));
  const port = await freePort();
  const security = join(folder, 'security.json');
  const config = join(folder, 'mosquitto.conf');
  await writeFile(security, JSON.stringify(dynamicSecurity(settings)), { mode: 0o600 });
  await writeFile(
    config,
    [
      `listener ${port} 127.0.0.1`,
      ...(process.getuid?.() === 0 ? ['user root'] : []),
      'allow_anonymous false',
      'persistence false',
      'max_packet_size 2097152',
      'set_tcp_nodelay true',
      `plugin ${PLUGIN}`,
      `plugin_opt_config_file ${security}`,
      '',
    ].join('\n'),
  );
  let running: ChildProcess | null = null;
  const launch = async () => {
    running = spawn(path, ['-c', config], { stdio: 'ignore' });
    await accepts(port, running);
  };
  const kill = async () => {
    const dying = running;
    running = null;
    if (!dying || hasEnded(dying)) return;
    dying.kill('SIGKILL');
    await once(dying, 'exit');
  };
  await launch();
  return {
    url: `mqtt://127.0.0.1:${port}`,
    kill,
    restart: launch,
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Acl = { acltype: string; topic: string; priority: number; allow: boolean };

/** The exact topics of each box, and of the controller, in the plugin's own form. */
function dynamicSecurity({ controller, boxes }: MosquittoSettings) {
  const acl = (acltype: string, topic: string): Acl => ({ acltype, topic, priority: 0, allow: true });
  const boxRole = ({ boxId, areaChain }: MosquittoBox) => ({
    rolename: boxId,
    acls: [
      acl('publishClientSend', topics.report(boxId)),
      acl('publishClientSend', topics.status(boxId)),
      ...[
        topics.plan(boxId),
        topics.receipt(boxId),
        ...areaChain.flatMap((area) => [topics.override(area), topics.roster(area)]),
      ].flatMap((topic) => [acl('subscribeLiteral', topic), acl('publishClientReceive', topic)]),
    ],
  });
  return {
    defaultACLAccess: {
      publishClientSend: false,
      publishClientReceive: false,
      subscribe: false,
      unsubscribe: true,
    },
    clients: [controller, ...boxes.map(({ boxId, password }) => ({ username: boxId, password }))].map(
      ({ username, password }) => ({
        username,
        ...hashed(password),
        roles: [{ rolename: username === controller.username ? 'controller' : username }],
      }),
    ),
    roles: [
      {
        rolename: 'controller',
        acls: [
          acl('publishClientSend', 'loa/v1/box/+/down/+'),
          acl('publishClientSend', 'loa/v1/area/+/down/+'),
          acl('publishClientReceive', 'loa/v1/box/+/up/+'),
          acl('subscribePattern', 'loa/v1/box/+/up/+'),
        ],
      },
      ...boxes.map(boxRole),
    ],
  };
}

function hashed(password: string) {
  const salt = Buffer.alloc(12, 7);
  const iterations = 101;
  return {
    password: pbkdf2Sync(password, salt, iterations, 64, 'sha512').toString('base64'),
    salt: salt.toString('base64'),
    iterations,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

/** Resolves once the port takes connections; there is no event for it. */
async function accepts(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`mosquitto ended with code ${child.exitCode}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(socket.end() !== null));
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function findPlugin(): string {
  const triplet = { x64: 'x86_64', arm64: 'aarch64' }[process.arch as 'x64' | 'arm64'] ?? process.arch;
  return `/usr/lib/${triplet}-linux-gnu/mosquitto_dynamic_security.so`;
}
