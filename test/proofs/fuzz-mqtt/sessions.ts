import type { Random } from '@loa/shared/ports/random';
import { topics } from '@loa/shared/topics';
import { generate, type Packet } from 'mqtt-packet';

/** What one hostile peer says, chunk by chunk, and how it goes. */
export interface HostileSession {
  chunks: Buffer[];
  /** `linger` waits for the broker to close; `vanish` resets the connection in the middle. */
  ending: 'hangUp' | 'vanish' | 'linger';
}

export const FUZZ_BOXES = 1_000;
export const fuzzBox = (n: number) => `box_fuzz${n}`;
export const fuzzToken = (boxId: string) => `token of ${boxId}`;

type Make = (random: Random) => Buffer;

/** Sessions of strangers, of boxes that turned hostile, and of things that are no MQTT at all. */
export function hostileSession(random: Random): HostileSession {
  const bytes = Buffer.concat(wordsOf(random));
  const ending = random.unit() < 0.06 ? 'vanish' : random.unit() < 0.15 ? 'linger' : 'hangUp';
  return { chunks: cut(random, bytes), ending };
}

/** What a box does in an ordinary minute: it comes with its token, asks for what is its own, reports, says how it is, and goes. */
export function politeSession(random: Random): HostileSession {
  const boxId = fuzzBox(whole(random, 0, FUZZ_BOXES - 1));
  const own = [topics.plan(boxId), topics.receipt(boxId), topics.override('area_fuzz')];
  const said = (topic: string, most: number, retain: boolean) => ({
    ...{ cmd: 'publish' as const, topic, qos: 1 as const, dup: false, retain },
    ...{ messageId: whole(random, 1, 65_535), payload: Buffer.from(random.bytes(whole(random, 100, most))) },
  });
  const words: Packet[] = [
    {
      ...{ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 60 },
      ...{ clientId: boxId, username: boxId, password: Buffer.from(fuzzToken(boxId)) },
    },
    { cmd: 'subscribe', messageId: 1, subscriptions: own.map((topic) => ({ topic, qos: 1 as const })) },
    said(topics.report(boxId), 30_000, false),
    said(topics.status(boxId), 2_000, true),
  ];
  return { chunks: words.map((packet) => generate(packet)), ending: 'hangUp' };
}

function wordsOf(random: Random): Buffer[] {
  const kind = random.unit();
  if (kind < 0.1) return [noise(random, 400)];
  if (kind < 0.35) return [mutated(random, connect(random, random.unit() < 0.5)), ...packets(random, 2)];
  if (kind < 0.45) return packets(random, 4);
  // A box with its own token, hijacked: every word is MQTT, and none is its to say.
  if (kind < 0.75)
    return [connect(random, true), ...many(random, 8, () => pick(random, WELL_FORMED)(random))];
  return [connect(random, true), ...packets(random, 6)];
}

function many<T>(random: Random, most: number, make: () => T): T[] {
  return Array.from({ length: whole(random, 1, most) }, make);
}

function packets(random: Random, most: number): Buffer[] {
  return Array.from({ length: whole(random, 0, most) }, () => {
    const packet = pick(random, MAKERS)(random);
    return random.unit() < 0.25 ? mutated(random, packet) : packet;
  });
}

function connect(random: Random, honest: boolean): Buffer {
  const boxId = fuzzBox(whole(random, 0, FUZZ_BOXES - 1));
  const will = random.unit() < (honest ? 0.2 : 0.5);
  const packet: Packet = {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: honest ? 4 : pick(random, [3, 4, 5] as const),
    clean: random.unit() < 0.9,
    clientId: honest ? boxId : pick(random, [boxId, '', '$controller', 'x'.repeat(whole(random, 1, 3_000))]),
    keepalive: honest ? 60 : pick(random, [0, 1, 60, 120, 121, 65_535]),
    username: honest ? boxId : pick(random, [boxId, '$controller', 'root', fuzzBox(1)]),
    password: Buffer.from(honest ? fuzzToken(boxId) : pick(random, ['', 'guess', fuzzToken(fuzzBox(2))])),
    ...(will
      ? {
          will: {
            topic: honest ? topics.status(boxId) : topicOf(random),
            payload: Buffer.from(random.bytes(whole(random, 0, 200))),
            qos: pick(random, [0, 1, 2] as const),
            retain: random.unit() < 0.5,
          },
        }
      : {}),
  };
  return made(packet);
}

const publish: Make = (random) => {
  const qos = pick(random, [0, 1, 1, 2] as const);
  return made({
    ...{ cmd: 'publish', topic: topicOf(random), qos, dup: random.unit() < 0.3 && qos > 0 },
    retain: random.unit() < 0.3,
    payload: Buffer.from(random.bytes(whole(random, 0, random.unit() < 0.02 ? 30_000 : 300))),
    ...(qos > 0 ? { messageId: whole(random, 1, 65_535) } : {}),
  } as Packet);
};

const subscribe: Make = (random) =>
  made({
    cmd: 'subscribe',
    messageId: whole(random, 1, 65_535),
    subscriptions: Array.from({ length: whole(random, 1, 12) }, () => ({
      topic: random.unit() < 0.5 ? pick(random, FILTERS) : topicOf(random),
      qos: pick(random, [0, 1, 2] as const),
    })),
  });

const unsubscribe: Make = (random) =>
  made({
    cmd: 'unsubscribe',
    messageId: whole(random, 1, 65_535),
    unsubscriptions: Array.from({ length: whole(random, 1, 12) }, () => pick(random, FILTERS)),
  });

const acknowledgement: Make = (random) =>
  Buffer.from([pick(random, [0x40, 0x50, 0x62, 0x70, 0x60]), 2, ...random.bytes(2)]);

/** Any type and flags, a length that is right or not, and whatever. */
const anyPacket: Make = (random) => {
  const body = noise(random, 60);
  const length = random.unit() < 0.7 ? body.length : whole(random, 0, 127);
  return Buffer.concat([Buffer.from([whole(random, 0, 255), length]), body]);
};

/** Announces much and sends little, or lengths that the standard does not know. */
const announcement: Make = (random) =>
  Buffer.concat([
    Buffer.from([pick(random, [0x10, 0x30, 0x32, 0x82, 0xa2])]),
    pick(random, [
      Buffer.from([0xff, 0xff, 0xff, 0x7f]),
      Buffer.from([0xff, 0xff, 0xff, 0xff, 0x7f]),
      Buffer.from([0x80, 0x80, 0x80, 0x00]),
      Buffer.from([0xff, 0xff, 0x03]),
      Buffer.from([0xff, 0x1f]),
    ]),
    noise(random, 50),
  ]);

const flood: Make = (random) => {
  const one = pick(random, [Buffer.from([0xc0, 0]), Buffer.from([0x40, 2, 0, 1]), publish(random)]);
  return Buffer.concat(Array.from({ length: whole(random, 2, 40) }, () => one));
};

/** Raw bodies that the generator would refuse to write: empty, wildcard and broken topics. */
const brokenPublish: Make = (random) => {
  const topic = pick(random, [
    Buffer.alloc(0),
    Buffer.from('loa/#'),
    Buffer.from('loa/+/x'),
    Buffer.from([0xc3, 0x28]),
    Buffer.from('a\0b'),
    Buffer.from('__proto__'),
    Buffer.from('/'.repeat(whole(random, 1, 120))),
  ]);
  const body = Buffer.concat([Buffer.from([0, topic.length]), topic, Buffer.from([0, 1]), noise(random, 20)]);
  return Buffer.concat([Buffer.from([0x32, Math.min(127, body.length)]), body]);
};

const MAKERS: readonly Make[] = [
  ...[publish, publish, publish, subscribe, subscribe, unsubscribe, acknowledgement],
  ...[anyPacket, announcement, flood, brokenPublish],
  (random) => connect(random, random.unit() < 0.5),
  () => Buffer.from([0xc0, 0]),
  () => Buffer.from([0xe0, 0]),
];

/** Nothing that ends the connection by itself. */
const WELL_FORMED: readonly Make[] = [publish, publish, subscribe, subscribe, unsubscribe, acknowledgement];

const FILTERS = [
  ...['#', '+', '+/#', 'loa/#', '$SYS/#', '$quarantine', '$share/x/#', '__proto__', 'constructor', ''],
  ...['loa/v1/box/+/down/plan', 'loa/v1/area/+/down/override', 'a/#/b', '/'.repeat(60)],
  ...[topics.plan('box_innocent'), topics.override('area_innocent'), topics.plan(fuzzBox(1))],
];

function topicOf(random: Random): string {
  const box = random.unit() < 0.5 ? 'box_innocent' : fuzzBox(whole(random, 0, FUZZ_BOXES - 1));
  return pick(random, [
    ...[topics.plan(box), topics.receipt(box), topics.report(box), topics.status(box)],
    ...[topics.override('area_innocent'), topics.roster('area_innocent')],
    ...['$SYS/x', '$quarantine', 'constructor', 'toString', 'a'.repeat(whole(random, 1, 900))],
    Array.from({ length: whole(random, 1, 30) }, () => 'a').join('/'),
    Buffer.from(random.bytes(whole(random, 1, 40)))
      .toString('latin1')
      .replaceAll('\0', 'x'),
  ]);
}

/** A few of its bits, bytes or pieces changed. */
function mutated(random: Random, packet: Buffer): Buffer {
  let bytes = Buffer.from(packet);
  for (let changes = whole(random, 1, 4); changes > 0 && bytes.length > 0; changes--) {
    const at = whole(random, 0, bytes.length - 1);
    const how = random.unit();
    if (how < 0.4) bytes[at] = whole(random, 0, 255);
    else if (how < 0.6) bytes[at] = (bytes[at] ?? 0) ^ (1 << whole(random, 0, 7));
    else if (how < 0.75) bytes = bytes.subarray(0, at);
    else if (how < 0.9) bytes = Buffer.concat([bytes.subarray(0, at), noise(random, 8), bytes.subarray(at)]);
    else bytes = Buffer.concat([bytes.subarray(0, at), bytes]);
  }
  return bytes;
}

function made(packet: Packet): Buffer {
  try {
    return generate(packet);
  } catch {
    // What the generator itself refuses is said as noise.
    return Buffer.from([0x30, 3, 0, 1, 0x23]);
  }
}

function cut(random: Random, bytes: Buffer): Buffer[] {
  const pieces = random.unit() < 0.7 ? 1 : whole(random, 2, 4);
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return chunks;
}

function noise(random: Random, most: number): Buffer {
  return Buffer.from(random.bytes(whole(random, 0, most)));
}

function whole(random: Random, from: number, to: number): number {
  return from + Math.floor(random.unit() * (to - from + 1));
}

function pick<T>(random: Random, from: readonly T[]): T {
  const chosen = from[whole(random, 0, from.length - 1)];
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
}
