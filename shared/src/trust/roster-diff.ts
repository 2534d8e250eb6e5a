import type { Limit, Person, PersonKey, Right, Roster } from '../messages/roster.js';
import type { RightUse } from '../messages/use.js';

/** One difference between a roster and the one before it, in Vietnamese, for whoever signs it. */
export interface RosterDifference {
  kind: 'added' | 'removed' | 'changed';
  text: string;
}

const USES: Readonly<Record<RightUse, string>> = {
  scheduled: 'duyệt bản tin',
  emergency: 'phát khẩn cấp',
  live: 'nói trực tiếp',
  relay: 'duyệt tiếp âm đài',
  set: 'duyệt nhạc hiệu, chuông',
  test: 'phát thử',
  roster: 'ký danh sách người được duyệt',
};

/**
 * Everything that differs, from the documents themselves: whoever signs must not have to trust what was asked for. What
 * this code has no words for is still told, by its name.
 *
 * @param nameOf an area in words
 */
export function rosterDiff(
  before: Roster | null,
  after: Roster,
  nameOf: (areaId: string) => string,
): RosterDifference[] {
  const say = words(nameOf, after.zone);
  return [
    ...peopleDiff(before?.people ?? [], after.people, say),
    ...keysDiff(before, after),
    ...(before ? restDiff(before, after, say) : firstLines(after, say)),
  ];
}

type Words = ReturnType<typeof words>;

function words(nameOf: (areaId: string) => string, zone: string) {
  const day = new Intl.DateTimeFormat('vi-VN', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const places = (areas: readonly string[]) => areas.map(nameOf).join(', ');
  const at = (instant: number) => day.format(instant);
  const right = ({ use, areas, acting }: Right) =>
    `${USES[use]} ở ${places(areas)}${acting ? `, ký thay từ ${at(acting.from)} đến ${at(acting.until)}` : ''}`;
  return {
    at,
    places,
    right,
    rights: (rights: readonly Right[]) =>
      rights.length === 0 ? 'không quyền nào' : rights.map(right).join('; '),
    hours: ({ areas, windows }: Limit) =>
      `${places(areas)}: ${windows.map((w) => `${w.from}–${w.to} (lớn nhất ${w.maxGainDb} dB)`).join(', ') || 'không giờ nào'}`,
  };
}

const called = ({ name, personId }: Person) => name ?? personId;

/** Short enough to be compared over the telephone. */
function keyWords({ kid, passkey }: PersonKey): string {
  return `${passkey ? `khóa trên máy (${passkey.origins.join(', ')})` : 'khóa tệp'} …${kid.slice(-8)}`;
}

function peopleDiff(before: readonly Person[], after: readonly Person[], say: Words): RosterDifference[] {
  const known = new Map(before.map((person) => [person.personId, person]));
  const staying = new Set(after.map(({ personId }) => personId));
  return [
    ...after.flatMap((person): RosterDifference[] => {
      const was = known.get(person.personId);
      if (was) return personDiff(was, person, say);
      const keys = person.keys.map(keyWords).join('; ');
      return [
        { kind: 'added', text: `Thêm ${called(person)}: ${say.rights(person.rights)}. Ký bằng ${keys}.` },
      ];
    }),
    ...before.flatMap((person): RosterDifference[] =>
      staying.has(person.personId)
        ? []
        : [
            {
              kind: 'removed',
              text: `Bỏ hẳn ${called(person)}; mọi nội dung người này đã duyệt phải duyệt lại.`,
            },
          ],
    ),
  ];
}

function personDiff(was: Person, is: Person, say: Words): RosterDifference[] {
  const who = called(is);
  const found: RosterDifference[] = [];
  const tell = (kind: RosterDifference['kind'], text: string) => found.push({ kind, text });
  if (was.name !== is.name) tell('changed', `Đổi tên ${called(was)} thành ${who}.`);
  const former = new Map(was.keys.map((key) => [key.kid, key]));
  for (const key of is.keys) {
    const old = former.get(key.kid);
    if (!old) tell('added', `${who}: thêm ${keyWords(key)}.`);
    else if (old.retiredAt === undefined && key.retiredAt !== undefined) {
      tell(
        'removed',
        `${who}: thôi dùng ${keyWords(key)} từ ${say.at(key.retiredAt)}; nội dung đã ký vẫn được phát.`,
      );
    } else if (canonical(old) !== canonical(key)) tell('changed', `${who}: sửa ${keyWords(key)}.`);
    former.delete(key.kid);
  }
  for (const key of former.values())
    tell('removed', `${who}: bỏ ${keyWords(key)}; mọi nội dung ký bằng khóa này phải duyệt lại.`);
  if (canonical(was.rights) !== canonical(is.rights))
    tell('changed', `${who}: quyền đổi từ “${say.rights(was.rights)}” thành “${say.rights(is.rights)}”.`);
  if (was.retiredAt !== is.retiredAt)
    tell(
      'removed',
      is.retiredAt === undefined
        ? `${who}: được duyệt trở lại.`
        : `${who}: thôi duyệt từ ${say.at(is.retiredAt)}; nội dung đã duyệt trước đó vẫn được phát.`,
    );
  if (was.revokedAt !== is.revokedAt)
    tell(
      'removed',
      is.revokedAt === undefined
        ? `${who}: quyền duyệt được khôi phục.`
        : `${who}: bị thu quyền; mọi nội dung người này đã duyệt không được phát nữa và phải duyệt lại.`,
    );
  return found;
}

function keysDiff(before: Roster | null, after: Roster): RosterDifference[] {
  const found: RosterDifference[] = [];
  const had = new Set(before?.controllerKeys.map(({ kid }) => kid));
  const has = new Set(after.controllerKeys.map(({ kid }) => kid));
  for (const kid of has)
    if (!had.has(kid)) found.push({ kind: 'added', text: `Thêm máy chủ có khóa …${kid.slice(-8)}.` });
  for (const kid of had)
    if (!has.has(kid)) found.push({ kind: 'removed', text: `Bỏ máy chủ có khóa …${kid.slice(-8)}.` });
  if (before && canonical(before.rootKey) !== canonical(after.rootKey))
    found.push({
      kind: 'changed',
      text: `Thay khóa gốc của xã bằng khóa …${after.rootKey?.x.slice(-8) ?? '?'}.`,
    });
  return found;
}

function firstLines(after: Roster, say: Words): RosterDifference[] {
  return after.limits.map((limit) => ({
    kind: 'added' as const,
    text: `Giờ được phát ở ${say.hours(limit)}.`,
  }));
}

/** Told above, or different in every version. */
const TOLD = [
  'tlsAuthorities',
  'people',
  'controllerKeys',
  'rootKey',
  'version',
  'issuedAt',
  'limits',
  'needs',
  'successors',
] as const;

function restDiff(before: Roster, after: Roster, say: Words): RosterDifference[] {
  const found: RosterDifference[] = [];
  if (canonical(before.limits) !== canonical(after.limits)) {
    const lines = after.limits.map(say.hours).join('; ') || 'không nơi nào';
    found.push({ kind: 'changed', text: `Giờ được phát đổi thành: ${lines}.` });
  }
  if (canonical(before.needs) !== canonical(after.needs)) {
    const needs = Object.entries(after.needs).map(([use, count]) => `${useWords(use)}: ${count} người`);
    found.push({
      kind: 'changed',
      text: `Số người phải ký đổi thành: ${needs.join('; ') || 'mỗi việc 1 người'}.`,
    });
  }
  found.push(...mergersDiff(before, after, say));
  if (canonical(before.tlsAuthorities) !== canonical(after.tlsAuthorities)) {
    found.push({ kind: 'changed', text: 'Thay chứng thư mà các bộ thu tin khi nối về máy chủ.' });
  }
  const was: Record<string, unknown> = { ...before };
  const is: Record<string, unknown> = { ...after };
  for (const field of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (TOLD.some((told) => told === field) || canonical(was[field]) === canonical(is[field])) continue;
    found.push({
      kind: 'changed',
      text: `Mục “${field}” đổi từ ${canonical(was[field])} thành ${canonical(is[field])}.`,
    });
  }
  return found;
}

function mergersDiff(before: Roster, after: Roster, { places }: Words): RosterDifference[] {
  const found: RosterDifference[] = [];
  for (const [old, into] of Object.entries(after.successors))
    if (before.successors[old] !== into)
      found.push({
        kind: 'added',
        text: `Ghi việc sáp nhập: ${places([old])} nay là một phần của ${places([into])}.`,
      });
  for (const [old, into] of Object.entries(before.successors))
    if (after.successors[old] === undefined)
      found.push({ kind: 'removed', text: `Bỏ ghi việc sáp nhập ${places([old])} vào ${places([into])}.` });
  return found;
}

function useWords(use: string): string {
  return Object.entries(USES).find(([known]) => known === use)?.[1] ?? use;
}

const canonical = (value: unknown) => (value === undefined ? 'không có' : JSON.stringify(value));
