import { z } from 'zod';

/** What a person's signed approval may be used for. */
export const GrantUse = z.enum(['scheduled', 'emergency', 'live', 'relay', 'set', 'test']);
export type GrantUse = z.infer<typeof GrantUse>;

/** What a roster may allow a person to do; `roster` is the right to co-sign the next roster. */
export const RightUse = z.enum([...GrantUse.options, 'roster']);
export type RightUse = z.infer<typeof RightUse>;

/** Who wins the loudspeaker, lowest first. Live speech stands between priority and emergency. */
export const Priority = z.enum(['normal', 'priority', 'emergency']);
export type Priority = z.infer<typeof Priority>;
