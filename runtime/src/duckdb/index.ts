/** What a project imports from `headwater/duckdb`. */
export { type DuckDB, DuckDBResource, type DuckDBResourceOptions } from "./duckdbResource.ts";
export type { DuckDBParameter, DuckDBParameters, DuckDBResultValue } from "./parameters.ts";
