import type { Response } from 'express';

/** Every way in which the box-facing endpoints say no; `code` is for programs, the message for a person's log. */
export const refusals = {
  bad_request: [400, 'The request is not what this address expects.'],
  no_token: [401, 'A valid token of an enrolled box is needed. Ask for one at /agent/token.'],
  bad_proof: [403, 'The proof does not verify.'],
  box_not_enrolled: [403, 'No enrolled box has this id or key. Enrol it with a new code.'],
  box_revoked: [403, 'This box was revoked. Ask the commune for a new box entry and code.'],
  code_unknown: [404, 'No such enrolment code. Check what was typed, or make a new code.'],
  not_found: [404, 'There is nothing here.'],
  code_expired: [410, 'This enrolment code has expired. Make a new one.'],
  code_used: [410, 'This enrolment code was used already. Make a new one.'],
  code_burnt: [410, 'This enrolment code was tried with wrong secrets too often. Make a new one.'],
  key_taken: [
    409,
    'Another box has this key: a copied memory card? Delete the key on this box and enrol again.',
  ],
  wrong_secret: [403, 'The code does not match: its secret part is wrong. Type it again.'],
  nonce_spent: [403, 'The challenge is older than 60 s, or was answered already. Ask for a new one.'],
  too_large: [413, 'The request is too large.'],
  bad_range: [416, 'The range lies outside the object.'],
  too_many: [429, 'Too many requests from this address. Try again in a minute.'],
  internal: [500, 'The controller failed to answer. Try again later.'],
  clock_untrusted: [503, "The controller's own clock is not to be trusted now; it signs nothing."],
} as const satisfies Record<string, readonly [number, string]>;

export type RefusalCode = keyof typeof refusals;
export type Refused = { ok: false; code: RefusalCode };

export function refused(code: RefusalCode): Refused {
  return { ok: false, code };
}

/** Answers `{error: {code, message}}` with the status that belongs to the code. */
export function sendRefusal(response: Response, code: RefusalCode): void {
  const [status, message] = refusals[code];
  response.status(status).json({ error: { code, message } });
}
