import { type CreateTableBuilder, type Kysely, type QueryExecutorProvider, sql } from 'kysely';

/** What a migration may use: never today's table types, which move on. */
export type Migrated = Pick<Kysely<unknown>, 'schema'> & QueryExecutorProvider;

type Columns = Record<string, string>;

/** A table from `{column: 'type constraints'}`; the type's first word is the SQL type. */
export function table<T extends string>(
  db: Migrated,
  name: T,
  columns: Columns,
): CreateTableBuilder<T, string> {
  let builder = db.schema.createTable(name) as CreateTableBuilder<T, string>;
  for (const [column, definition] of Object.entries(columns)) {
    builder = builder.addColumn(column, sql.raw(definition));
  }
  return builder;
}

export async function index(db: Migrated, name: string, ...columns: string[]): Promise<void> {
  await db.schema
    .createIndex(`${name}_${columns.join('_')}`)
    .on(name)
    .columns(columns)
    .execute();
}
