import type { Step, WhySounded } from '@loa/shared/api/answers';
import type { Playback } from '@loa/shared/api/playbacks';
import { type Instant, MINUTE } from '@loa/shared/instant';
import { samePlaceName } from '@loa/shared/place-name';
import type { SoundWindow } from '@loa/shared/sound-window';
import type { CivilTime } from '../calendar/civil-time.js';
import { openUntil } from '../place/hours.js';
import { languageName } from '../plan/language-name.js';
import { dateText, decimal, durationText, secondText, whenText } from './civil-text.js';
import { boxText } from './evidence-step.js';
import { explain } from './why-silent.js';

/** How wrong a box's clock may be where it does not say, milliseconds. */
const USUAL_UNCERTAINTY_MS = 1_000;

export type SoundedRow = Pick<
  Playback,
  | 'id'
  | 'title'
  | 'language'
  | 'plannedAt'
  | 'endsBy'
  | 'durationMs'
  | 'state'
  | 'reason'
  | 'startedAt'
  | 'endedAt'
  | 'deliveredMs'
  | 'rmsDbfs'
  | 'clockUncertaintyMs'
>;

/**
 * Whether a row of the log sounded at the instant asked for. Somebody who asks for 03:15 means all of that minute,
 * and a box's clock may be wrong by what it says of itself.
 */
export function soundedAt(row: SoundedRow, at: Instant): boolean {
  if (row.startedAt === null) return false;
  const tolerance = row.clockUncertaintyMs ?? USUAL_UNCERTAINTY_MS;
  const asked = { from: at, to: at % MINUTE === 0 ? at + MINUTE : at + 1 };
  // What has no end yet sounds still, or was cut off by something that could not be written down.
  const ended = row.endedAt ?? Math.min(row.startedAt + row.durationMs, row.endsBy);
  return row.startedAt - tolerance < asked.to && asked.from < ended + tolerance;
}

/**
 * What to say where nothing sounded by the log. A box that has not reported yet may have sounded: that is said, for
 * the page may be shown to whoever complained.
 */
export function nothingSounded(
  near: readonly SoundedRow[],
  at: Instant,
  { civil, village }: { civil: CivilTime; village: string },
): string {
  const none = `Nhật ký không ghi loa nào ở ${village} kêu lúc ${whenText(at, civil)}.`;
  const silent = near.filter(
    ({ state, plannedAt, endsBy }) => !isSettled(state) && plannedAt <= at + MINUTE && at <= endsBy,
  );
  if (silent.length === 0) return none;
  const titles = [...new Set(silent.map(({ title }) => `“${title}”`))];
  return `${none} Bộ thu chưa báo về ${titles.join(', ')}, hẹn vào giờ đó; hãy xem lại khi bộ thu có mạng.`;
}

function isSettled(state: SoundedRow['state']): boolean {
  return ['finished', 'interrupted', 'missed', 'skipped', 'failed', 'cancelled'].includes(state);
}

/** What stands around something that sounded. */
export interface SoundedFacts {
  row: SoundedRow;
  civil: CivilTime;
  village: string;
  cluster: string;
  box: string;
  /** The schedule's name; null: it was no schedule's. */
  schedule: string | null;
  set: Step | null;
  approved: readonly Step[];
  changed: readonly Step[];
  /** The hours that the place allows as this is read. */
  hours: readonly SoundWindow[];
}

/** One printable page about one thing that sounded: a fact a line. */
export function whySounded(facts: SoundedFacts): WhySounded {
  const { row, set, approved, changed } = facts;
  const lines = [
    whatLine(facts),
    levelLine(facts),
    setLine(facts),
    stepsLine('Duyệt', approved, facts.civil) ?? 'Duyệt: không thấy chữ ký duyệt trong hồ sơ.',
    stepsLine('Thay đổi', changed, facts.civil),
    limitsLine(facts),
  ];
  return {
    playbackId: row.id,
    title: row.title,
    language: row.language,
    startedAt: row.startedAt ?? row.plannedAt,
    endedAt: row.endedAt,
    text: lines.filter((line) => line !== null).join('\n'),
    set,
    approved: [...approved],
    changed: [...changed],
  };
}

function whatLine({ row, civil, village, cluster, box }: SoundedFacts): string {
  const started = row.startedAt ?? row.plannedAt;
  const ended = row.endedAt === null ? 'chưa ghi giờ xong' : secondText(row.endedAt, civil);
  const when = `${dateText(civil.dateOf(started))}, ${secondText(started, civil)}–${ended}`;
  const where = samePlaceName(village, cluster) ? village : `${village}, cụm loa ${cluster}`;
  const by = samePlaceName(cluster, box) ? '' : ` (${boxText(box)})`;
  return `${when}, ${where}${by}: “${row.title}” (${languageName(row.language)}), ${explain(row.state, row.reason).clause}.`;
}

function levelLine({ row }: SoundedFacts): string | null {
  if (row.deliveredMs === null) return null;
  const level = row.rmsDbfs === null ? '' : `, mức tiếng ${decimal(row.rmsDbfs)} dB`;
  const clock =
    row.clockUncertaintyMs === null
      ? ''
      : `; đồng hồ bộ thu sai không quá ${decimal(Math.max(0.1, row.clockUncertaintyMs / 1000))} giây`;
  return `Đã phát ${durationText(row.deliveredMs)} trên ${durationText(row.durationMs)}${level}${clock}.`;
}

function setLine({ schedule, set, row, civil }: SoundedFacts): string {
  if (schedule === null) return 'Lịch: không theo lịch nào, là lệnh phát trực tiếp.';
  const by = set === null ? 'không rõ ai đặt' : `${set.who} đặt lúc ${whenText(set.at, civil)}`;
  return `Lịch: “${schedule}”, ${by}, hẹn phát lúc ${whenText(row.plannedAt, civil)}.`;
}

function stepsLine(heading: string, steps: readonly Step[], civil: CivilTime): string | null {
  if (steps.length === 0) return null;
  const told = steps.map(({ who, what, at }) => `${who} ${what} lúc ${whenText(at, civil)}`);
  return `${heading}: ${told.join('; ')}.`;
}

function limitsLine({ hours, row, civil, village }: SoundedFacts): string {
  if (hours.length === 0) return `Khung giờ: ${village} không được phát giờ nào.`;
  const windows = hours.map(({ from, to, maxGainDb }) => {
    return maxGainDb < 0 ? `${from}–${to} (giảm ít nhất ${decimal(-maxGainDb)} dB)` : `${from}–${to}`;
  });
  const open = openUntil(row.startedAt ?? row.plannedAt, hours, civil) !== null;
  const outside = open ? '' : '; giờ này nằm ngoài khung';
  return `Khung giờ của ${village} hiện nay: ${windows.join(', ')}${outside}.`;
}
