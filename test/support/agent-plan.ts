import { sha256Hex } from '@loa/shared/jcs';
import type { Grant } from '@loa/shared/messages/grant';
import type { Item, Plan, Session } from '@loa/shared/messages/plan';
import type { Roster } from '@loa/shared/messages/roster';
import { playbackId } from '@loa/shared/playback';
import type { SoundWindow } from '@loa/shared/sound-window';

export const BOX = 'box_a';
export const COMMUNE = 'area_commune';
export const VILLAGE = 'area_village';
export const CHAIN = ['area_province', COMMUNE, VILLAGE];
const ZONE = 'Asia/Ho_Chi_Minh';
const DAY_START = Date.UTC(2026, 10, 2) - 7 * 3_600_000;

/** An instant of Monday 2026-11-02 in Việt Nam, by its wall time `HH:MM[:SS[.mmm]]`. */
export function at(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return Math.round(DAY_START + ((hours * 60 + minutes) * 60 + seconds) * 1000);
}

/** The other way round, for readable failures. */
export function wall(instant: number): string {
  return new Date(instant + 7 * 3_600_000).toISOString().slice(11, 19);
}

/** The id of the playback that a test calls by a letter. */
export function idOf(name: string): string {
  return playbackId({
    scheduleId: 'schedule_a',
    localDate: '2026-11-02',
    occurrence: 'occ_a',
    slot: name,
    variant: 'variant_vi',
    boxId: BOX,
  });
}

export function audioOf(name: string): string {
  return sha256Hex(`audio ${name}`);
}

export function grantIdOf(name: string): string {
  return sha256Hex(`grant ${name}`);
}

export interface ItemWish extends Partial<Omit<Item, 'startsAt' | 'latestStartAt' | 'source'>> {
  name: string;
  starts: string;
  /** Ten minutes after its start unless told. */
  latest?: string;
  seconds?: number;
}

export function makeItem({ name, starts, latest, seconds = 60, ...rest }: ItemWish): Item {
  return {
    playbackId: idOf(name),
    source: { kind: 'recording', sha256: audioOf(name), bytes: 1000, durationMs: seconds * 1000 },
    startsAt: at(starts),
    latestStartAt: latest === undefined ? at(starts) + 600_000 : at(latest),
    gainDb: 0,
    lateness: 'fromStart',
    resume: 'resume',
    grantId: grantIdOf(name),
    ...rest,
  };
}

export interface SessionWish {
  name?: string;
  priority?: Session['priority'];
  endsBy?: string;
  items: ItemWish[];
}

export function makeSession({
  name = 'main',
  priority = 'normal',
  endsBy = '23:00',
  items,
}: SessionWish): Session {
  const made = items.map(makeItem);
  return {
    sessionId: `session_${name}`,
    priority,
    startsAt: Math.min(...made.map((item) => item.startsAt)),
    endsBy: at(endsBy),
    items: made,
  };
}

export const ALL_DAY: SoundWindow[] = [{ from: '00:00', to: '24:00', maxGainDb: 12 }];

export interface PlanWish {
  sessions: SessionWish[];
  revision?: number;
  issued?: string;
  until?: string;
  hours?: SoundWindow[];
  maxGainDb?: number;
  hold?: Plan['hold'];
}

export function makePlan(wish: PlanWish): Plan {
  const coversUntil = wish.until === undefined ? at('00:00') + 8 * 86_400_000 : at(wish.until);
  return {
    boxId: BOX,
    areaChain: CHAIN,
    revision: wish.revision ?? 1,
    issuedAt: at(wish.issued ?? '00:00'),
    coversUntil,
    expiresAt: coversUntil,
    settings: {
      zone: ZONE,
      hours: wish.hours ?? ALL_DAY,
      maxGainDb: wish.maxGainDb ?? 12,
      languages: ['vi'],
      outputs: [],
    },
    hold: wish.hold ?? [],
    sessions: wish.sessions.map(makeSession),
  };
}

export function makeRoster(changes: Partial<Roster> = {}): Roster {
  return {
    communeId: COMMUNE,
    version: 1,
    issuedAt: at('00:00'),
    controllerKeys: [{ kid: 'k'.repeat(43), key: { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43) } }],
    people: [],
    needs: {},
    zone: ZONE,
    limits: [{ areas: [COMMUNE], windows: ALL_DAY }],
    successors: {},
    ...changes,
  };
}

export function makeGrant(
  name: string,
  changes: { use?: 'scheduled' | 'emergency'; from?: string; until?: string } = {},
): Grant {
  return {
    use: changes.use ?? 'scheduled',
    subject: { sha256: audioOf(name), language: 'vi' },
    title: name,
    areas: [COMMUNE],
    validFrom: at(changes.from ?? '00:00'),
    validUntil: at(changes.until ?? '23:59'),
    signedAt: at('00:00'),
  };
}
