import { z } from 'zod';

/** Every answer that is not what was asked for. Programs match on `code`; `message` is Vietnamese, for people. */
export const Problem = z
  .object({
    error: z.object({
      code: z.string().max(60),
      /** What happened, to what, and what to do. */
      message: z.string(),
      details: z.unknown().optional(),
    }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** One field of a request that cannot be used. */
export const FieldProblem = z
  .object({
    /** Its path, for programs. */
    field: z.string(),
    /** What people call it, in Vietnamese; absent where only programs fill it in. */
    name: z.string().optional(),
    message: z.string(),
  })
  .meta({ id: 'FieldProblem' });
export type FieldProblem = z.infer<typeof FieldProblem>;
