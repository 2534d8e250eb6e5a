import type { BoxCondition } from '@loa/shared/api/box-condition';
import type { Box } from '@loa/shared/api/boxes';
import type { Playback } from '@loa/shared/api/playbacks';
import { PLAYBACK_WORDS } from '@loa/shared/playback-words';
import { civilMinute } from './civil.js';

/** The words of the staff's pages. */
const CONDITION_WORDS: Record<BoxCondition['kind'], string> = {
  good: 'Tốt',
  notEnrolled: 'Chưa nhận',
  revoked: 'Ngừng dùng',
  lost: 'Mất liên lạc',
  clockUntrusted: 'Đồng hồ chưa chuẩn, tự im',
  diskFull: 'Đầy bộ nhớ',
  noSound: 'Có mạng nhưng không ra tiếng',
  stopped: 'Đang dừng loa',
  noPlan: 'Chưa có lịch',
};

export interface DemoView {
  address: string;
  dataFolder: string;
  now: number;
  zone: string;
  boxes: readonly Box[];
  playbacks: readonly Playback[];
}

/** Playbacks further ahead than this are not worth a line yet, milliseconds. */
const SOON_MS = 60 * 60_000;

/** The live table: one text a terminal line, none longer than `width` columns. Pure. */
export function renderTable(view: DemoView, size: { width: number; height: number }): string[] {
  const head = [
    `Loa Làng – DEMO   ${view.address}   ${clockText(view.now, view.zone)}   (Ctrl-C: kết thúc / end)`,
    '',
    row(['Bộ thu / receiver', 24], ['Nơi / place', 26], ['Tình trạng / state', 30]),
    ...view.boxes.map((box) =>
      row([box.name, 24], [box.areaName, 26], [CONDITION_WORDS[box.condition.kind], 30]),
    ),
    '',
    row(['Giờ / time', 12], ['Nơi / place', 16], ['Bản tin / bulletin', 38], ['Kết quả / state', 26]),
  ];
  const foot = ['', `Âm thanh đã phát / what was played: ${view.dataFolder}`];
  const room = Math.max(3, size.height - head.length - foot.length - 1);
  const places = new Map(view.boxes.map((box) => [box.clusterId, box.areaName]));
  const shown = view.playbacks
    .filter((playback) => playback.plannedAt <= view.now + SOON_MS)
    .sort((a, b) => b.plannedAt - a.plannedAt || a.boxId.localeCompare(b.boxId))
    .slice(0, room)
    .map((playback) =>
      row(
        [clockText(playback.plannedAt, view.zone), 12],
        [places.get(playback.clusterId) ?? '', 16],
        [`${playback.language}: ${playback.title}`, 38],
        [resultText(playback), 26],
      ),
    );
  return [...head, ...shown, ...foot].map((line) => clip(line, size.width));
}

/** One plain line for a playback that moved on, for where there is no terminal. */
export function playbackLine(playback: Playback, view: Pick<DemoView, 'boxes' | 'zone'>): string {
  const box = view.boxes.find(({ id }) => id === playback.boxId);
  const at = clockText(playback.plannedAt, view.zone);
  return `[DEMO] ${at} ${box?.name ?? playback.boxId}: ${playback.title} (${playback.language}): ${playback.state}, ${resultText(playback)}`;
}

export function boxLine(box: Box): string {
  return `[DEMO] ${box.name}: ${box.condition.kind}, ${CONDITION_WORDS[box.condition.kind]}`;
}

function resultText({ state, reason, deliveredMs }: Playback): string {
  const word = PLAYBACK_WORDS[state];
  if (state === 'finished' && deliveredMs !== null) return `${word} ${(deliveredMs / 1000).toFixed(1)} s`;
  return reason === null ? word : `${word} (${reason})`;
}

function clockText(at: number, zone: string): string {
  const seconds = String(Math.floor(at / 1000) % 60).padStart(2, '0');
  return `${civilMinute(at, zone).time}:${seconds}`;
}

function row(...cells: [text: string, width: number][]): string {
  return cells
    .map(([text, width]) => clip(text, width - 1).padEnd(width))
    .join('')
    .trimEnd();
}

/** Vietnamese in NFC takes one column a character, so counting characters is counting columns. */
function clip(text: string, width: number): string {
  const characters = [...text.normalize('NFC')];
  return characters.length <= width ? characters.join('') : `${characters.slice(0, width - 1).join('')}…`;
}
