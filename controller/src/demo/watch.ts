import { pageOf } from '@loa/shared/api/page';
import { Playback } from '@loa/shared/api/playbacks';
import { MINUTE } from '@loa/shared/instant';
import type { Clock } from '@loa/shared/ports/clock';
import type { ApiClient } from '../client/api-client.js';
import { ZONE } from './place.js';
import type { Screen } from './screen.js';
import { listBoxes } from './seed-boxes.js';
import type { DemoView } from './view.js';

const LOOK_EVERY_MS = 1_000;
/** How far back and ahead the table reaches. */
const WINDOW_MS = 60 * MINUTE;

export interface WatchPorts {
  api: ApiClient;
  clock: Clock;
  screen: Screen;
  signal: AbortSignal;
  address: string;
  dataFolder: string;
  /** Looks at every view; true ends the watch. */
  isEnough(view: DemoView): boolean;
}

/** Shows boxes and playbacks as they move on, until `isEnough` or the signal. Resolves to the last view. */
export async function watchDemo(ports: WatchPorts): Promise<DemoView> {
  for (;;) {
    const view = await look(ports);
    ports.screen.show(view);
    if (ports.isEnough(view)) {
      ports.screen.close();
      return view;
    }
    await ports.clock.wait(LOOK_EVERY_MS, ports.signal);
  }
}

const Playbacks = pageOf(Playback);

async function look({ api, clock, address, dataFolder }: WatchPorts): Promise<DemoView> {
  const now = clock.now();
  const range = `from=${now - WINDOW_MS}&to=${now + WINDOW_MS}&limit=200`;
  const [boxes, { items }] = await Promise.all([listBoxes(api), api.get(`/playbacks?${range}`, Playbacks)]);
  return { address, dataFolder, now, zone: ZONE, boxes, playbacks: items };
}
