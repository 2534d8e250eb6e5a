import { EventEmitter } from 'node:events';
import { MINUTE } from '@loa/shared/instant';
import { describe, expect, it } from 'vitest';
import { createDataBudget, type MonthOfData, monthOf } from '../../../edge-agent/src/data-budget.js';
import { createTrafficMeter, wireBytes } from '../../../edge-agent/src/traffic.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';

describe('bytes on the wire', () => {
  it('count headers and acknowledgements: a ping costs four times what it says', () => {
    expect(wireBytes(24, 24)).toBe(204);
    expect(wireBytes(0, 0)).toBe(0);
    const bulk = wireBytes(1_400_000, 300) / 1_400_000;
    expect(bulk).toBeGreaterThan(1.03);
    expect(bulk).toBeLessThan(1.06);
  });

  it('are those of every socket, by what it is for, each byte once, also after its end', () => {
    const meter = createTrafficMeter();
    const socket = Object.assign(new EventEmitter(), { bytesRead: 0, bytesWritten: 0 });
    meter.onSocket('audio')(socket);
    socket.emit('connect');
    socket.bytesRead = 14_000;
    const once = meter.total().audio;
    expect(once).toBeGreaterThan(14_000);
    expect(meter.total()).toEqual({ control: 0, audio: once, stream: 0 });
    socket.bytesRead += 1_400;
    socket.emit('close');
    expect(meter.total().audio - once).toBe(wireBytes(1_400, 0));
    socket.bytesRead += 1_400;
    expect(meter.total().audio - once).toBe(wireBytes(1_400, 0));
  });
});

function createBench(options: { budgetBytes?: number; kept?: MonthOfData } = {}) {
  const clock = createFakeClock(Date.UTC(2026, 10, 30, 16, 0));
  const carried = { control: 0, audio: 0, stream: 0 };
  let kept = options.kept ?? null;
  let writes = 0;
  let changes = 0;
  const known = { time: true };
  const begin = () =>
    createDataBudget({
      traffic: { total: () => ({ ...carried }) },
      memory: {
        read: () => kept,
        write(used) {
          writes += 1;
          kept = used;
        },
      },
      budgetBytes: options.budgetBytes ?? null,
      clock,
      now: () => (known.time ? clock.now() : null),
      zone: () => 'Asia/Ho_Chi_Minh',
      onChange: () => {
        changes += 1;
      },
      log: silentLogger,
    });
  return { clock, carried, known, begin, kept: () => kept, writes: () => writes, changes: () => changes };
}

describe('the data of a month', () => {
  it('is counted by what it was for, and over restarts', () => {
    const bench = createBench();
    const first = bench.begin();
    bench.carried.audio += 1_000;
    first.settle();
    first.save();
    const second = bench.begin();
    bench.carried.control += 50;
    second.settle();
    expect(second.used()).toEqual({ month: '2026-11', control: 50, audio: 1_000, stream: 0 });
    expect(second.over()).toBe(false);
  });

  it('begins anew with the month of the place, not of Greenwich', async () => {
    const bench = createBench();
    const budget = bench.begin();
    bench.carried.audio += 1_000;
    budget.settle();
    await bench.clock.advance(61 * MINUTE);
    bench.carried.audio += 7;
    budget.settle();
    expect(budget.used()).toEqual({ month: '2026-12', control: 0, audio: 7, stream: 0 });
    expect(monthOf(Date.UTC(2026, 10, 30, 16, 59), 'Asia/Ho_Chi_Minh')).toBe('2026-11');
  });

  it('is told when it is used up, and when a new month allows more', async () => {
    const bench = createBench({ budgetBytes: 1_000 });
    const budget = bench.begin();
    bench.carried.stream += 1_000;
    budget.settle();
    expect([budget.over(), bench.changes()]).toEqual([true, 1]);
    await bench.clock.advance(61 * MINUTE);
    budget.settle();
    expect([budget.over(), bench.changes()]).toEqual([false, 2]);
  });

  it('goes on in the month it was in while the time is not known', () => {
    const kept = { month: '2026-11', control: 5, audio: 0, stream: 0 };
    const bench = createBench({ kept });
    bench.known.time = false;
    const budget = bench.begin();
    bench.carried.control += 5;
    budget.settle();
    expect(budget.used()).toEqual({ ...kept, control: 10 });
  });

  it('is written every ten minutes at most: a card does not live for ever', async () => {
    const bench = createBench();
    const budget = bench.begin();
    for (let minute = 0; minute < 60; minute++) {
      await bench.clock.advance(MINUTE);
      bench.carried.control += 1;
      budget.settle();
    }
    expect(bench.writes()).toBeLessThanOrEqual(6);
  });
});
