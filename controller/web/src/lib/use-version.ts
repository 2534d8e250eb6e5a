import { useState } from 'react';
import { z } from 'zod';
import { ProblemError } from './problem-error.js';

/** Which version of a thing a form changes: the one that its page was opened with. */
export interface Version {
  /** Sent along when it is saved, so that nobody's change is lost unseen. */
  readAt: number;
  /** When somebody changed it since; null: nobody did. */
  changedAt: number | null;
  /** The person has been told, and keeps their own. */
  keepMine(): void;
  /** What the person typed goes; what stands on the controller comes. */
  seeNew(): void;
}

/** `updatedAt` as it is known by now: it changes under an open form when a colleague saves. */
export function useVersion(updatedAt: number, seeNew: () => void): Version {
  const [readAt, setReadAt] = useState(updatedAt);
  return {
    readAt,
    changedAt: updatedAt === readAt ? null : updatedAt,
    keepMine: () => setReadAt(updatedAt),
    seeNew,
  };
}

const Details = z.object({ updatedAt: z.number() });

/** The version that stood in the way of a save; null: it failed for another reason. */
export function overtakenBy(error: unknown): number | null {
  if (!(error instanceof ProblemError) || error.status !== 412) return null;
  return Details.safeParse(error.details).data?.updatedAt ?? null;
}
