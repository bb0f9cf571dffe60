import { asset, MaterializeResult } from "headwater";
import { cleanCustomers, cleanOrders } from "./transform.ts";

export interface CustomerRevenue {
  customerId: number;
  name: string;
  country: string | null;
  signedUp: Date | null;
  orders: number;
  revenue: number;
}

/** What each customer has bought: a typed value that the assets below take as it is. */
export const customerRevenue = asset(
  {
    name: "customer_revenue",
    deps: [cleanCustomers, cleanOrders],
    groupName: "marts",
    kinds: ["duckdb", "typescript"],
    description: "One row a customer with what was bought.",
  },
  async ({ duckdb }): Promise<CustomerRevenue[]> => {
    const rows = await duckdb.query<Omit<CustomerRevenue, "signedUp"> & { signedUp: string | null }>(`
      SELECT customer_id AS "customerId", name, country, signed_up::VARCHAR AS "signedUp",
        count(order_id)::INT AS orders, coalesce(sum(quantity * unit_price), 0)::DOUBLE AS revenue
      FROM clean_customers LEFT JOIN clean_orders USING (customer_id)
      GROUP BY ALL ORDER BY revenue DESC
    `);
    return rows.map((row) => ({ ...row, signedUp: row.signedUp === null ? null : new Date(row.signedUp) }));
  },
);

export const topCustomers = asset(
  { name: "top_customers", ins: { revenue: customerRevenue }, groupName: "marts", kinds: ["typescript"] },
  async ({ revenue }) => revenue.slice(0, 10),
);

export const revenueByCountry = asset(
  { name: "revenue_by_country", ins: { revenue: customerRevenue }, groupName: "marts", kinds: ["typescript"] },
  async ({ revenue }) => {
    const byCountry = Map.groupBy(revenue, ({ country }) => country ?? "unknown");
    return new Map([...byCountry].map(([country, rows]) => [country, rows.reduce((sum, row) => sum + row.revenue, 0)]));
  },
);

export const customerSegments = asset(
  { name: "customer_segments", ins: { revenue: customerRevenue }, groupName: "marts", kinds: ["typescript"] },
  async ({ revenue }) => ({
    silent: revenue.filter(({ orders }) => orders === 0).length,
    occasional: revenue.filter(({ orders }) => orders > 0 && orders < 5).length,
    loyal: revenue.filter(({ orders }) => orders >= 5).length,
  }),
);

export const monthlySales = asset(
  { name: "monthly_sales", deps: [cleanOrders], groupName: "marts", kinds: ["duckdb"] },
  async ({ duckdb }) => {
    await duckdb.execute(`
      CREATE OR REPLACE TABLE monthly_sales AS
      SELECT date_trunc('month', ordered_at) AS month, sum(quantity * unit_price) AS revenue, count(*) AS orders
      FROM clean_orders GROUP BY ALL ORDER BY month
    `);
    const [counted] = await duckdb.query<{ months: number }>("SELECT count(*)::INT AS months FROM monthly_sales");
    return MaterializeResult({ metadata: { months: counted?.months ?? 0 } });
  },
);
