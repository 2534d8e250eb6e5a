import type { Outlook, OutlookItem, OutlookRun } from '@loa/shared/api/answers';
import { samePlaceName } from '@loa/shared/place-name';
import { clockText, dayText, durationText } from '../planning/answers/civil-text.js';
import { groupBy } from '../planning/answers/group-by.js';
import { type CivilTime, civilTime } from '../planning/calendar/civil-time.js';
import { languageName } from '../planning/plan/language-name.js';

const MARK: Record<OutlookRun['readiness'], string> = {
  ready: '✓ sẵn sàng',
  partly: '~ chưa đủ',
  silent: '✗ sẽ im',
};
const TITLE_WIDTH = 44;

/** A village's days for people, line by line: what will sound when, in which language, and who is ready. */
export function timeline(outlook: Outlook): string[] {
  const civil = civilTime(outlook.zone);
  if (outlook.clusters.length === 0) return [`${outlook.name} chưa có cụm loa nào.`];
  return outlook.clusters.flatMap((cluster, n) => {
    const { name } = cluster;
    const where = samePlaceName(outlook.name, name) ? outlook.name : `${outlook.name}, cụm loa ${name}`;
    const heading = `${where}: ${boxesText(cluster.boxes)}`;
    const days = [...groupBy(cluster.runs, ({ startsAt }) => civil.dateOf(startsAt)).entries()];
    const body =
      days.length === 0
        ? ['', '  Không có buổi phát nào trong những ngày này.']
        : days.flatMap(([date, runs]) => ['', dayText(date), ...runs.flatMap((run) => runLines(run, civil))]);
    return [...(n === 0 ? [] : ['', '']), heading, ...body];
  });
}

function boxesText(boxes: number): string {
  return boxes === 0 ? 'chưa có bộ thu nào đang dùng' : `${boxes} bộ thu`;
}

function runLines(run: OutlookRun, civil: CivilTime): string[] {
  const [from, to] = [clockText(run.startsAt, civil), clockText(run.endsAt, civil)];
  const urgent = run.priority === 'normal' ? '' : run.priority === 'priority' ? ' (ưu tiên)' : ' (khẩn cấp)';
  const head = `  ${column(from === to ? from : `${from}–${to}`, 13)}${column(MARK[run.readiness], 12)}${run.name}${urgent}`;
  return [
    head,
    ...run.items.map((item) => itemLine(item, civil)),
    ...run.warnings.map(({ text }) => `    ! ${text}`),
  ];
}

function itemLine(item: OutlookItem, civil: CivilTime): string {
  const language = item.language === 'und' ? '' : languageName(item.language);
  const cells = [
    column(clockText(item.startsAt, civil), 7),
    column(clip(item.title, TITLE_WIDTH), TITLE_WIDTH + 2),
    column(durationText(item.durationMs), 17),
    column(language, 16),
    `${item.boxesReady}/${item.boxes} bộ thu đã có`,
  ];
  return `    ${cells.join('')}`;
}

/** Vietnamese, Jrai or Khmer letters with their marks take one column each, so graphemes are counted. */
const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' });

function lettersOf(text: string): string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment);
}

function column(text: string, width: number): string {
  return text + ' '.repeat(Math.max(1, width - lettersOf(text).length));
}

function clip(text: string, width: number): string {
  const letters = lettersOf(text);
  return letters.length <= width ? text : `${letters.slice(0, width - 1).join('')}…`;
}
