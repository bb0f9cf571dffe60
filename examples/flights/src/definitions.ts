import { Definitions } from "headwater";
import { DuckDBResource } from "headwater/duckdb";

const resources = {
  duckdb: DuckDBResource({ database: ".headwater/flights.duckdb" }),
};

export const definitions = Definitions({ resources });

// Tells TypeScript what the resources are, wherever a compute function takes one.
declare module "headwater" {
  interface Register {
    resources: typeof resources;
  }
}
