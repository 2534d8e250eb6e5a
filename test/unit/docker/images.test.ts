import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { commands } from '../../../controller/src/cli/commands.js';
import { mosquittoConf } from '../../../controller/src/cli/mosquitto-files.js';
import { readConfig } from '../../../controller/src/config.js';
import { loadConfig } from '../../../edge-agent/src/config.js';
import { environmentOf, lastStage, parseDockerfile, restsOf } from '../../support/dockerfile.js';

// No Docker engine runs on the development machines: every name that these files use is looked up in the code.
const repository = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFileSync(join(repository, path), 'utf8');

const images = {
  controller: parseDockerfile(read('controller/Dockerfile')),
  'edge-agent': parseDockerfile(read('edge-agent/Dockerfile')),
};
const names = ['controller', 'edge-agent'] as const;

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
      /** Somebody else's program. */
      image: z.string().optional(),
      environment: z.record(z.string(), z.string()).default({}),
      command: z.array(z.string()).default([]),
      ports: z.array(z.string()).default([]),
      volumes: z.array(z.string()),
      profiles: z.array(z.string()).default([]),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
      network_mode: z.string().default(''),
      healthcheck: z.object({ disable: z.boolean() }).optional(),
    }),
  ),
  volumes: z.record(z.string(), z.null()),
});
const compose = Compose.parse(parse(read('docker-compose.yml')));
/** `${NAME:-default}` as when nothing is set. */
const unset = (environment: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value.replace(/\$\{\w+:-([^}]*)\}/g, '$1')]),
  );

type Waits = Record<string, readonly string[]>;

/** What each service of a profile, and the health of one, waits for. */
function waitsOf(profile: string): Waits {
  const services = Object.entries(compose.services).filter(
    ([, { profiles }]) => profiles.length === 0 || profiles.includes(profile),
  );
  const waits: Record<string, string[]> = {};
  for (const [name, { depends_on, network_mode, command }] of services) {
    const others = Object.entries(depends_on).map(([other, { condition }]) =>
      condition === 'service_healthy' ? `${other} is healthy` : other,
    );
    const host = /^service:(.+)$/.exec(network_mode)?.[1] ?? [];
    // Who looks for a file on a volume waits for whoever else has that volume.
    const volume = /until test -f \/([\w-]+)\//.exec(command.join(' '))?.[1];
    const writers = services.filter(
      ([other, { volumes }]) => other !== name && volumes.some((text) => text.startsWith(`${volume}:`)),
    );
    waits[name] = [...others, ...writers.map(([writer]) => writer)].concat(host);
    waits[`${name} is healthy`] = [name];
  }
  // It says so once it is connected to its broker.
  if (profile === 'mosquitto') waits['controller is healthy']?.push('mosquitto');
  return waits;
}

/** The way from `name` back to it, or nothing. */
function circleFrom(name: string, waits: Waits, way: readonly string[] = [name]): string[] {
  for (const next of waits[way.at(-1) ?? ''] ?? []) {
    if (next === name) return [...way, next];
    const circle = way.includes(next) ? [] : circleFrom(name, waits, [...way, next]);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** A built file stands for the source that it is built from. */
function sourceOf(path: string): string {
  if (path.includes('/dist/bundle')) return path.replace(/dist\/bundle.*$/, 'bundle.mjs');
  if (path.endsWith('/dist')) return path.replace(/dist$/, 'src');
  return path.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
}

describe.each(names)('the image of the %s', (name) => {
  const image = images[name];
  const stage = lastStage(image);

  it('copies only what exists', () => {
    const copied = restsOf(image, 'COPY').flatMap((rest) => {
      const words = rest.split(' ').filter((word) => !word.startsWith('--'));
      return words.slice(0, -1).map((path) => path.replace(/^\/app\//, ''));
    });
    const missing = copied.filter(
      (path) => !path.startsWith('node_modules') && !existsSync(join(repository, sourceOf(path))),
    );
    expect(copied.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });

  it('starts and checks programs that exist, without root', () => {
    const commands = [...restsOf(stage, 'CMD'), ...restsOf(stage, 'HEALTHCHECK')].join(' ');
    const programs = commands.match(/[\w./-]+\.js(?!\w)/g) ?? [];
    expect(programs.length).toBeGreaterThan(0);
    for (const program of programs) expect(existsSync(join(repository, sourceOf(program)))).toBe(true);
    expect(restsOf(stage, 'USER')).toEqual(['node']);
    expect(restsOf(stage, 'HEALTHCHECK')).toHaveLength(1);
  });

  it('is built on a Node that the project runs on', () => {
    for (const base of restsOf(image, 'FROM')) expect(base).toMatch(/^node:24-slim/);
  });

  it('keeps its data in the volume', () => {
    const { LOA_DATA, LOA_AGENT_DATA } = environmentOf(stage);
    expect(restsOf(stage, 'VOLUME')).toEqual([LOA_DATA ?? LOA_AGENT_DATA]);
  });
});

describe('the bundle in the image of a box', () => {
  const stage = lastStage(images['edge-agent']);
  const copied = restsOf(stage, 'COPY').map((rest) => rest.split(' ').at(-1) ?? '');
  const sources = readdirSync(join(repository, 'edge-agent/src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => read(join('edge-agent/src', path)));

  it('finds beside it every file that its sources name', () => {
    const bundle = 'edge-agent/dist/bundle';
    const named = sources.flatMap((text) =>
      [...text.matchAll(/new URL\('(\.[^']+)', import\.meta\.url\)/g)].map(([, path = '']) => path),
    );
    expect(named.length).toBeGreaterThan(2);
    const missing = named
      .map((path) => join(bundle, path))
      .filter((path) => !copied.some((target) => `${path}/`.startsWith(`${target}/`)));
    expect(missing).toEqual([]);
    expect(existsSync(join(repository, 'edge-agent/sounds/ban-tin-thu.opus'))).toBe(true);
  });

  it('has the programs that it starts', () => {
    const packages: Record<string, string> = {
      ...{ ffmpeg: 'ffmpeg', aplay: 'alsa-utils', amixer: 'alsa-utils', arecord: 'alsa-utils' },
      gpioset: 'gpiod',
      // Of Debian's essential packages.
      ...{ perl: '', setpriv: '', mkfifo: '', cat: '' },
    };
    const started = sources.flatMap((text) =>
      [
        ...text.matchAll(/(?:spawn|execFile|execFileSync)\((?:process\.env\.\w+ (?:\?\?|\|\|) )?'(\w+)'/g),
      ].map(([, program = '']) => program),
    );
    const installed = restsOf(stage, 'RUN').join(' ').split(' ');
    expect(new Set(started)).toContain('ffmpeg');
    for (const program of started) {
      const from = packages[program];
      expect(from, program).toBeDefined();
      if (from) expect(installed).toContain(from);
    }
  });
});

describe('settings in Docker', () => {
  it('are settings that the controller knows, with the ports that are exposed and published', () => {
    const service = compose.services.controller;
    const own = environmentOf(lastStage(images.controller));
    const { NODE_ENV: _, ...image } = own;
    const config = readConfig({ ...image, ...unset(service?.environment ?? {}) });
    const { boxes } = config;
    const ports = [config.http.port, boxes?.httpsPort ?? 0, boxes?.mqttsPort ?? 0].map(String);
    expect(restsOf(images.controller, 'EXPOSE')).toEqual([ports.join(' ')]);
    expect(service?.ports.map((port) => port.split(':').at(-1))).toEqual(ports);
    expect(restsOf(images.controller, 'HEALTHCHECK')[0]).toContain(`http://127.0.0.1:${config.http.port}`);
    // The broker without TLS stays inside.
    expect(config.mqtt).toMatchObject({ host: '127.0.0.1', publicUrl: null });
    expect(boxes?.name).toBe('controller');
  });

  it('are settings that a box knows, and lead it to the controller', () => {
    const service = compose.services.box;
    const { NODE_ENV: _, ...image } = environmentOf(lastStage(images['edge-agent']));
    const config = loadConfig({ ...image, ...unset(service?.environment ?? {}) });
    expect(config.server).toBe(`http://controller:${environmentOf(images.controller).LOA_HTTP_PORT}`);
  });
});

describe('docker-compose.yml', () => {
  it('builds from Dockerfiles that exist, into volumes that it declares', () => {
    for (const service of Object.values(compose.services)) {
      const { build, image } = service;
      expect(build === undefined).not.toBe(image === undefined);
      if (build) expect(existsSync(join(repository, build.context, build.dockerfile))).toBe(true);
      for (const volume of service.volumes) {
        const [name = '', path] = volume.split(':');
        if (name.startsWith('./')) {
          expect(existsSync(join(repository, name))).toBe(true);
          continue;
        }
        expect(Object.keys(compose.volumes)).toContain(name);
        expect(['/data', '/mosquitto-files']).toContain(path);
      }
    }
  });

  it('publishes nothing beyond this machine by itself, but a proxy with TLS where one is asked for', () => {
    for (const [name, { ports, profiles }] of Object.entries(compose.services)) {
      if (name === 'proxy') expect(profiles).toEqual(['proxy']);
      else for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it.each(['proxy', 'mosquitto', 'box'])(
    'starts with the profile %s: nothing waits for itself',
    (profile) => {
      const waits = waitsOf(profile);
      expect(Object.keys(waits).length).toBeGreaterThan(2);
      expect(Object.keys(waits).flatMap((name) => circleFrom(name, waits))).toEqual([]);
    },
  );

  it('asks of a service whether it is well only what that service can answer', () => {
    const elsewhere = Object.entries(compose.services).filter(
      ([, { build, command, healthcheck }]) => build && command.length > 0 && healthcheck?.disable !== true,
    );
    expect(elsewhere).toEqual([]);
  });

  it('writes Mosquitto’s files anew after a command that failed', () => {
    const { command } = compose.services['mosquitto-files'] ?? {};
    const [shell = '', option = '', loop = ''] = command ?? [];
    // Each turn writes a line and fails, the third one ends the loop from outside.
    const quick = loop.replace(/sleep \d+/, 'sleep 0').replace(/node [^;|&]*/, 'turn');
    const turn = 'n=0; turn() { n=$((n+1)); echo $n; [ $n -lt 3 ] || exit 0; return 1; };';
    expect(execFileSync(shell, [option, `${turn} ${quick}`], { encoding: 'utf8' })).toBe('1\n2\n3\n');
  });

  it('starts Mosquitto only with files that name a port for boxes', () => {
    const [, awaited] =
      /until test -f (\S+);/.exec(compose.services.mosquitto?.command.join(' ') ?? '') ?? [];
    const ports = { folder: '/mosquitto-files', plainPort: 1883 };
    expect(mosquittoConf({ ...ports, tlsPort: 8883 })).toContain(`keyfile ${awaited}\n`);
    expect(mosquittoConf({ ...ports, tlsPort: null })).not.toContain(awaited);
  });

  it('writes Mosquitto’s files by a command that there is', () => {
    const typed = compose.services['mosquitto-files']?.command.join(' ') ?? '';
    expect(commands.some(({ name }) => typed.includes(` ${name} --data`))).toBe(true);
  });

  it('keeps keys and data out of images', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const line of ['.git', '**/data', '**/*.jwk', '**/node_modules', '**/dist'])
      expect(ignored).toContain(line);
  });
});
