import type { Box } from '@loa/shared/api/boxes';
import type { Playback } from '@loa/shared/api/playbacks';
import { describe, expect, it } from 'vitest';
import { civilMinute } from '../../../controller/src/demo/civil.js';
import { createLineScreen, createTableScreen } from '../../../controller/src/demo/screen.js';
import { type DemoView, renderTable } from '../../../controller/src/demo/view.js';

/** 2 November 2026, 17:00:05 in Việt Nam. */
const NOW = Date.UTC(2026, 10, 2, 10, 0, 5);

const box: Box = {
  ...{
    id: 'box_one',
    clusterId: 'cluster_one',
    clusterName: 'Nhà rông',
    areaId: 'area_one',
    areaName: 'Ơi Briu',
  },
  ...{ name: 'Bộ thu DEMO 1', state: 'enrolled', createdAt: 0, enrolledAt: 1, revokedAt: null, status: null },
  ...{ condition: { kind: 'good', since: null }, lastSeenAt: null, outputs: [] },
};

function playback(more: Partial<Playback> = {}): Playback {
  return {
    ...{ id: 'aaaaaaaaaaaaaaaaaaaaaaaaaa', boxId: box.id, clusterId: box.clusterId, areaId: box.areaId },
    ...{ scheduleId: null, bulletinId: null, variantId: null, sessionId: 'session_one', language: 'jra' },
    ...{ title: 'Ba điều cần nhớ', plannedAt: NOW - 5_000, latestStartAt: NOW, endsBy: NOW + 60_000 },
    ...{ durationMs: 20_000, priority: 'normal', state: 'planned', reason: null, detail: null },
    ...{ provisional: false, withdrawnAt: null, startedAt: null, endedAt: null, startErrorMs: null },
    ...{ deliveredMs: null, rmsDbfs: null, peakDbfs: null, underruns: null, clockState: null },
    ...{
      clockUncertaintyMs: null,
      sha256: null,
      grantId: null,
      planRevision: null,
      output: null,
      updatedAt: NOW,
    },
    ...more,
  };
}

function view(more: Partial<DemoView> = {}): DemoView {
  const zone = 'Asia/Ho_Chi_Minh';
  return {
    address: 'http://127.0.0.1:8080',
    dataFolder: 'data',
    now: NOW,
    zone,
    boxes: [box],
    playbacks: [],
    ...more,
  };
}

describe('the live table', () => {
  it('says DEMO, the address, each box and each playback with local times and the staff’s words', () => {
    const finished = playback({ state: 'finished', deliveredMs: 17_240 });
    const text = renderTable(view({ playbacks: [finished] }), { width: 120, height: 40 }).join('\n');
    expect(text).toContain('DEMO   http://127.0.0.1:8080   17:00:05');
    expect(text).toMatch(/Bộ thu DEMO 1 +Ơi Briu +Tốt/);
    expect(text).toMatch(/17:00:00 +Ơi Briu +jra: Ba điều cần nhớ +Đã phát xong 17.2 s/);
  });

  it('names the reason of what was not played', () => {
    const missed = playback({ state: 'missed', reason: 'box_off' });
    expect(renderTable(view({ playbacks: [missed] }), { width: 120, height: 40 }).join('\n')).toContain(
      'Lỡ giờ (box_off)',
    );
  });

  it('fits the terminal: no line is wider, and old playbacks give way', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      playback({ title: 'Rất dài '.repeat(20), plannedAt: NOW - index * 60_000 }),
    );
    const lines = renderTable(view({ playbacks: many }), { width: 60, height: 24 });
    expect(lines.length).toBeLessThan(24);
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  });

  it('leaves next week out', () => {
    const far = playback({ plannedAt: NOW + 86_400_000 });
    expect(renderTable(view({ playbacks: [far] }), { width: 120, height: 40 }).join('\n')).not.toContain(
      'Ba điều',
    );
  });
});

describe('screens', () => {
  const terminal = () => {
    const written: string[] = [];
    return { written, isTTY: true, columns: 100, rows: 30, write: (text: string) => written.push(text) };
  };

  it('draw the table over the former one', () => {
    const out = terminal();
    const screen = createTableScreen(out);
    screen.show(view());
    screen.show(view());
    const lines = out.written[0]?.split('\n').length ?? 0;
    expect(out.written[0]).not.toContain('\u001b');
    expect(out.written[1]?.startsWith(`\u001b[${lines - 1}A\u001b[0J`)).toBe(true);
  });

  it('without a terminal say each change once, in plain lines', () => {
    const out = terminal();
    const screen = createLineScreen(out);
    screen.show(view({ playbacks: [playback()] }));
    screen.show(view({ playbacks: [playback({ state: 'started' })] }));
    screen.show(view({ playbacks: [playback({ state: 'started' })] }));
    screen.show(view({ playbacks: [playback({ state: 'finished', deliveredMs: 20_000 })] }));
    expect(out.written.map((line) => /: (good|started|finished),/.exec(line)?.[1])).toEqual([
      'good',
      'started',
      'finished',
    ]);
    expect(out.written.join('')).not.toContain('\u001b');
  });
});

it('turns an instant into the civil minute of a zone, over midnight too', () => {
  expect(civilMinute(Date.UTC(2026, 10, 2, 17, 0), 'Asia/Ho_Chi_Minh')).toEqual({
    date: '2026-11-03',
    time: '00:00',
  });
});
