import { describe, expect, it } from 'vitest';
import { countedBy } from '../../../../controller/src/planning/campaigns/counted-bulletins.js';
import { type PeopledArea, villagesOf } from '../../../../controller/src/planning/campaigns/villages.js';

describe('the bulletins that count for a campaign', () => {
  const counts = countedBy({ topics: ['Chuyển đổi số'], columns: ['Bình dân học vụ số'] });
  it.each([
    ['by topic', ['y tế', 'Chuyển đổi số'], null, true],
    ['by column', [], 'Bình dân học vụ số', true],
    ['in whatever case people typed them', ['chuyển đổi SỐ'], null, true],
    ['in whatever case the column is written', [], 'bình dân học vụ số', true],
    ['not by other marks, which are other words', ['chuyện đồi số'], null, false],
    ['not by a topic named like a column', ['Bình dân học vụ số'], 'Chuyển đổi số', false],
    ['not where neither is named', [], null, false],
  ])('%s', (_how, topics, column, counted) => {
    expect(counts({ topics, column })).toBe(counted);
  });
});

describe('where a campaign’s people live', () => {
  const area = (id: string, parentId: string | null, population: number | null): PeopledArea => {
    const level = id === 'xã' ? 'commune' : 'village';
    return { id, parentId, level, kind: level === 'village' ? 'làng' : 'xã', name: id, population };
  };
  const commune = (population: number | null) => area('xã', 'tỉnh', population);
  const villages = [area('Briu', 'xã', 600), area('Yên', 'xã', 300)];
  const people = (areas: PeopledArea[], lived: string[]) =>
    villagesOf(areas, new Set(lived)).map(({ areaId, population }) => [areaId, population]);

  it('is its villages, with loudspeakers or without', () => {
    expect(people([commune(1000), ...villages], ['Briu'])).toEqual([
      ['Briu', 600],
      ['Yên', 300],
    ]);
  });

  it('is a commune that has loudspeakers of its own as far as no village counts its people', () => {
    const both = [
      ['Briu', 600],
      ['Yên', 300],
    ];
    expect(people([commune(1000), ...villages], ['Briu', 'xã'])).toEqual([['xã', 100], ...both]);
    expect(people([commune(900), ...villages], ['xã'])).toEqual([['xã', 0], ...both]);
    expect(people([commune(null), ...villages], ['xã'])).toEqual([['xã', 0], ...both]);
    expect(people([commune(800), ...villages], ['xã'])).toEqual([['xã', 0], ...both]);
  });

  it('is a province that has loudspeakers of its own as far as no village of its communes counts its people', () => {
    const province = { ...area('tỉnh', null, 5000), level: 'province' as const, kind: 'tỉnh' };
    expect(people([province, commune(1000), ...villages], ['tỉnh'])[0]).toEqual(['tỉnh', 4100]);
  });

  it('is a commune without villages as a whole, also where nobody wrote down how many they are', () => {
    expect(people([commune(1000)], ['xã'])).toEqual([['xã', 1000]]);
    expect(people([commune(null)], ['xã'])).toEqual([['xã', null]]);
  });
});
