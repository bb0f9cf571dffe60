import { asset, MaterializeResult } from "headwater";

/** Customers with an id and a usable e-mail address, once each. */
export const cleanCustomers = asset(
  {
    name: "clean_customers",
    deps: ["raw_customers"],
    groupName: "transform",
    kinds: ["duckdb", "typescript"],
    owners: ["team:data"],
    description: "One row a customer: trimmed, typed, with a usable e-mail address.",
  },
  async ({ duckdb }, context) => {
    await duckdb.execute(`
      CREATE OR REPLACE TABLE clean_customers AS
      SELECT DISTINCT ON (customer_id)
        TRY_CAST(customer_id AS INTEGER) AS customer_id,
        trim(name) AS name,
        lower(email) AS email,
        upper(nullif(country, '')) AS country,
        coalesce(TRY_CAST(signed_up AS DATE), TRY_CAST(try_strptime(signed_up, '%d.%m.%Y') AS DATE)) AS signed_up
      FROM raw_customers
      WHERE TRY_CAST(customer_id AS INTEGER) IS NOT NULL AND email LIKE '%_@_%._%'
      ORDER BY customer_id
    `);
    const [counted] = await duckdb.query<{ row_count: number; dropped: number }>(`
      SELECT count(*)::INT AS row_count, ((SELECT count(*) FROM raw_customers) - count(*))::INT AS dropped FROM clean_customers
    `);
    const { row_count, dropped } = counted ?? { row_count: 0, dropped: 0 };
    if (dropped > 0) context.log.warn(`${dropped} rows of raw_customers had no id or no usable e-mail address`);
    return MaterializeResult({ metadata: { row_count, dropped } });
  },
);

/** Orders with a quantity and a price, of customers that are known by id. */
export const cleanOrders = asset(
  {
    name: "clean_orders",
    deps: ["raw_orders"],
    groupName: "transform",
    kinds: ["duckdb"],
    owners: ["team:data"],
    description: "Orders with a positive quantity and a price.",
  },
  async ({ duckdb }) => {
    await duckdb.execute(`
      CREATE OR REPLACE TABLE clean_orders AS
      SELECT order_id::INTEGER AS order_id, TRY_CAST(customer_id AS INTEGER) AS customer_id, ordered_at::TIMESTAMP AS ordered_at,
        product, TRY_CAST(quantity AS INTEGER) AS quantity, TRY_CAST(unit_price AS DOUBLE) AS unit_price
      FROM raw_orders
      WHERE TRY_CAST(quantity AS INTEGER) > 0 AND TRY_CAST(unit_price AS DOUBLE) > 0
    `);
    const [counted] = await duckdb.query<{ row_count: number }>("SELECT count(*)::INT AS row_count FROM clean_orders");
    return MaterializeResult({ metadata: { row_count: counted?.row_count ?? 0 } });
  },
);
