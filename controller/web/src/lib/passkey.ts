import { Assertion, Attestation, type CreationOptions, type RequestOptions } from '@loa/shared/api/keys';
import type { z } from 'zod';
import i18next from './i18n.js';
import { keyIsHere, keyWasNotShown } from './keys-here.js';
import { ProblemError } from './problem-error.js';

/** Whether this browser can use passkeys here: they need https, or localhost. */
export function browserHasPasskeys(): boolean {
  return typeof window.PublicKeyCredential === 'function' && window.isSecureContext;
}

/**
 * Lets the person show fingerprint, face or screen lock for what the controller prepared (signing in, an approval).
 * Rejects with a ProblemError in words when the person leaves it, or the machine has no key for this place.
 */
export async function showPasskey(options: RequestOptions): Promise<Assertion> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  // What the controller sent is WebAuthn's own JSON; the library reads it as such.
  const optionsJSON = options as Parameters<typeof startAuthentication>[0]['optionsJSON'];
  const credential = await startAuthentication({ optionsJSON }).catch(() => {
    throw new ProblemError(0, 'passkey_left', i18next.t('error.passkeyLeft'));
  });
  return Assertion.parse(credential);
}

/** Shows the key that a signature was prepared for, and remembers whether this machine has it: the next time it is asked first. */
export async function signWithPasskey(prepared: {
  kid: string;
  options: RequestOptions;
}): Promise<Assertion> {
  try {
    const credential = await showPasskey(prepared.options);
    keyIsHere(prepared.kid);
    return credential;
  } catch (error) {
    keyWasNotShown(prepared.kid);
    throw error;
  }
}

/** Lets the machine make a passkey. Rejects with a ProblemError in words when the person leaves it, or has one here already. */
export async function makePasskey(options: z.infer<typeof CreationOptions>): Promise<Attestation> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const optionsJSON = options as unknown as Parameters<typeof startRegistration>[0]['optionsJSON'];
  const credential = await startRegistration({ optionsJSON }).catch((error: unknown) => {
    const known = error instanceof Error && error.name === 'InvalidStateError';
    throw new ProblemError(
      0,
      'passkey_left',
      i18next.t(known ? 'error.passkeyKnown' : 'error.passkeyNotMade'),
    );
  });
  return Attestation.parse(credential);
}
