import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ObjectStore, openStore } from '../../../controller/src/library/store.js';
import { createTurns } from '../../../controller/src/library/turns.js';
import { createSeededRandom } from '../../support/seeded-random.js';

let folder: string;
let store: ObjectStore;
const random = createSeededRandom(57);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loa-store-'));
  store = await openStore({ folder, random });
});
afterEach(() => {
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

async function* chunks(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the object store', () => {
  it('names an object by its bytes, from a stream or from a file', async () => {
    const name = sha256('loa làng');
    expect(await store.has(name)).toBe(false);
    expect(await store.put(chunks('loa ', 'làng'))).toEqual({ ok: true, sha256: name, bytes: 9 });
    expect(store.pathOf(name)).toBe(join(folder, 'objects', name.slice(0, 2), name.slice(2)));
    expect(readFileSync(store.pathOf(name), 'utf8')).toBe('loa làng');
    expect(await store.has(name)).toBe(true);

    const file = join(folder, 'upload');
    writeFileSync(file, 'loa làng');
    expect(await store.put({ file })).toMatchObject({ sha256: name });
    expect(existsSync(file)).toBe(true);
  });

  it('keeps nothing of what is discarded', async () => {
    const staged = await store.stage(chunks('x'));
    if (!staged.ok) expect.fail();
    await staged.discard();
    expect(await store.has(staged.sha256)).toBe(false);
  });

  it('stops at the size limit', async () => {
    expect(await store.put(chunks('12345', '67890'), { maxBytes: 9 })).toMatchObject({
      ok: false,
      reason: 'too_large',
    });
    expect(await store.put(chunks('12345', '6789'), { maxBytes: 9 })).toMatchObject({ ok: true });
  });

  it('says that the disk is full, and leaves it no fuller', async () => {
    async function* full() {
      yield Buffer.from('first');
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    }
    expect(await store.put(full())).toMatchObject({ ok: false, reason: 'disk_full' });
  });

  it('leaves nothing when the upload breaks off', async () => {
    async function* broken() {
      yield Buffer.from('first');
      throw new Error('socket closed');
    }
    await expect(store.put(broken())).rejects.toThrow('socket closed');
  });

  it('sweeps away at the start what a power cut left', async () => {
    writeFileSync(join(folder, 'tmp', 'half'), 'ha');
    await openStore({ folder, random });
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });

  it('takes nothing but a hash for a name', () => {
    expect(() => store.pathOf('../../etc/passwd')).toThrow('Not a sha256');
  });
});

describe('turns', () => {
  it('lets in no more than allowed, first come first served, and forgets who left while waiting', async () => {
    const turns = createTurns(1);
    const order: string[] = [];
    let finishFirst = (): void => {};
    const first = turns.run(() => new Promise<void>((resolve) => (finishFirst = resolve)));
    const left = new AbortController();
    const second = turns.run(async () => order.push('second'), left.signal);
    const third = turns.run(async () => order.push('third'));
    left.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    expect(order).toEqual([]);
    finishFirst();
    await first;
    await third;
    expect(order).toEqual(['third']);
  });

  it('goes on after a failure', async () => {
    const turns = createTurns(1);
    await expect(turns.run(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await turns.run(async () => 'next')).toBe('next');
  });
});
