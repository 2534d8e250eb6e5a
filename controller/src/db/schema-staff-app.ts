/* The tables that the staff's app added, as Kysely sees them; see schema.ts. */

import type { Generated } from 'kysely';

export interface BulletinColumnTable {
  id: string;
  area_id: string;
  name: string;
  description: string | null;
  created_by: string;
  created_at: number;
  archived_at: number | null;
}

export interface AbbreviationTable {
  id: string;
  area_id: string;
  written: string;
  spoken: string;
  created_by: string;
  created_at: number;
}

/** A resumable upload that is not finished; its bytes lie in the uploads folder under its id. */
export interface UploadTable {
  id: string;
  account_id: string;
  file_name: string;
  bytes: number;
  created_at: number;
  expires_at: number;
  /** What it became; its bytes are gone then, and an answer that was lost can be given again. */
  recording_sha256: string | null;
}

/** An area whose people brought a recording in; equal sounds that several areas uploaded are one recording. */
export interface RecordingAreaTable {
  sha256: string;
  area_id: string;
}

export interface RecordingPeaksTable {
  sha256: string;
  /** JSON number[], 0 to 100. */
  points: string;
}

export interface BoxSimTable {
  box_id: string;
  number: string | null;
  operator: string | null;
  /** Civil date. */
  expires_on: string | null;
  note: string | null;
  updated_at: number;
}

export interface ClusterContactTable {
  cluster_id: string;
  name: string | null;
  phone: string | null;
  updated_at: number;
  /** Name and number, as lists are searched. */
  folded: Generated<string>;
}

export interface BoxVolumeTable {
  box_id: string;
  max_gain_db: number | null;
  muted: number;
  updated_by: string;
  updated_at: number;
}

export interface ImportPreviewTable {
  id: string;
  account_id: string;
  area_id: string;
  kind: 'areas' | 'clusters' | 'sims' | 'outlines';
  file_name: string;
  /** JSON: the rows as understood and what each would change. */
  doc: string;
  created_at: number;
  expires_at: number;
  applied_at: number | null;
}

/** One for each area that has any. */
export interface CalendarAddressTable {
  area_id: string;
  /** sha256 hex of the secret in the address. */
  hash: string;
  created_by: string;
  created_at: number;
}

export interface StaffAppTables {
  bulletin_column: BulletinColumnTable;
  abbreviation: AbbreviationTable;
  upload: UploadTable;
  recording_area: RecordingAreaTable;
  recording_peaks: RecordingPeaksTable;
  box_sim: BoxSimTable;
  cluster_contact: ClusterContactTable;
  box_volume: BoxVolumeTable;
  import_preview: ImportPreviewTable;
  calendar_address: CalendarAddressTable;
}
