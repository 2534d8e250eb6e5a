import type { Area } from '@loa/shared/api/areas';
import type { Outline, OutlineRow } from '@loa/shared/api/outlines';
import { placeName } from '@loa/shared/place-name';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { nearestName } from '../lists/place-names.js';
import { judgeOutline, type OutlineFault } from './judge-outline.js';
import { type Match, matchOutlines } from './match-outlines.js';
import type { FileShape } from './read-geojson.js';
import { pointsOf } from './simplify-outline.js';

/** What shapes are compared with. */
export interface OutlineWorld {
  root: Area;
  /** The living areas at or below it, itself among them. */
  areas: readonly Area[];
  clusters: readonly { name: string; areaId: string; lat: number | null; lon: number | null }[];
  /** Areas that have an outline already. */
  outlined: ReadonlySet<string>;
}

const FAULTS: Readonly<Record<OutlineFault, string>> = {
  not_an_area:
    'Hình này không phải một vùng khép kín mà là điểm hoặc đường. Hãy xuất lớp dạng vùng (Polygon) rồi gửi lại.',
  not_closed: 'Đường ranh chưa khép kín: điểm cuối phải trùng điểm đầu. Hãy khép lại trong phần mềm bản đồ.',
  too_few: 'Hình này chưa thành một vùng: cần ít nhất ba điểm không thẳng hàng.',
  not_degrees:
    'Toạ độ trong tệp tính bằng mét (thường là VN-2000). Hãy xuất lại theo kinh độ, vĩ độ WGS84 (EPSG:4326).',
  swapped: 'Kinh độ và vĩ độ bị đổi chỗ. GeoJSON ghi kinh độ trước, vĩ độ sau.',
  not_here: 'Hình này nằm ngoài Việt Nam. Hãy xem lại hệ toạ độ, phải là WGS84 (EPSG:4326).',
  crossing: 'Đường ranh tự cắt chính nó. Hãy sửa chỗ các cạnh bắt chéo nhau rồi gửi lại.',
};

/** Among more names than a commune has, a likeness says little and takes long to find. */
const MOST_COMPARED = 300;

/** What a file of shapes would change, shape by shape, in Vietnamese. Pure. */
export function planOutlines(shapes: readonly FileShape[], world: OutlineWorld): OutlineRow[] {
  const matches = matchOutlines(shapes, world.areas, world.root);
  return shapes.flatMap((shape, index) => {
    const match = matches[index];
    return match ? [rowOf(shape, match, world)] : [];
  });
}

export function countOutlines(rows: readonly Pick<OutlineRow, 'outcome'>[]) {
  const count = (outcome: OutlineRow['outcome']) => rows.filter((row) => row.outcome === outcome).length;
  return { new: count('new'), replace: count('replace'), bad: count('bad') };
}

function rowOf({ number, parts, points }: FileShape, match: Match, world: OutlineWorld): OutlineRow {
  const { label } = match;
  const area = 'area' in match ? { id: match.area.id, name: placeName(match.area) } : null;
  const told = { number, label, area };
  const bad = (problem: string): OutlineRow => ({
    ...{ ...told, outcome: 'bad', problem, notes: [], points: { read: points, kept: 0 }, outline: null },
  });
  if (match.kind !== 'area') return bad(whyNobody(match, world));
  const judged = judgeOutline(parts);
  if (!judged.ok) return bad(FAULTS[judged.fault]);
  const { outline } = judged;
  return {
    ...told,
    outcome: world.outlined.has(match.area.id) ? 'replace' : 'new',
    problem: null,
    notes: [...assumption(match), ...notesOn(match.area, outline, world)],
    points: { read: points, kept: pointsOf(outline.coordinates) },
    outline,
  };
}

function whyNobody(match: Exclude<Match, { kind: 'area' }>, { areas }: OutlineWorld): string {
  switch (match.kind) {
    case 'nameless':
      return 'Tệp không ghi tên của hình này. Hãy thêm cột “ten” với tên thôn, làng, hoặc gửi riêng hình này ở trang của thôn.';
    case 'unknown': {
      const like = areas.length > MOST_COMPARED ? null : nearestName(match.label ?? '', areas.map(placeName));
      const hint = like === null ? '' : ` Có phải ${like}?`;
      return `Không có nơi nào tên “${match.label}” ở đây.${hint} Hãy sửa tên trong tệp, hoặc gửi riêng hình này ở trang của nơi đó.`;
    }
    case 'several':
      return `Có ${match.areas.length} nơi cùng tên “${match.label}”. Hãy ghi thêm tên xã trong tệp, hoặc gửi ở trang của xã đó.`;
    case 'twice':
      return `Hình số ${match.with} cũng là ${placeName(match.area)}. Mỗi nơi chỉ một hình; nếu nơi này gồm nhiều phần, hãy gộp thành một (MultiPolygon).`;
  }
}

function assumption({ area, label, assumed }: Extract<Match, { kind: 'area' }>): string[] {
  if (!assumed || label === null) return [];
  return [`Trong tệp, hình này tên là “${label}”. Nó sẽ là đường ranh của ${placeName(area)}.`];
}

/** Loudspeakers that stand beyond the line: the wrong shape, or a wrong position. */
function notesOn(area: Area, outline: Outline, { areas, clusters }: OutlineWorld): string[] {
  const below = new Set([
    area.id,
    ...areas.filter(({ parentId }) => parentId === area.id).map(({ id }) => id),
  ]);
  const outside = clusters.filter(
    ({ areaId, lat, lon }) =>
      below.has(areaId) && lat !== null && lon !== null && !booleanPointInPolygon([lon, lat], outline),
  );
  if (outside.length === 0) return [];
  const names = outside.slice(0, 3).map(({ name }) => name);
  const more = outside.length > names.length ? ` và ${outside.length - names.length} nơi khác` : '';
  return [
    `Có ${outside.length} cụm loa nằm ngoài đường ranh này: ${names.join(', ')}${more}. Hãy xem có đúng hình, đúng vị trí loa không.`,
  ];
}
