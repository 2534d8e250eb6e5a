import type { Logger } from '@loa/shared/ports/logger';
import { type Output, type OutputHealth, type PlaybackStart, SAMPLES_PER_MS } from '../outputs/output.js';
import type { SoundSettings } from '../sound-port.js';
import type { Frame } from './delay-line.js';
import { createLane } from './lane.js';

/** How many outputs were given a frame, and how many of them did not fail. */
export interface Takers {
  able: number;
  taking: number;
}

/** All outputs of a box, each with its own gain and time. */
export interface Lanes {
  /** How much earlier than due frames are made, for outputs with a negative offset, ms. */
  leadMs(): number;
  /** How long after a frame's turn the slowest output gives it out, ms. */
  slowestMs(): number;
  /** How long before a start they want to hear of it, ms. */
  beginMs(): number;
  /** Some output wants frames though nothing sounds. */
  want(): boolean;
  /**
   * What the plan says of an output and what the box's own settings say of it add up, but the plan lifts nothing above its
   * cap. Times change in the next pause.
   */
  configure(settings: SoundSettings): void;
  /** Nothing is on its way to any output: times may change. */
  pause(): void;
  begin(start: PlaybackStart): void;
  /** `heard`: something sounds; else only outputs that want silence get the frame. */
  prepare(frame: Frame, heard: boolean): void;
  send(dueAt: number, handedAt: number): void;
  account(handedAt: number): Takers;
  finish(): void;
  health(): ({ id: string } & OutputHealth)[];
  start(): Promise<() => Promise<void>>;
}

/** A negative offset is met by making sound earlier; a request that comes later than this misses its beginning, ms. */
const LONGEST_LEAD_MS = 1_500;

export function createLanes(ports: {
  outputs: readonly Output[];
  /** Holds everything back, ms. */
  delayMs: number;
  onTrouble(output: string, detail: string | null): void;
  log: Logger;
}): Lanes {
  const { outputs, onTrouble, log } = ports;
  const lanes = outputs.map((output) => createLane({ output, onTrouble, log }));
  let leadMs = 0;
  let wantedLeadMs = 0;
  /** Of the frame that was sent last. */
  let sentLeadMs = 0;

  const self: Lanes = {
    leadMs: () => leadMs,
    slowestMs: () => Math.max(0, ...lanes.map((lane) => lane.delayMs())),
    beginMs: () => Math.max(0, ...lanes.map((lane) => lane.leadMs())),
    want: () => lanes.some((lane) => lane.wants()),
    configure(settings) {
      const all = outputs.map(({ id, trim }) => {
        const planned = settings.outputs.find((one) => one.id === id);
        return {
          enabled: planned?.enabled ?? true,
          trimDb: trim?.gainDb ?? 0,
          gainDb: planned?.gainDb ?? 0,
          offsetMs: (trim?.offsetMs ?? 0) + (planned?.offsetMs ?? 0),
        };
      });
      wantedLeadMs = Math.min(LONGEST_LEAD_MS, Math.max(0, ...all.map(({ offsetMs }) => -offsetMs)));
      for (const [index, { offsetMs, ...own }] of all.entries()) {
        const delayMs = Math.max(0, wantedLeadMs + offsetMs) + ports.delayMs;
        lanes[index]?.configure({ ...own, delay: Math.round(delayMs * SAMPLES_PER_MS) });
      }
    },
    pause() {
      leadMs = wantedLeadMs;
      for (const lane of lanes) lane.pause();
    },
    begin(start) {
      for (const lane of lanes) if (lane.enabled()) lane.begin(start);
    },
    prepare(frame, heard) {
      for (const lane of lanes) lane.prepare(heard || lane.wants() ? frame : null);
    },
    send(dueAt, handedAt) {
      sentLeadMs = leadMs;
      for (const lane of lanes) lane.send(dueAt, handedAt);
    },
    account(handedAt) {
      const takers = { able: 0, taking: 0 };
      for (const lane of lanes) {
        const taken = lane.account(handedAt, sentLeadMs);
        if (taken === null || !lane.enabled()) continue;
        takers.able++;
        if (taken !== 'failed') takers.taking++;
      }
      return takers;
    },
    finish() {
      for (const lane of lanes) lane.finish();
    },
    health: () => lanes.map((lane) => ({ id: lane.id, ...lane.health() })),
    async start() {
      const stops: (() => Promise<void>)[] = [];
      for (const lane of lanes) stops.push(await lane.start());
      return async () => {
        for (const stop of stops) await stop();
      };
    },
  };
  self.configure({ outputs: [] });
  self.pause();
  return self;
}
