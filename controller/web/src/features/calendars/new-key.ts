/** Tells rows of a form apart; it is never sent. Not `randomUUID`, which pages without TLS do not have. */
export const newKey = (): string => crypto.getRandomValues(new Uint32Array(2)).join('-');
