import type { Playback } from '@loa/shared/api/playbacks';
import { PLAYBACK_WORDS } from '@loa/shared/playback-words';
import { explain } from '../planning/answers/why-silent.js';
import type { CivilTime } from '../planning/calendar/civil-time.js';
import type { OutCell, OutColumn } from './excel/sheet-files.js';

const PRIORITIES: Readonly<Record<string, string>> = {
  normal: 'Thông thường',
  priority: 'Ưu tiên',
  emergency: 'Khẩn cấp',
};

export const LOG_COLUMNS: readonly OutColumn[] = [
  { header: 'Giờ theo lịch', width: 20 },
  { header: 'Thôn, làng', width: 22 },
  { header: 'Cụm loa', width: 22 },
  { header: 'Bộ thu', width: 18 },
  { header: 'Bài', width: 44 },
  { header: 'Tiếng', width: 8 },
  { header: 'Mức', width: 14 },
  { header: 'Kết quả', width: 24 },
  { header: 'Vì sao', width: 44 },
  { header: 'Bắt đầu', width: 20 },
  { header: 'Kết thúc', width: 20 },
  { header: 'Dài theo lịch (giây)', width: 12 },
  { header: 'Đã ra loa (giây)', width: 12 },
  { header: 'Mức âm (dB)', width: 10 },
  { header: 'Mã lượt phát', width: 30 },
];

export interface NamedPlayback extends Playback {
  areaName: string;
  clusterName: string;
  boxName: string;
}

/** A line of the log as a row, its instants as civil time of the place. */
export function logRow(line: NamedPlayback, civil: CivilTime): OutCell[] {
  const at = (instant: number | null): OutCell => (instant === null ? null : { at: civilAt(instant, civil) });
  const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 1000));
  return [
    ...[at(line.plannedAt), line.areaName, line.clusterName, line.boxName, line.title, line.language],
    ...[PRIORITIES[line.priority] ?? line.priority, PLAYBACK_WORDS[line.state], whyText(line)],
    ...[at(line.startedAt), at(line.endedAt), seconds(line.durationMs), seconds(line.deliveredMs)],
    ...[line.rmsDbfs === null ? null : Math.round(line.rmsDbfs * 10) / 10, line.id],
  ];
}

function whyText({ state, reason }: Playback): string | null {
  return reason === null ? null : explain(state, reason).clause;
}

/** The instant whose UTC clock reads what the place's clock read. */
function civilAt(instant: number, civil: CivilTime): number {
  const midnight = Date.parse(`${civil.dateOf(instant)}T00:00:00Z`);
  return midnight + civil.minuteOf(instant) * 60_000 + (Math.floor(instant / 1000) % 60) * 1000;
}
