import { describe, expect, it } from 'vitest';
import { suspendedOn } from '../../controller/web/src/features/schedule/suspended.js';
import type { Areas } from '../../controller/web/src/lib/areas.js';
import type { Suspension } from '../../shared/src/api/suspensions.js';
import { NO_RULES } from '../../shared/src/place-rules.js';

const area = (id: string, parentId: string | null, name: string): Areas[number] => ({
  ...{ id, parentId, level: parentId === 'province' ? 'commune' : 'village', kind: 'làng', name },
  ...{ households: null, population: null, languages: ['vi'], flags: [], lat: null, lon: null },
  ...{ hours: null, zone: null, rules: NO_RULES, mergedInto: null, createdAt: 0 },
});
/** The commune's own people see nothing of the province. */
const areas = [
  area('commune', 'province', 'Ia Pia'),
  area('briu', 'commune', 'Ơi Briu'),
  area('brung', 'commune', 'Kon Brung'),
];
const suspension = (id: string, areaIds: string[], change: Partial<Suspension> = {}): Suspension => ({
  ...{ id, areaIds, name: id, from: '2026-12-01', until: '2026-12-02', cancelledAt: null },
  ...{ music: true, columns: [], everything: false, createdBy: 'a', createdAt: 0 },
  ...change,
});
const on = (date: string, those: Suspension[], areaId = 'commune') =>
  suspendedOn(those, { areaId, areas }, date).map(({ suspension: { id }, only }) => [id, only]);

describe('what a day’s head says of suspensions', () => {
  it('from its first to its last day, both included, unless it was ended early', () => {
    const one = suspension('tang', ['commune']);
    const dates = ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03'];
    expect(dates.map((date) => on(date, [one]).length)).toEqual([0, 1, 1, 0]);
    expect(on('2026-12-01', [suspension('tang', ['commune'], { cancelledAt: 1 })])).toEqual([]);
  });

  it('of a wider area as holding everywhere, of a village by its name, the wider first', () => {
    const those = [suspension('le', ['briu', 'brung']), suspension('tang', ['province'])];
    expect(on('2026-12-01', those)).toEqual([
      ['tang', null],
      ['le', ['làng Ơi Briu', 'làng Kon Brung']],
    ]);
  });

  it('in a village only what holds there', () => {
    const those = [
      suspension('le', ['brung']),
      suspension('ca', ['brung', 'briu']),
      suspension('xa', ['commune']),
    ];
    expect(on('2026-12-01', those, 'briu')).toEqual([
      ['ca', null],
      ['xa', null],
    ]);
  });
});
