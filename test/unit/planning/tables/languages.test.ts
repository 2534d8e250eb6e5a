import { describe, expect, it } from 'vitest';
import type { LanguagePolicy } from '../../../../shared/src/place-rules.js';
import {
  bulletinOf,
  placeOf,
  planOf,
  scheduleOf,
  slotOf,
  told,
  variantOf,
} from '../../../support/planning-world.js';
import { casesOf, listOf } from '../../../support/readable-table.js';

const POLICIES: Record<string, LanguagePolicy> = {
  'tiếng đầu tiên có': 'firstAvailable',
  'lần lượt từng tiếng': 'eachInTurn',
  'tiếng làng rồi tiếng Việt': 'villageThenVietnamese',
};

/** `vi*` là bản tiếng Việt có bản thu nhưng chưa được duyệt. */
const TABLE = `
| làng dùng    | chính sách                | đã có         | làng nghe    | báo trước                                    |
|--------------|---------------------------|---------------|--------------|----------------------------------------------|
| jra, vi      | tiếng đầu tiên có         | jra, vi       | jra          | -                                            |
| jra, vi      | tiếng đầu tiên có         | vi            | vi           | variant_missing jra                          |
| jra, vi      | tiếng đầu tiên có         | jra*, vi      | vi           | variant_not_approved jra                     |
| jra, bdq     | tiếng đầu tiên có         | bdq, vi       | bdq          | variant_missing jra                          |
| jra, bdq     | tiếng đầu tiên có         | vi            | vi           | variant_missing jra, variant_missing bdq     |
| jra          | tiếng đầu tiên có         | bdq           | -            | variant_missing jra, variant_missing vi, nothing_to_play |
| jra, vi      | lần lượt từng tiếng       | vi, jra       | jra, vi      | -                                            |
| jra, bdq, vi | lần lượt từng tiếng       | vi, bdq*, jra | jra, vi      | variant_not_approved bdq                     |
| jra, bdq     | lần lượt từng tiếng       | jra, bdq, vi  | jra, bdq     | -                                            |
| jra, bdq     | lần lượt từng tiếng       | vi            | vi           | variant_missing jra, variant_missing bdq     |
| jra, vi      | tiếng làng rồi tiếng Việt | jra, vi       | jra, vi      | -                                            |
| jra          | tiếng làng rồi tiếng Việt | jra, vi       | jra, vi      | -                                            |
| vi, jra, bdq | tiếng làng rồi tiếng Việt | vi, jra, bdq  | jra, vi      | -                                            |
| jra, bdq, vi | tiếng làng rồi tiếng Việt | bdq, vi       | bdq, vi      | variant_missing jra                          |
| jra, vi      | tiếng làng rồi tiếng Việt | vi            | vi           | variant_missing jra                          |
| jra, vi      | tiếng làng rồi tiếng Việt | jra, vi*      | jra          | variant_not_approved vi                      |
| vi           | tiếng làng rồi tiếng Việt | jra, vi       | vi           | -                                            |
`;

describe('which languages of a bulletin a village hears', () => {
  it.each(casesOf(TABLE))('%s', (_, row) => {
    const policy = POLICIES[row['chính sách'] ?? ''];
    if (!policy) throw new Error(`no such policy: ${row['chính sách']}`);
    const variants = listOf(row['đã có']).map((cell) =>
      cell.endsWith('*') ? variantOf('tin', cell.slice(0, -1), { grant: null }) : variantOf('tin', cell),
    );
    const built = planOf(
      { schedules: [scheduleOf('a', [slotOf('main', 'tin')])], bulletins: [bulletinOf('tin', { variants })] },
      {
        languagePolicy: policy,
        settings: { ...placeOf().settings, languages: listOf(row['làng dùng']) },
      },
    );
    expect(built.playbacks.map(({ language }) => language)).toEqual(listOf(row['làng nghe']));
    expect(told(built)).toEqual(listOf(row['báo trước']));
  });

  /** Nhạc không lời: bản ghi tiếng nào cũng nghe được. */
  const MUSIC = `
| làng dùng | chính sách                | nhạc có   | làng nghe | báo trước                                    |
|-----------|---------------------------|-----------|-----------|----------------------------------------------|
| jra, vi   | lần lượt từng tiếng       | vi        | vi        | -                                            |
| jra       | tiếng đầu tiên có         | km        | km        | -                                            |
| jra, vi   | tiếng làng rồi tiếng Việt | jra, vi   | jra       | -                                            |
| jra, vi   | tiếng đầu tiên có         | vi*       | -         | variant_missing jra, variant_not_approved vi, nothing_to_play |
`;
  it.each(casesOf(MUSIC))('music is heard once and misses no language: %s', (_, row) => {
    const variants = listOf(row['nhạc có']).map((cell) =>
      cell.endsWith('*') ? variantOf('nhạc', cell.slice(0, -1), { grant: null }) : variantOf('nhạc', cell),
    );
    const languagePolicy = POLICIES[row['chính sách'] ?? ''];
    if (!languagePolicy) throw new Error(`no such policy: ${row['chính sách']}`);
    const built = planOf(
      {
        schedules: [scheduleOf('a', [slotOf('main', 'nhạc')])],
        bulletins: [bulletinOf('nhạc', { sound: 'music', variants })],
      },
      { languagePolicy, settings: { ...placeOf().settings, languages: listOf(row['làng dùng']) } },
    );
    expect(built.playbacks.map(({ language }) => language)).toEqual(listOf(row['làng nghe']));
    expect(told(built)).toEqual(listOf(row['báo trước']));
  });

  it('all languages of one item come before the next item', () => {
    const variants = [variantOf('một', 'jra'), variantOf('một', 'vi')];
    const built = planOf(
      {
        schedules: [scheduleOf('a', [slotOf('a', 'một'), slotOf('b', 'hai')])],
        bulletins: [bulletinOf('một', { variants }), bulletinOf('hai')],
      },
      { languagePolicy: 'eachInTurn' },
    );
    expect(built.playbacks.map(({ title, language }) => `${title} ${language}`)).toEqual([
      'một jra',
      'một vi',
      'hai vi',
    ]);
  });

  it('a language whose turn comes after its approval ends is left out, the one before it not', () => {
    const { grant } = variantOf('tin');
    if (!grant) throw new Error('variants are approved');
    const ends = { ...grant, validUntil: Date.parse('2026-11-02T05:31:00+07:00') };
    const variants = [variantOf('tin', 'jra'), variantOf('tin', 'vi', { grant: ends })];
    const built = planOf(
      { schedules: [scheduleOf('a', [slotOf('main', 'tin')])], bulletins: [bulletinOf('tin', { variants })] },
      { languagePolicy: 'eachInTurn' },
    );
    expect(built.playbacks.map(({ language }) => language)).toEqual(['jra']);
    expect(told(built)).toEqual(['variant_not_covered vi']);
  });
});
