import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Playback } from '@loa/shared/api/playbacks';
import { z } from 'zod';
import { startControllerApp } from '../support/controller-app.js';
import { addAccount, call, PLACES, seedPlaces as seedWorld } from '../support/controller-world.js';
import { type Bench, type Figure, median } from './figure.js';
import { idOf, seedPlaces, seedPlaybacks } from './log-seed.js';

const ROWS = 1_000_000;
const LIMIT_MS = 200;
const DAY = 86_400_000;

/**
 * What the log page asks, over HTTP, with everything from sign-in to JSON, in a controller whose log holds a million
 * lines in a file. Each figure is the median of the rounds after one that warms up.
 */
export const bench: Bench = { name: 'log', run };

async function* run({ rounds }: { rounds: number }): AsyncIterable<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-log-'));
  const app = await startControllerApp({ databasePath: join(folder, 'loa.db') });
  try {
    await seedWorld(app);
    await seedPlaces(app, PLACES.province);
    const token = await addAccount(app, 'account_top', 'supervisor', PLACES.province);
    await seedPlaybacks(app, ROWS);
    for (const [measure, query] of Object.entries(asked(app.clock.now()))) {
      const took: number[] = [];
      let lines = 0;
      for (let round = 0; round <= rounds; round++) {
        const begun = performance.now();
        const answer = await call(app, token, 'get', `/playbacks?${query}`);
        const body = await answer.text();
        if (round > 0) took.push(performance.now() - begun);
        lines = Page.parse(JSON.parse(body)).items.length;
      }
      const value = median(took);
      yield {
        ...{ bench: 'log', measure: `${measure} (${lines} lines)`, value, unit: 'ms' },
        ...{ peer: 'the limit', peerValue: LIMIT_MS, ratio: value / LIMIT_MS },
      };
    }
  } finally {
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const Page = z.object({ items: z.array(Playback) });

/** Filters that find much, little and nothing, alone and together. */
function asked(now: number): Record<string, string> {
  const [commune, village] = [`area=${idOf.commune(3)}`, `area=${idOf.village(3, 7)}`];
  const week = `from=${now - 60 * DAY}&to=${now - 53 * DAY}`;
  return {
    'the province': '',
    'a commune': commune,
    'a village': village,
    'a commune, a week two months ago': `${commune}&${week}`,
    'far back in the province': `cursor=${now - 100 * DAY}.p`,
    'far back in a commune': `${commune}&cursor=${now - 100 * DAY}.p`,
    'a commune, failed': `${commune}&state=failed`,
    'a commune, not heard': `${commune}&state=failed,missed,unknown,interrupted`,
    'the province, cancelled': 'state=cancelled',
    'a commune, cancelled': `${commune}&state=cancelled`,
    'a village, finished, a week': `${village}&state=finished&${week}`,
    'emergencies of the province': 'priority=emergency',
    'emergencies of a village': `${village}&priority=emergency`,
    'priority, not heard, of a commune': `${commune}&priority=priority&state=failed,missed`,
    'a bulletin': `bulletin=${idOf.bulletin(17)}`,
    'a bulletin in a village': `${village}&bulletin=${idOf.bulletin(17)}`,
    'a box': `box=${idOf.box(100)}`,
    'a cluster, missed': `cluster=${idOf.cluster(100)}&state=missed`,
    'a commune, Jrai': `${commune}&language=jra`,
    'a commune, a language nobody spoke': `${commune}&language=km`,
    'the province, a language nobody spoke': 'language=km',
  };
}
