import { describe, expect, it } from 'vitest';
import { type Identity, mayPublish, maySubscribe } from '../../../controller/src/broker/acl.js';

const box: Identity = { kind: 'box', boxId: 'box_aaa' };
const controller: Identity = { kind: 'controller' };
const CHAIN = ['area_province', 'area_commune', 'area_village'];

describe('who may publish what', () => {
  it.each<[Identity['kind'], string, boolean, 0 | 1 | 2, 'yes' | 'qos' | 'topic' | 'retain']>([
    ['box', 'loa/v1/box/box_aaa/up/report', false, 1, 'yes'],
    ['box', 'loa/v1/box/box_aaa/up/report', true, 1, 'retain'],
    ['box', 'loa/v1/box/box_aaa/up/report', false, 2, 'qos'],
    ['box', 'loa/v1/box/box_aaa/up/status', true, 1, 'yes'],
    ['box', 'loa/v1/box/box_aaa/up/status', false, 0, 'yes'],
    ['box', 'loa/v1/box/box_bbb/up/report', false, 1, 'topic'],
    ['box', 'loa/v1/box/box_bbb/up/status', true, 1, 'topic'],
    ['box', 'loa/v1/box/box_aaa/down/plan', true, 1, 'topic'],
    ['box', 'loa/v1/area/area_village/down/override', true, 1, 'topic'],
    ['box', 'loa/v1/area/area_commune/down/roster', true, 1, 'topic'],
    ['box', 'loa/v1/box/+/up/report', false, 1, 'topic'],
    ['box', 'loa/v1/box/box_aaa/up/report/more', false, 1, 'topic'],
    ['box', 'loa/v2/box/box_aaa/up/report', false, 1, 'topic'],
    ['box', '$SYS/broker/uptime', false, 0, 'topic'],
    ['box', '$quarantine', false, 0, 'topic'],
    ['controller', 'loa/v1/box/box_aaa/down/plan', true, 1, 'yes'],
    ['controller', 'loa/v1/box/box_aaa/down/receipt', true, 1, 'yes'],
    ['controller', 'loa/v1/area/area_village/down/override', true, 1, 'yes'],
    ['controller', 'loa/v1/area/area_commune/down/roster', true, 1, 'yes'],
    ['controller', 'loa/v1/box/box_aaa/up/report', false, 1, 'topic'],
    ['controller', 'loa/v1/box/box_aaa/down/plan', true, 2, 'qos'],
    ['controller', 'anything/else', false, 1, 'topic'],
  ])('%s → %s (retain %s, QoS %i): %s', (kind, topic, retain, qos, outcome) => {
    const verdict = mayPublish(kind === 'box' ? box : controller, { topic, retain, qos });
    expect(verdict.ok ? 'yes' : verdict.denial).toBe(outcome);
  });
});

describe('who may subscribe to what', () => {
  it.each<[Identity['kind'], string, boolean]>([
    ['box', 'loa/v1/box/box_aaa/down/plan', true],
    ['box', 'loa/v1/box/box_aaa/down/receipt', true],
    ['box', 'loa/v1/area/area_village/down/override', true],
    ['box', 'loa/v1/area/area_commune/down/override', true],
    ['box', 'loa/v1/area/area_province/down/override', true],
    ['box', 'loa/v1/area/area_commune/down/roster', true],
    ['box', 'loa/v1/area/area_elsewhere/down/override', false],
    ['box', 'loa/v1/box/box_bbb/down/plan', false],
    ['box', 'loa/v1/box/box_aaa/up/status', false],
    ['box', 'loa/v1/box/box_aaa/up/report', false],
    ['box', 'loa/v1/box/box_aaa/down/+', false],
    ['box', 'loa/v1/box/+/down/plan', false],
    ['box', 'loa/v1/area/+/down/override', false],
    ['box', 'loa/v1/box/box_aaa/#', false],
    ['box', '#', false],
    ['box', '+/#', false],
    ['box', '$SYS/#', false],
    ['box', '$quarantine', false],
    ['controller', 'loa/v1/box/+/up/report', true],
    ['controller', 'loa/v1/box/+/up/status', true],
    ['controller', 'loa/v1/box/box_aaa/up/status', true],
    ['controller', 'loa/v1/box/box_aaa/down/plan', false],
    ['controller', '#', false],
    ['controller', '$quarantine', false],
  ])('%s ← %s: %s', (kind, filter, allowed) => {
    expect(maySubscribe(kind === 'box' ? box : controller, filter, CHAIN).ok).toBe(allowed);
  });
});
