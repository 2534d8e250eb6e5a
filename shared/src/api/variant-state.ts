import { z } from 'zod';

export const VariantState = z
  .enum(['draft', 'submitted', 'approved', 'rejected', 'withdrawn', 'expired'])
  .meta({ id: 'VariantState' });
export type VariantState = z.infer<typeof VariantState>;
