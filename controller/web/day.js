import { make } from './dom.js';
import { clock, conditionWords, moment, playbackWords } from './words.js';

/** One receiver as a row: where, which, how it is. */
function receiverRow(receiver) {
  const { text, tone } = conditionWords(receiver.condition);
  const where = `${receiver.areaName} · ${receiver.clusterName}`;
  return make(
    'li',
    {},
    make('span', { className: 'what' }, receiver.name, make('small', { textContent: where })),
    make('span', { className: `state ${tone}`, textContent: text }),
  );
}

function playbackRow(playback, receivers) {
  const { text, tone } = playbackWords(playback);
  const receiver = receivers.get(playback.boxId);
  const where = receiver ? `${receiver.areaName} · ${receiver.name}` : '';
  return make(
    'li',
    {},
    make('time', {
      textContent: clock(playback.plannedAt),
      dateTime: new Date(playback.plannedAt).toISOString(),
    }),
    make('span', { className: 'what' }, playback.title, make('small', { textContent: where })),
    make('span', { className: `state ${tone}`, textContent: text }),
  );
}

function emptyRow(text) {
  return make('li', { className: 'empty', textContent: text });
}

export function receiverRows(receivers) {
  const rows = [...receivers.values()].filter(({ state }) => state !== 'revoked').map(receiverRow);
  return rows.length > 0 ? rows : [emptyRow('Chưa có bộ thu nào ở địa bàn này.')];
}

/** Newest first, as the day goes on. */
export function playbackRows(playbacks, receivers) {
  const rows = [...playbacks.values()]
    .sort((a, b) => b.plannedAt - a.plannedAt || (a.id < b.id ? -1 : 1))
    .map((playback) => playbackRow(playback, receivers));
  return rows.length > 0 ? rows : [emptyRow('Hôm nay chưa có bài nào trong lịch.')];
}

/** A stop in force, with the way to end it where the person may. */
export function stopBanner(stop, areaName, mayLift, onLift) {
  const words = `Loa ở ${areaName} đang dừng từ ${moment(stop.createdAt)} đến ${moment(stop.until)}.`;
  const banner = make('p', { className: 'stopped' }, make('strong', { textContent: words }));
  if (mayLift) banner.append(make('button', { type: 'button', textContent: 'Mở lại loa', onclick: onLift }));
  return banner;
}
