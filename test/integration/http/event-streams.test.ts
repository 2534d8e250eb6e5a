import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import type { EventStream } from '../../../controller/src/http/answer.js';
import { sendAnswer } from '../../../controller/src/http/send-answer.js';
import { startControllerApp } from '../../support/controller-app.js';
import { PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { readEvents } from '../../support/event-stream.js';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

/** One stream of events to a reader; what it is sent, and whether the server gave it up. */
async function streamTo(reads: boolean) {
  let opened: (stream: EventStream) => void = () => {};
  const stream = new Promise<EventStream>((resolve) => {
    opened = resolve;
  });
  const told = { stopped: false };
  const answer = (given: EventStream) => {
    opened(given);
    return () => {
      told.stopped = true;
    };
  };
  const app = express().get('/', (_request, response, next) => {
    sendAnswer(response, { kind: 'events', open: answer }).catch(next);
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const socket = connect(address.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET / HTTP/1.1\r\nHost: loa\r\n\r\n');
  if (reads) socket.resume();
  else socket.pause();
  stops.push(async () => {
    socket.destroy();
    await close(server);
  });
  return { stream: await stream, told };
}

const PIECE = 'a'.repeat(100_000);
/** More than the buffers of both sockets take. */
const PIECES = 400;

async function pour({ stream, told }: Awaited<ReturnType<typeof streamTo>>): Promise<void> {
  for (let piece = 0; piece < PIECES && !told.stopped; piece++) {
    stream.send('box', PIECE);
    await setImmediate();
  }
}

describe('a stream of events', () => {
  it('to a reader that takes nothing is cut before it fills the memory', async () => {
    const idle = await streamTo(false);
    await pour(idle);
    expect(idle.told.stopped).toBe(true);
  });

  it('to a reader that takes what comes goes on', async () => {
    const busy = await streamTo(true);
    await pour(busy);
    expect(busy.told.stopped).toBe(false);
  });

  it('is one of twenty of an account: the oldest ends, the others and other people’s go on', async () => {
    const app = await startControllerApp();
    stops.push(() => app.stop());
    const world = await seedControllerWorld(app);
    const open = async (token: string) => {
      const stream = await readEvents(`${app.url}/api/events`, token);
      stops.unshift(async () => stream.close());
      await stream.beat();
      return stream;
    };
    const other = await open(world.tokens.technician);
    const first = await open(world.tokens.broadcaster);
    const second = await open(world.tokens.broadcaster);
    for (let n = 2; n < 20; n++) await open(world.tokens.broadcaster);
    const last = await open(world.tokens.broadcaster);
    await first.ended;
    app.changes.notify({ kind: 'status', boxId: PLACES.box });
    await app.advance(250);
    for (const stream of [other, second, last]) await stream.next('box');
  });
});
