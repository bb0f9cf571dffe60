import { asset, MaterializeResult } from "headwater";

/** The customers as they were exported: every column as text, nothing dropped. */
export const rawCustomers = asset(
  { name: "raw_customers", kinds: ["duckdb"], groupName: "ingestion", description: "Customers as exported, all text." },
  async ({ duckdb }) => {
    await duckdb.execute("CREATE OR REPLACE TABLE raw_customers AS FROM read_csv('data/customers.csv', all_varchar = true)");
    const [counted] = await duckdb.query<{ row_count: number }>("SELECT count(*)::INT AS row_count FROM raw_customers");
    return MaterializeResult({ metadata: { row_count: counted?.row_count ?? 0 } });
  },
);

/** The orders as they were exported. */
export const rawOrders = asset(
  { name: "raw_orders", kinds: ["duckdb"], groupName: "ingestion", description: "Orders as exported, all text." },
  async ({ duckdb }) => {
    await duckdb.execute("CREATE OR REPLACE TABLE raw_orders AS FROM read_csv('data/orders.csv', all_varchar = true)");
    const [counted] = await duckdb.query<{ row_count: number }>("SELECT count(*)::INT AS row_count FROM raw_orders");
    return MaterializeResult({ metadata: { row_count: counted?.row_count ?? 0 } });
  },
);
