import { BusOfflineError } from '@loa/shared/errors';
import type { Bus, BusState, BusStop } from '@loa/shared/ports/bus';
import { controllerFilters, topics } from '@loa/shared/topics';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BrokerBench } from '../../support/broker-bench.js';
import { bytes, collect, connected, disconnected, says, stateOf } from '../../support/bus-probe.js';

/** What every bus promises, over every broker. */
export function busContract(createBench: () => Promise<BrokerBench>): void {
  let bench: BrokerBench;
  let controller: Bus;
  let box: Bus;
  const stops: BusStop[] = [];
  const started = async (bus: Bus) => {
    stops.push(await bus.start());
    await connected(bus);
    return bus;
  };

  beforeEach(async () => {
    bench = await createBench();
    controller = await started(bench.controller());
    box = await started(bench.box('box_aaa'));
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
    await bench.close();
  });

  it('delivers the bytes of reports to the wildcard, in order', async () => {
    const reports = await collect(controller, controllerFilters.reports);
    const payloads = [bytes('một'), Uint8Array.from({ length: 256 }, (_, i) => i), bytes('ba')];
    for (const payload of payloads) await box.publish(topics.report('box_aaa'), payload);
    await reports.until(says('ba'));
    expect(reports.messages.map(({ payload }) => Buffer.from(payload))).toEqual(
      payloads.map((p) => Buffer.from(p)),
    );
    expect(reports.messages[0]).toMatchObject({ topic: topics.report('box_aaa'), retained: false });
  });

  it('gives a plan to a box that comes later, marked as retained, and a live one unmarked', async () => {
    await controller.publish(topics.plan('box_bbb'), bytes('old'), { retain: true });
    await controller.publish(topics.plan('box_bbb'), bytes('first'), { retain: true });
    const late = await started(bench.box('box_bbb'));
    const plans = await collect(late, topics.plan('box_bbb'));
    await plans.until(says('first'));
    await controller.publish(topics.plan('box_bbb'), bytes('second'), { retain: true });
    await plans.until(says('second'));
    expect(plans.texts()).toEqual(['first', 'second']);
    expect(plans.messages.map(({ retained }) => retained)).toEqual([true, false]);
  });

  it('forgets a retained message when an empty one follows', async () => {
    await controller.publish(topics.plan('box_aaa'), bytes('plan'), { retain: true });
    await controller.publish(topics.plan('box_aaa'), new Uint8Array(), { retain: true });
    const plans = await collect(box, topics.plan('box_aaa'));
    await controller.publish(topics.plan('box_aaa'), bytes('end'));
    await plans.until(says('end'));
    expect(plans.texts()).toEqual(['end']);
  });

  it('carries a plan of 900 kB and a report of 60 kB', async () => {
    const plans = await collect(box, topics.plan('box_aaa'));
    const reports = await collect(controller, controllerFilters.reports);
    await controller.publish(topics.plan('box_aaa'), new Uint8Array(900_000).fill(7), { retain: true });
    await box.publish(topics.report('box_aaa'), new Uint8Array(60_000).fill(9));
    expect((await plans.until(() => true)).payload.byteLength).toBe(900_000);
    expect((await reports.until(() => true)).payload.byteLength).toBe(60_000);
  });

  it('runs handlers one after the other, though one throws', async () => {
    const seen: string[] = [];
    let ended = () => {};
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    await controller.subscribe(controllerFilters.reports, async ({ payload }) => {
      const text = Buffer.from(payload).toString();
      seen.push(`begin ${text}`);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(`end ${text}`);
      if (text === '1') throw new Error('a handler failed');
      if (text === '3') ended();
    });
    for (const text of ['1', '2', '3']) await box.publish(topics.report('box_aaa'), bytes(text));
    await end;
    expect(seen).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
  });

  it('lets a handler publish and wait for it', async () => {
    await controller.subscribe(controllerFilters.reports, () =>
      controller.publish(topics.receipt('box_aaa'), bytes('stored'), { retain: true }),
    );
    const receipts = await collect(box, topics.receipt('box_aaa'));
    await box.publish(topics.report('box_aaa'), bytes('report'));
    await receipts.until(says('stored'));
  });

  it('rejects a publish at once while there is no connection', async () => {
    const unborn = bench.box('box_bbb');
    await expect(unborn.publish(topics.report('box_bbb'), bytes('x'))).rejects.toThrow(BusOfflineError);
    bench.cut('box_aaa');
    await disconnected(box);
    await expect(box.publish(topics.report('box_aaa'), bytes('x'))).rejects.toThrow(BusOfflineError);
  });

  it('rejects a publish whose connection is lost before the broker acknowledged it', async () => {
    bench.hold('box_aaa');
    const publishing = box.publish(topics.report('box_aaa'), bytes('lost'));
    bench.cut('box_aaa');
    await expect(publishing).rejects.toThrow(BusOfflineError);
  });

  it('reconnects, subscribes again and hears what is retained', async () => {
    const plans = await collect(box, topics.plan('box_aaa'));
    bench.cut('box_aaa');
    await disconnected(box);
    await controller.publish(topics.plan('box_aaa'), bytes('while away'), { retain: true });
    bench.heal('box_aaa');
    await connected(box);
    await plans.until(says('while away'));
    await controller.publish(topics.plan('box_aaa'), bytes('live again'), { retain: true });
    await plans.until(says('live again'));
  });

  it('remembers what was subscribed while offline', async () => {
    bench.cut('box_aaa');
    await disconnected(box);
    const plans = await collect(box, topics.plan('box_aaa'));
    bench.heal('box_aaa');
    await controller.publish(topics.plan('box_aaa'), bytes('plan'), { retain: true });
    await plans.until(says('plan'));
  });

  it('publishes the last will when a link breaks, and keeps it', async () => {
    await box.publish(topics.status('box_aaa'), bytes('here'), { retain: true });
    const statuses = await collect(controller, controllerFilters.statuses);
    await statuses.until(says('here'));
    bench.cut('box_aaa');
    const will = await statuses.until(({ payload }) => Buffer.from(payload).includes('false'));
    expect(JSON.parse(Buffer.from(will.payload).toString())).toEqual({ boxId: 'box_aaa', connected: false });
    const again = await collect(controller, topics.status('box_aaa'));
    expect((await again.until(({ retained }) => retained)).payload).toEqual(will.payload);
  });

  it('publishes no last will after an orderly stop', async () => {
    const statuses = await collect(controller, controllerFilters.statuses);
    const other = bench.box('box_bbb');
    const stop = await other.start();
    await connected(other);
    await other.publish(topics.status('box_bbb'), bytes('leaving'), { retain: true });
    await stop();
    await box.publish(topics.status('box_aaa'), bytes('afterwards'), { retain: true });
    await statuses.until(says('afterwards'));
    expect(statuses.texts()).toEqual(['leaving', 'afterwards']);
    expect(await disconnected(other)).toEqual({ kind: 'disconnected', reason: 'stopped' });
  });

  it('says which filter the broker refused, and goes on with the others', async () => {
    const denied = stateOf(box, ({ kind }) => kind === 'denied');
    const foreign = await collect(box, topics.plan('box_bbb'));
    const own = await collect(box, topics.plan('box_aaa'));
    expect(await denied).toEqual({ kind: 'denied', filter: topics.plan('box_bbb') });
    await controller.publish(topics.plan('box_bbb'), bytes('not yours'), { retain: true });
    await controller.publish(topics.plan('box_aaa'), bytes('yours'), { retain: true });
    await own.until(says('yours'));
    expect(foreign.messages).toEqual([]);
  });

  it('keeps the connection of one who publishes what is not theirs, which reaches nobody', async () => {
    const plans = await collect(await started(bench.box('box_bbb')), topics.plan('box_bbb'));
    const reports = await collect(controller, controllerFilters.reports);
    const states: BusState[] = [];
    box.onState((state) => states.push(state));
    await box.publish(topics.plan('box_bbb'), bytes('forged'), { retain: true });
    await box.publish(topics.report('box_bbb'), bytes('forged'));
    await box.publish(topics.report('box_aaa'), bytes('mine'));
    await reports.until(says('mine'));
    await controller.publish(topics.plan('box_bbb'), bytes('real'));
    await plans.until(says('real'));
    expect(reports.texts()).toEqual(['mine']);
    expect(plans.texts()).toEqual(['real']);
    expect(states).toEqual([{ kind: 'connected' }]);
  });

  it('no longer hears what it unsubscribed from', async () => {
    const plans = await collect(box, topics.plan('box_aaa'));
    const receipts = await collect(box, topics.receipt('box_aaa'));
    plans.stop();
    await controller.publish(topics.plan('box_aaa'), bytes('plan'));
    await controller.publish(topics.receipt('box_aaa'), bytes('receipt'));
    await receipts.until(says('receipt'));
    expect(plans.messages).toEqual([]);
  });

  it('says connected again after the broker died, whose retained messages must be sent anew', async () => {
    await controller.publish(topics.plan('box_aaa'), bytes('forgotten'), { retain: true });
    await bench.kill();
    await disconnected(controller);
    await bench.restart();
    await connected(controller);
    await connected(box);
    const plans = await collect(box, topics.plan('box_aaa'));
    await controller.publish(topics.plan('box_aaa'), bytes('sent anew'), { retain: true });
    await plans.until(says('sent anew'));
    expect(plans.texts()).toEqual(['sent anew']);
  });
}
