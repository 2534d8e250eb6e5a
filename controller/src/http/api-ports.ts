import type { BrokerStatus } from '@loa/shared/api/broker';
import type { Recording } from '@loa/shared/api/recordings';
import type { Role } from '@loa/shared/api/role';
import type { ControllerKeys } from '@loa/shared/api/rosters';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import type { Changes } from '../db/changes.js';
import type { Db } from '../db/database.js';
import type { Library } from '../library/import-recording.js';
import type { SoundTools } from '../library/sound-tools.js';
import type { ObjectStore } from '../library/store.js';
import type { Excel } from '../reports/excel/excel.js';
import type { Speech } from '../sources/tts/speech.js';
import type { SealedSecrets } from '../trust/sealed-secrets.js';
import type { Passwords } from './passwords.js';
import type { Resumable } from './resumable.js';

/** What the routes stand on. */
export interface ApiPorts {
  db: Db;
  clock: Clock;
  random: Random;
  log: Logger;
  changes: Changes;
  passwords: Passwords;
  secrets: SealedSecrets;
  library: Library<Recording>;
  sounds: SoundTools;
  speech: Speech;
  excel: Excel;
  resumable: Resumable;
  objects: Pick<ObjectStore, 'pathOf' | 'put'>;
  keys: ControllerKeys;
  broker: { isConnected(): boolean; status?(): BrokerStatus };
  /** Whether the clock may be believed: nothing is signed while it may not. */
  clockIsRight(): Promise<boolean>;
  /** Cuts a box off at once; its tokens are gone already. */
  disconnectBox(boxId: string): void;
  settings: ApiSettings;
}

export interface ApiSettings {
  version: string;
  /** Whether people open the pages over TLS. */
  secure?: boolean;
  /** Where people open the pages, as an origin; null: nobody said. */
  publicUrl: string | null;
  /** Where boxes over TLS are told to enrol, as an origin; null: where people open the pages. */
  boxServer: string | null;
  /** How long a sign-in holds however busy, milliseconds. */
  sessionLifeMs: number;
  /** How long it holds without any use, milliseconds. */
  sessionIdleMs: number;
  /** Roles that need more than a password, until an administrator says otherwise. */
  secondFactorFor: readonly Role[];
  /** How long an enrolment code may be used, milliseconds. */
  codeLifeMs: number;
  /** How long an approval is proposed to hold where the bulletin names no end, milliseconds. */
  approvalLifeMs: number;
  /** How far ahead "now" lies, so that boxes have time to fetch and prepare, milliseconds. */
  nowLeadMs: number;
  /** Failed sign-ins that one address may make before it must wait. */
  signInAttempts: number;
}
