import { z } from 'zod';

export const Role = z
  .enum([
    'admin',
    'broadcaster',
    'contributor',
    'approver',
    'technician',
    'supervisor',
    'provinceViewer',
    'villageHead',
  ])
  .meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;
