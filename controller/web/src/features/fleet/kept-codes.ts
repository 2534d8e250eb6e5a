import { IssuedCode } from '@loa/shared/api/boxes';
import type { z } from 'zod';
import { now } from '../../lib/clock.js';

export type Code = z.infer<typeof IssuedCode>;
const nameOf = (boxId: string) => `loa.code.${boxId}`;

/**
 * An installation code, which the controller shows this once, kept until this tab is closed: a page that is loaded
 * anew on a ladder must not cost the code. Not longer: whoever has it can pose as the receiver.
 */
export function keepCode(boxId: string, code: Code | null): void {
  try {
    if (code === null) sessionStorage.removeItem(nameOf(boxId));
    else sessionStorage.setItem(nameOf(boxId), JSON.stringify(code));
  } catch {
    // A browser that keeps nothing shows it until the page is left.
  }
}

/** Null: none is known here, or it can be used no more. */
export function keptCode(boxId: string): Code | null {
  try {
    const parsed = IssuedCode.safeParse(JSON.parse(sessionStorage.getItem(nameOf(boxId)) ?? 'null'));
    return parsed.success && parsed.data.expiresAt > now() ? parsed.data : null;
  } catch {
    return null;
  }
}
