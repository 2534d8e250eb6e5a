import type { Ed25519Jwk } from '@loa/shared/messages/jwk';
import type { Roster } from '@loa/shared/messages/roster';
import type { Sqlite } from '@loa/shared/node/sqlite';
import type { Bus } from '@loa/shared/ports/bus';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import type { SigningKey } from '@loa/shared/trust/keys';
import type { Card } from './card/card.js';
import type { ControllerClient } from './controller-client.js';
import type { Identity } from './identity.js';
import type { LiveStreams } from './playable.js';
import type { Reserve } from './reserve.js';
import type { AudioLibrary, Player } from './sound-port.js';
import type { BootClock } from './system-boot.js';
import type { TimeSource } from './time-sources/time-source.js';
import type { TrafficMeter } from './traffic.js';

export interface AgentPorts {
  identity: Pick<Identity, 'boxId' | 'communeId' | 'rootKey' | 'controllerKey'>;
  signer: SigningKey;
  db: Sqlite;
  bus: Bus;
  client: Pick<ControllerClient, 'time' | 'object'>;
  player: Player;
  library: AudioLibrary;
  reserve: Reserve;
  /** What stands behind `db`; without it the card is taken for sound. */
  card?: Pick<Card, 'trouble' | 'forgetful'>;
  /** Where live speech is had; without it a box carries none. */
  live?: LiveStreams;
  /** Told of the roster in force, at once and whenever another takes its place. */
  onRoster?(roster: Roster): void;
  clock: Clock;
  boot: BootClock;
  /** What goes over the box's sockets; without it no data is counted. */
  traffic?: TrafficMeter;
  /** What the box may carry in a month, bytes; null for as much as comes. */
  dataBudgetBytes?: number | null;
  /** Clocks of this machine for when the controller is away, the better first. */
  timeSources?: readonly TimeSource[];
  random: Random;
  /** Bytes of reports kept after their receipt. */
  journalQuotaBytes: number;
  version: string;
  log: Logger;
}

export interface Agent {
  /** The keys that may sign for the controller: the roster's, or the one pinned at enrolment before any roster. */
  controllerKey(kid: string): Ed25519Jwk | undefined;
  /** Something sounds or is about to. */
  sounding(): boolean;
  /** Ends what the last run left open, then follows its plan until stopped. */
  start(): Promise<() => Promise<void>>;
}
