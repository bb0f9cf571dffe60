import type { DuckDB } from "headwater/duckdb";

export async function countRows(duckdb: DuckDB, table: string): Promise<number> {
  const [counted] = await duckdb.query<{ row_count: number }>(`SELECT count(*)::INT AS row_count FROM "${table}"`);
  return counted?.row_count ?? 0;
}
