import { z } from 'zod';
import { AreaId, Id } from '../ids.js';
import { Instant } from '../instant.js';

export const ImportKind = z.enum(['areas', 'clusters', 'sims']).meta({ id: 'ImportKind' });
export type ImportKind = z.infer<typeof ImportKind>;

/** One row of a sheet as it was understood. */
export const ImportRow = z
  .object({
    /** As Excel counts it. */
    row: z.int(),
    /** create, change, same: what applying would do; bad: it is left out, see `errors`. */
    outcome: z.enum(['create', 'change', 'same', 'bad']),
    /** What was read, by the names of the columns as staff know them. */
    cells: z.record(z.string(), z.string()),
    /** In words: what is wrong and what to write instead. */
    errors: z.array(z.string()),
    /** What was taken in a way the person should know of ("0 đã thêm vào đầu số điện thoại"). */
    notes: z.array(z.string()),
  })
  .meta({ id: 'ImportRow' });
export type ImportRow = z.infer<typeof ImportRow>;

export const ImportPreview = z
  .object({
    id: Id,
    kind: ImportKind,
    areaId: AreaId,
    fileName: z.string(),
    sheet: z.string(),
    /** The sheet's headers and what each was taken for; null: it is not used. */
    headers: z.array(z.object({ written: z.string(), takenFor: z.string().nullable() })),
    rows: z.array(ImportRow),
    counts: z.object({ create: z.int(), change: z.int(), same: z.int(), bad: z.int() }),
    expiresAt: Instant,
  })
  .meta({ id: 'ImportPreview' });
export type ImportPreview = z.infer<typeof ImportPreview>;

/** All good rows were applied together, or none. */
export const AppliedImport = z
  .object({ id: Id, kind: ImportKind, created: z.int(), changed: z.int(), same: z.int(), left: z.int() })
  .meta({ id: 'AppliedImport' });
export type AppliedImport = z.infer<typeof AppliedImport>;
