import type { PlaybackState, Reason } from '@loa/shared/playback';
import type { Generated } from 'kysely';
import type { AuditHeadTable, AuditTable } from './schema-audit.js';
import type { KeysTables } from './schema-keys.js';
import type { OutlineTables } from './schema-outlines.js';
import type { OneTimeLinkTable, RecoveryCodeTable, SignInFailureTable, TotpTable } from './schema-people.js';
import type {
  CampaignTable,
  HolidayCalendarTable,
  PriorityDecisionTable,
  ProgrammePartTable,
  ProgrammeTable,
  SchedulePlaceTable,
  StationTable,
  SuspensionTable,
} from './schema-planning.js';
import type { RepairTables } from './schema-repairs.js';
import type { StaffAppTables } from './schema-staff-app.js';

/*
 * The tables as Kysely sees them. Instants are unix milliseconds, truths are 0 or 1, `…_json` texts hold JSON that
 * whoever reads it parses with zod. Unions are backed by CHECK constraints or written by our own code alone.
 */

export interface Database extends StaffAppTables, KeysTables, RepairTables, OutlineTables {
  migration: MigrationTable;
  setting: SettingTable;
  area: AreaTable;
  cluster: ClusterTable;
  box: BoxTable;
  enrolment_code: EnrolmentCodeTable;
  box_token: BoxTokenTable;
  account: AccountTable;
  web_session: WebSessionTable;
  api_token: ApiTokenTable;
  recording: RecordingTable;
  original: OriginalTable;
  bulletin: BulletinTable;
  variant: VariantTable;
  grant_doc: GrantDocTable;
  schedule: ScheduleTable;
  roster: RosterTable;
  plan: PlanTable;
  override_entry: OverrideEntryTable;
  override_doc: OverrideDocTable;
  playback: PlaybackTable;
  journal: JournalTable;
  journal_entry: JournalEntryTable;
  report_message: ReportMessageTable;
  receipt: ReceiptTable;
  incident: IncidentTable;
  audit: AuditTable;
  audit_head: AuditHeadTable;
  programme: ProgrammeTable;
  programme_part: ProgrammePartTable;
  station: StationTable;
  schedule_place: SchedulePlaceTable;
  suspension: SuspensionTable;
  holiday_calendar: HolidayCalendarTable;
  priority_decision: PriorityDecisionTable;
  campaign: CampaignTable;
  totp: TotpTable;
  recovery_code: RecoveryCodeTable;
  one_time_link: OneTimeLinkTable;
  sign_in_failure: SignInFailureTable;
}

export type AreaLevel = 'province' | 'commune' | 'village';
export type BoxState = 'created' | 'enrolled' | 'revoked';
export type VariantState = 'draft' | 'submitted' | 'approved' | 'rejected' | 'withdrawn' | 'expired';
export type ScheduleState = 'active' | 'cancelled';
export type BulletinKind = 'tin' | 'bai' | 'phongSu' | 'toaDam' | 'thongBao';

export interface MigrationTable {
  name: string;
}

export interface SettingTable {
  key: string;
  /** JSON. */
  value: string;
}

export interface AreaTable {
  id: string;
  parent_id: string | null;
  level: AreaLevel;
  /** xã, phường, thôn, làng … as staff write it. */
  kind: string;
  name: string;
  households: number | null;
  population: number | null;
  /** JSON string[]. */
  languages: string;
  /** JSON string[]. */
  flags: string;
  lat: number | null;
  lon: number | null;
  /** JSON SoundWindow[]; null: as the area above. */
  hours: string | null;
  zone: string | null;
  created_at: number;
  /** JSON PlaceRules. */
  rules: Generated<string>;
  merged_into: string | null;
  /** As lists are searched and sorted by (name-columns.ts); the repositories keep them. */
  folded: Generated<string>;
  name_order: Generated<string>;
}

export interface ClusterTable {
  id: string;
  area_id: string;
  name: string;
  lat: number | null;
  lon: number | null;
  /** JSON string[]. */
  languages: string;
  /** JSON SoundWindow[]; null: as its area. */
  hours: string | null;
  max_gain_db: number;
  created_at: number;
  /** JSON PlaceRules. */
  rules: Generated<string>;
  /** As lists are searched and sorted by (name-columns.ts); the repositories keep them. */
  folded: Generated<string>;
  name_order: Generated<string>;
}

export interface BoxTable {
  id: string;
  cluster_id: string;
  name: string;
  /** JSON Ed25519Jwk. */
  key_jwk: string | null;
  key_id: string | null;
  state: BoxState;
  created_at: number;
  enrolled_at: number | null;
  revoked_at: number | null;
  /** JSON Status, advisory. */
  last_status: string | null;
  last_seen_at: number | null;
  /** JSON PlanSettings['outputs']. */
  outputs: Generated<string>;
  /** The commune that it pinned when it was enrolled, for good. */
  commune_id: string | null;
  /** As lists are searched and sorted by (name-columns.ts); the repositories keep them. */
  folded: Generated<string>;
  name_order: Generated<string>;
}

export interface EnrolmentCodeTable {
  code_id: string;
  box_id: string;
  secret: string;
  expires_at: number;
  attempts: Generated<number>;
  used_at: number | null;
  /** JSON of the exchange between step 1 and step 2. */
  pending: string | null;
}

export interface BoxTokenTable {
  /** sha256 hex of the token. */
  hash: string;
  box_id: string;
  expires_at: number;
}

export interface AccountTable {
  id: string;
  login: string;
  name: string;
  /** Name and login as lists are searched and sorted by. */
  folded: Generated<string>;
  /** argon2id, PHC string; `-` while an invitation waits. */
  password_hash: string;
  role: string;
  area_id: string;
  person_id: string | null;
  created_at: number;
  disabled_at: number | null;
  languages: Generated<string>;
  /** An account id: this one approves in its place (KT.), from `acting_from` until `acting_until`. */
  deputy_for: string | null;
  acting_from: number | null;
  acting_until: number | null;
}

export interface WebSessionTable {
  /** sha256 hex of the cookie's token. */
  hash: string;
  /** What lists call it; tells nothing about the token. */
  id: string;
  account_id: string;
  /** How the person proved who they are. */
  method: string;
  address: string;
  user_agent: string | null;
  created_at: number;
  /** However busy: sign in again. It ends earlier when idle. */
  expires_at: number;
  last_seen_at: number;
}

export interface ApiTokenTable {
  /** sha256 hex of the token. */
  hash: string;
  id: string;
  account_id: string;
  label: string;
  created_at: number;
  expires_at: number;
  revoked_at: number | null;
}

export interface RecordingTable {
  sha256: string;
  bytes: number;
  duration_ms: number;
  lufs: number | null;
  peak_db: number | null;
  /** The copy for browsers, an object like the recording itself. */
  aac_sha256: string | null;
  aac_bytes: number | null;
  created_at: number;
  created_by: string;
}

export interface OriginalTable {
  sha256: string;
  recording_sha256: string;
  name: string;
  bytes: number;
  format: string | null;
  created_at: number;
  created_by: string;
}

export interface BulletinTable {
  id: string;
  title: string;
  kind: BulletinKind;
  column_name: string | null;
  /** JSON string[]. */
  topics: string;
  /** JSON string[]. */
  audiences: string;
  field_code: string | null;
  source_unit: string | null;
  valid_from: number | null;
  valid_until: number | null;
  area_id: string;
  created_by: string;
  /** Who looks after it since a handover; null: whoever made it. */
  owner_id: string | null;
  created_at: number;
  updated_at: number;
  sound: Generated<'speech' | 'music'>;
  task_ref: string | null;
  /** What a search looks at; the repository keeps it. */
  folded: Generated<string>;
}

export interface VariantTable {
  id: string;
  bulletin_id: string;
  language: string;
  recording_sha256: string | null;
  /** What is spoken, NFC. */
  text: string | null;
  state: VariantState;
  state_reason: string | null;
  grant_id: string | null;
  submitted_by: string | null;
  updated_at: number;
  folded: Generated<string>;
}

export interface GrantDocTable {
  /** sha256 hex of `bytes`. */
  id: string;
  variant_id: string | null;
  bytes: Uint8Array;
  use: string;
  valid_from: number;
  valid_until: number;
  signed_at: number;
  /** JSON string[] of personIds. */
  signers: string;
  created_at: number;
  station_id: string | null;
}

export interface ScheduleTable {
  id: string;
  /** Of what it plays. */
  area_id: string;
  bulletin_id: string | null;
  programme_id: string | null;
  name: string;
  /** JSON string[]. */
  area_ids: string;
  /** JSON string[]. */
  cluster_ids: string;
  /** JSON Timetable. */
  timetable: string;
  /** No civil date after it has an occurrence; null: it goes on for ever. */
  last_date: string | null;
  priority: string;
  lateness: string;
  latest_start_minutes: number | null;
  resume: string;
  gain_db: number;
  state: ScheduleState;
  cancelled_at: number | null;
  cancelled_by: string | null;
  created_by: string;
  /** Who looks after it since a handover; null: whoever made it. */
  owner_id: string | null;
  created_at: number;
  updated_at: number;
}

export interface RosterTable {
  commune_id: string;
  version: number;
  bytes: Uint8Array;
  created_at: number;
}

export interface PlanTable {
  box_id: string;
  revision: number;
  content_hash: string;
  covers_from: number;
  covers_until: number;
  issued_at: number;
  /** The signed document, as published. */
  bytes: Uint8Array;
}

export interface OverrideEntryTable {
  id: string;
  area_id: string;
  kind: string;
  /** JSON Override. */
  doc: string;
  created_at: number;
  until: number;
  lifted_at: number | null;
  created_by: string;
}

export interface OverrideDocTable {
  area_id: string;
  revision: number;
  bytes: Uint8Array;
  expires_at: number;
}

export interface PlaybackTable {
  num: Generated<number>;
  id: string;
  box_id: string;
  cluster_id: string;
  area_id: string;
  schedule_id: string | null;
  bulletin_id: string | null;
  variant_id: string | null;
  session_id: string;
  title: string;
  language: string;
  planned_at: number;
  latest_start_at: number;
  ends_by: number;
  duration_ms: number;
  priority: string;
  state: PlaybackState;
  reason: Reason | null;
  detail: string | null;
  /** 1 while the controller only guesses (unknown) and a late report may say otherwise. */
  provisional: Generated<number>;
  /** When it left the plan; the box's word on it may still come. */
  withdrawn_at: number | null;
  started_at: number | null;
  ended_at: number | null;
  start_error_ms: number | null;
  delivered_ms: number | null;
  rms_dbfs: number | null;
  peak_dbfs: number | null;
  underruns: number | null;
  clock_state: string | null;
  clock_uncertainty_ms: number | null;
  sha256: string | null;
  grant_id: string | null;
  plan_revision: number | null;
  output: string | null;
  /** The journal entry (journal_num, state_seq) that the state was taken from. */
  state_seq: number | null;
  journal_num: number | null;
  updated_at: number;
  /** What it is in its programme: ItemRole. */
  role: Generated<string>;
  slot: string | null;
  /** The civil date that its run is meant for. */
  local_date: string | null;
  /** The schedule that it gives way to; it stands in no plan then. */
  displaced_by: string | null;
}

export interface JournalTable {
  num: Generated<number>;
  /** The box's own name for it. */
  id: string;
  box_id: string;
  /** Highest gap-free seq committed. */
  stored_through: Generated<number>;
  head_hash: string | null;
  /** When it was first and last heard of; null in journals of the first releases. */
  first_at: number | null;
  last_at: number | null;
}

export interface JournalEntryTable {
  journal_num: number;
  seq: number;
  at: number;
  kind: string;
  playback_id: string | null;
  /** JSON JournalEntry, or whatever came when rejected. */
  body: string;
  rejected: number;
  received_at: number;
}

export interface ReportMessageTable {
  journal_num: number;
  first_seq: number;
  last_seq: number;
  /** sha256 hex of the message's bytes. */
  hash: string;
  prev: string | null;
  chain_ok: number;
  received_at: number;
}

export interface ReceiptTable {
  box_id: string;
  journal_num: number;
  stored_through: number;
  revision: number;
  bytes: Uint8Array;
}

export interface IncidentTable {
  id: Generated<number>;
  at: number;
  box_id: string | null;
  kind: string;
  detail: string;
}
