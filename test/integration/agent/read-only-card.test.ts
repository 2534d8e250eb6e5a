import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultOf } from '@loa/shared/node/storage-fault';
import { afterAll, describe, expect, it } from 'vitest';
import { openCard } from '../../../edge-agent/src/card/card.js';
import { salvageDb } from '../../../edge-agent/src/card/salvage-db.js';
import { lockDataFolder } from '../../../edge-agent/src/data-lock.js';
import { createJournal } from '../../../edge-agent/src/journal.js';
import { openJournalDb } from '../../../edge-agent/src/journal-schema.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

const folder = mkdtempSync(join(tmpdir(), 'loa-ro-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]).status === 0;
if (!mounted) process.stderr.write('\n*** SKIPPED for want of the right to mount: a real read-only card\n');

afterAll(() => {
  if (mounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

const open = () =>
  openCard({
    open: () => openJournalDb(join(folder, 'box.db')),
    salvage: () => salvageDb(join(folder, 'box.db')),
    random: createSeededRandom(3),
    log: silentLogger,
  });

const journalOn = (db: ReturnType<typeof open>['db']) =>
  createJournal({
    db,
    random: createSeededRandom(4),
    reserve: { ensure: () => true, release: () => false },
    stamp: () => ({ at: 1, clock: { state: 'untrusted' }, earliest: null }),
    log: silentLogger,
  });

/** What was committed stands in the write-ahead log alone, which an orderly end would have emptied. */
function leaveAsAfterPowerCut(close: () => void): void {
  const files = readdirSync(folder).filter((name) => name.startsWith('box.db'));
  const kept = files.map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  close();
  for (const { name, bytes } of kept) writeFileSync(join(folder, name), bytes);
  rmSync(join(folder, 'box.db-shm'));
}

describe.runIf(mounted)('a card that the kernel made read-only', () => {
  it('is locked, read and gone on from in memory, its newest commits with it', async () => {
    const first = open();
    const journal = journalOn(first.db);
    journal.commit(() => journal.append({ kind: 'boot', version: '1', bootId: 'b' }));
    leaveAsAfterPowerCut(first.close);
    expect(await faultOf(folder)).toBeNull();
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    expect(await faultOf(folder)).toContain('EROFS');
    const unlock = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow('Another agent');
    const card = open();
    const again = journalOn(card.db);
    expect(card.forgetful).toBe(true);
    expect(again.lastSeq()).toBe(1);
    again.commit(() => again.append({ kind: 'boot', version: '1', bootId: 'c' }));
    expect(again.lastSeq()).toBe(2);
    card.close();
    unlock();
  });
});
