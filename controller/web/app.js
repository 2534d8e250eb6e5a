import { ask, askAll, ProblemError } from './api.js';
import { playbackRows, receiverRows, stopBanner } from './day.js';
import { byId, confirmIn, show } from './dom.js';
import { today } from './words.js';

/** Whom the controller lets stop loudspeakers; it decides again itself. */
const MAY_STOP = ['admin', 'broadcaster', 'approver', 'technician', 'villageHead'];
const HOUR = 3_600_000;

const receivers = new Map();
const playbacks = new Map();
const areaNames = new Map();
let me = null;
let events = null;
let day = today();
let drawing = false;

function notice(text) {
  byId('notice').textContent = text ?? '';
  show(byId('notice'), text !== null && text !== undefined);
}

/** Many events in one moment are one drawing. */
function draw() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    byId('receivers').replaceChildren(...receiverRows(receivers));
    byId('playbacks').replaceChildren(...playbackRows(playbacks, receivers));
    const living = [...receivers.values()].filter(({ state }) => state === 'enrolled');
    const good = living.filter(({ condition }) => condition.kind === 'good').length;
    byId('receivers-count').textContent = living.length > 0 ? `· ${good}/${living.length} tốt` : '';
    byId('playbacks-count').textContent = playbacks.size > 0 ? `· ${playbacks.size} lượt phát` : '';
  });
}

function fill(map, items) {
  map.clear();
  for (const item of items) map.set(item.id, item);
}

async function load() {
  day = today();
  const [areas, boxes, items] = await Promise.all([
    ask('GET', '/areas'),
    ask('GET', '/boxes'),
    askAll(`/playbacks?from=${day.from}&to=${day.to}&limit=500`),
  ]);
  areaNames.clear();
  for (const area of areas.items) areaNames.set(area.id, `${area.kind} ${area.name}`);
  fill(receivers, boxes.items);
  fill(playbacks, items);
  await loadStops();
  draw();
}

async function loadStops() {
  const { items } = await ask('GET', '/stops');
  const banners = items.map((stop) =>
    stopBanner(stop, nameOf(stop.areaId), mayStop() && areaNames.has(stop.areaId), () =>
      run(() => lift(stop)),
    ),
  );
  byId('stops').replaceChildren(...banners);
}

const mayStop = () => MAY_STOP.includes(me?.role);
const nameOf = (areaId) => areaNames.get(areaId) ?? 'cấp trên';

function follow() {
  events?.close();
  events = new EventSource('/api/events');
  let lost = false;
  events.addEventListener('open', () => {
    notice(null);
    // What changed while the line was down is read again.
    if (lost) run(load);
    lost = false;
  });
  events.addEventListener('error', () => {
    lost = true;
    notice('Mất kết nối với máy chủ, đang nối lại. Số liệu dưới đây có thể đã cũ.');
    if (events.readyState === EventSource.CLOSED) run(enter);
  });
  events.addEventListener('box', ({ data }) => {
    const receiver = JSON.parse(data);
    receivers.set(receiver.id, receiver);
    draw();
  });
  events.addEventListener('playback', ({ data }) => {
    const playback = JSON.parse(data);
    if (playback.plannedAt >= day.from && playback.plannedAt < day.to) playbacks.set(playback.id, playback);
    else playbacks.delete(playback.id);
    draw();
  });
  events.addEventListener('stops', () => run(loadStops));
}

async function stopAll() {
  const count = [...receivers.values()].filter(({ state }) => state === 'enrolled').length;
  byId('stop-words').textContent =
    `Mọi loa ở ${me.areaName} (${count} bộ thu) sẽ im ngay, kể cả bài đang phát và tin khẩn cấp đang phát. ` +
    'Loa đang mất mạng sẽ im khi có mạng lại.';
  const dialog = byId('stop-dialog');
  if (!(await confirmIn(dialog))) return;
  const length = new FormData(dialog.querySelector('form')).get('length');
  const until = length === 'lift' ? {} : { until: Date.now() + Number(length) * HOUR };
  await ask('POST', '/stops', { areaId: me.areaId, ...until });
  await loadStops();
}

async function lift(stop) {
  byId('lift-words').textContent =
    `Loa ở ${nameOf(stop.areaId)} sẽ phát trở lại theo lịch. Bài đã lỡ trong lúc dừng không phát bù.`;
  if (!(await confirmIn(byId('lift-dialog')))) return;
  await ask('POST', `/stops/${stop.id}/lift`);
  await loadStops();
}

/** Shows who is signed in, or the way to sign in. */
async function enter() {
  const health = await ask('GET', '/health');
  show(byId('demo'), health.demo);
  if (health.clock === 'wrong')
    notice('Đồng hồ máy chủ đang sai nên lịch mới chưa gửi được. Hãy báo người quản trị.');
  try {
    me = await ask('GET', '/session');
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 401) throw error;
    me = null;
  }
  show(byId('sign-in'), me === null);
  show(byId('day'), me !== null);
  show(byId('stop'), mayStop());
  byId('place').textContent = me?.areaName ?? '';
  byId('who').textContent = me?.name ?? '';
  if (me === null) {
    events?.close();
    notice(null);
    return;
  }
  await load();
  follow();
}

async function signIn(form) {
  const problem = byId('sign-in-problem');
  show(problem, false);
  try {
    await ask('POST', '/session', Object.fromEntries(new FormData(form)));
    form.reset();
    await enter();
  } catch (error) {
    problem.textContent = error.message;
    show(problem, true);
  }
}

/** Runs something a person asked for; what goes wrong is told in words. */
function run(work) {
  work().catch((error) => {
    if (error instanceof ProblemError && error.status === 401 && me !== null) {
      me = null;
      run(enter);
    } else notice(error.message);
  });
}

byId('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  const button = event.target.querySelector('button');
  button.disabled = true;
  run(() =>
    signIn(event.target).finally(() => {
      button.disabled = false;
    }),
  );
});
byId('stop').addEventListener('click', () => run(stopAll));
byId('sign-out').addEventListener('click', () =>
  run(async () => {
    await ask('DELETE', '/session');
    await enter();
  }),
);
// A page left open over midnight turns to the new day.
setInterval(() => {
  if (me !== null && today().from !== day.from) run(load);
}, 60_000);

run(enter);
