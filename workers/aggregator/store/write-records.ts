import { STATEMENTS, type StoredRecord } from "./records.ts";

/** Writes records to D1, or makes the statements that do, for a batch of more. */

/** All or nothing: a D1 batch is one transaction. */
export async function writeRecords(db: D1Database, records: readonly StoredRecord[]): Promise<void> {
  const statements = statementsFor(db, records);
  if (statements.length > 0) await db.batch(statements);
}

export function statementsFor(db: D1Database, records: readonly StoredRecord[]): D1PreparedStatement[] {
  return records.flatMap(({ table, cells }) => {
    // What an older version kept for a table that is gone has nowhere to go.
    const statement: string | undefined = STATEMENTS[table];
    return statement === undefined ? [] : [db.prepare(statement).bind(...cells)];
  });
}
