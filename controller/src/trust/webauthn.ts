import type { Assertion, Attestation } from '@loa/shared/api/keys';
import type { Alg, PublicJwk } from '@loa/shared/messages/jwk';
import { keyId } from '@loa/shared/trust/keys';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';
import { z } from 'zod';
import { COSE_ALGS, jwkOfCose } from './cose-key.js';

/** Where passkeys are made and used. */
export interface Place {
  rpId: string;
  origin: string;
}

/** How long a person may take at the telephone, milliseconds. */
export const CEREMONY_MS = 5 * 60_000;

const CoseKey = z.map(z.int(), z.unknown());

const ALGS: number[] = [COSE_ALGS.EdDSA, COSE_ALGS.ES256, COSE_ALGS.RS256];

/** What the browser is given to make a passkey: one that finds its owner by itself and asks for finger, face or PIN. */
export function creationOptions(
  place: Place,
  who: { accountId: string; login: string; name: string },
  { challenge, known }: { challenge: Uint8Array; known: readonly string[] },
) {
  return generateRegistrationOptions({
    rpName: 'Loa Làng',
    rpID: place.rpId,
    userID: Uint8Array.from(Buffer.from(who.accountId, 'utf8')),
    userName: who.login,
    userDisplayName: who.name,
    challenge: Uint8Array.from(challenge),
    timeout: CEREMONY_MS,
    attestationType: 'none',
    excludeCredentials: known.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGS,
  });
}

/** What the browser is given to use one: any of its owner's where `allowed` is empty. */
export function requestOptions(
  place: Pick<Place, 'rpId'>,
  { challenge, allowed }: { challenge: Uint8Array; allowed: readonly { id: string; transports: string[] }[] },
) {
  return generateAuthenticationOptions({
    rpID: place.rpId,
    challenge: Uint8Array.from(challenge),
    timeout: CEREMONY_MS,
    userVerification: 'required',
    allowCredentials: allowed.map(({ id, transports }) => ({
      id,
      transports: transports.flatMap(transport),
    })),
  });
}

const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;

function transport(name: string): (typeof TRANSPORTS)[number][] {
  return TRANSPORTS.filter((known) => known === name);
}

export interface RegisteredKey {
  ok: true;
  credentialId: string;
  kid: string;
  alg: Alg;
  jwk: PublicJwk;
  cose: Uint8Array;
  signCount: number;
  backedUp: boolean;
}

/** Judges a new credential against what was asked; `why` is English, for the log. */
export async function checkRegistration(
  credential: Attestation,
  challenge: string,
  place: Place,
): Promise<RegisteredKey | { ok: false; why: string }> {
  try {
    const outcome = await verifyRegistrationResponse({
      response: asRegistration(credential),
      expectedChallenge: challenge,
      expectedOrigin: place.origin,
      expectedRPID: place.rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGS,
    });
    if (!outcome.verified) return { ok: false, why: 'not verified' };
    const { credential: made, credentialBackedUp } = outcome.registrationInfo;
    const key = jwkOfCose(CoseKey.parse(decodeCredentialPublicKey(made.publicKey)));
    if (!key) return { ok: false, why: 'a key of a kind that boxes do not verify' };
    return {
      ...{ ok: true, ...key, kid: keyId(key.jwk), credentialId: made.id, cose: made.publicKey },
      ...{ signCount: made.counter, backedUp: credentialBackedUp },
    };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : 'unreadable' };
  }
}

/** Judges a sign-in; the new counter where it is right. */
export async function checkSignIn(
  credential: Assertion,
  challenge: string,
  place: Place,
  key: { credentialId: string; cose: Uint8Array; signCount: number },
): Promise<{ ok: true; signCount: number } | { ok: false; why: string }> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: asAuthentication(credential),
      expectedChallenge: challenge,
      expectedOrigin: place.origin,
      expectedRPID: place.rpId,
      requireUserVerification: true,
      credential: { id: key.credentialId, publicKey: Uint8Array.from(key.cose), counter: key.signCount },
    });
    return verified
      ? { ok: true, signCount: authenticationInfo.newCounter }
      : { ok: false, why: 'not verified' };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : 'unreadable' };
  }
}

/** The challenge that a credential answers, as its browser says; null where it says nothing readable. */
export function challengeIn(clientDataJSON: string): string | null {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
    return typeof data === 'object' &&
      data !== null &&
      'challenge' in data &&
      typeof data.challenge === 'string'
      ? data.challenge
      : null;
  } catch {
    return null;
  }
}

function asRegistration({ response, ...rest }: Attestation): RegistrationResponseJSON {
  const { clientDataJSON, attestationObject } = response;
  const { id, rawId, type } = rest;
  return { id, rawId, type, clientExtensionResults: {}, response: { clientDataJSON, attestationObject } };
}

function asAuthentication({ id, rawId, type, response }: Assertion): AuthenticationResponseJSON {
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return {
    ...{ id, rawId, type, clientExtensionResults: {} },
    response: { clientDataJSON, authenticatorData, signature, ...(userHandle ? { userHandle } : {}) },
  };
}
