import type { ItemRole } from '@loa/shared/api/answers';
import type { Instant } from '@loa/shared/instant';
import type { Priority } from '@loa/shared/messages/use';

/** One line of the playback log, as it stands before anything happened. */
export interface PlannedPlayback {
  playbackId: string;
  sessionId: string;
  scheduleId: string;
  /** The civil date that its run is meant for. */
  localDate: string;
  slot: string;
  role: ItemRole;
  /** Null for a relay. */
  bulletinId: string | null;
  variantId: string | null;
  /** `und` for a relay: nobody knows what another station speaks. */
  language: string;
  title: string;
  plannedAt: Instant;
  latestStartAt: Instant;
  endsBy: Instant;
  durationMs: number;
  priority: Priority;
  /** Empty for a relay. */
  sha256: string;
  grantId: string;
}
