import { asset, MaterializeResult } from "headwater";
import { customerSegments, monthlySales, revenueByCountry, topCustomers } from "./marts.ts";

/** What the morning mail says. */
export const salesReport = asset(
  {
    name: "sales_report",
    ins: { top: topCustomers, countries: revenueByCountry, segments: customerSegments },
    deps: [monthlySales],
    groupName: "reporting",
    kinds: ["typescript"],
    owners: ["team:sales"],
  },
  async ({ top, countries, segments }) => {
    const [best] = top;
    const [country, revenue] = [...countries].sort(([, one], [, other]) => other - one)[0] ?? ["none", 0];
    const text = [
      `Best customer: ${best?.name ?? "nobody"}, ${best?.orders ?? 0} orders.`,
      `Strongest country: ${country}, ${revenue.toFixed(2)}.`,
      `${segments.loyal} loyal, ${segments.occasional} occasional and ${segments.silent} silent customers.`,
    ].join("\n");
    return MaterializeResult({ value: text, metadata: { best_customer: best?.name ?? null, strongest_country: country } });
  },
);
