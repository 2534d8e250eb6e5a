import type { Me } from '@loa/shared/api/session';

/**
 * Signs in by passkey, where this browser can. Null hides the button; whoever builds the passkeys' screens puts the
 * ceremony of `/api/passkeys` here.
 */
export const signInByPasskey: (() => Promise<Me>) | null = null;

export function browserHasPasskeys(): boolean {
  return typeof window.PublicKeyCredential === 'function' && window.isSecureContext;
}
