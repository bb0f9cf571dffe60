import { asset, MaterializeResult } from "headwater";
import { type Airport, airports } from "./airports.ts";
import { countRows } from "./countRows.ts";
import { rawAirports, rawFlights } from "./ingestion.ts";

export interface Punctuality {
  flights: number;
  /** In minutes; below 0 is early. */
  meanDelay: number;
  /** The share of flights that were more than 15 minutes late, 0 to 1. */
  lateShare: number;
}

export interface DailyDelays extends Punctuality {
  day: Date;
}

export interface AirportDelays extends Punctuality {
  airport: Airport;
}

const punctuality = /* sql */ `
  count(*)::INT AS flights, avg(delay)::DOUBLE AS "meanDelay", avg((delay > 15)::INT)::DOUBLE AS "lateShare"
`;

/** The flights worth counting. The odd ones are dropped and counted; too many of them fail the step. */
export const flights = asset(
  {
    deps: [rawFlights, rawAirports],
    groupName: "analysis",
    kinds: ["duckdb"],
    owners: ["team:data"],
    description: "Each flight once, from and to known airports, at most an hour early and a day late.",
  },
  async ({ duckdb }, context) => {
    await duckdb.execute(`
      CREATE OR REPLACE TABLE flights AS
      SELECT DISTINCT date AS departed, delay, distance, origin, destination
      FROM raw_flights
      WHERE delay BETWEEN -60 AND 24 * 60
        AND origin IN (SELECT iata FROM raw_airports)
        AND destination IN (SELECT iata FROM raw_airports)
    `);
    const row_count = await countRows(duckdb, "flights");
    const all = await countRows(duckdb, "raw_flights");
    const dropped = all - row_count;
    if (dropped > all / 100) throw new Error(`${dropped} of ${all} flights are odd: has the file changed?`);
    context.log.warn(`${dropped} flights were there twice, or had a delay that cannot be`);
    return MaterializeResult({ metadata: { row_count, dropped } });
  },
);

/** How punctual each day was: rows of a DuckDB table become values with Dates in them. */
export const dailyDelays = asset(
  {
    name: "daily_delays",
    deps: [flights],
    groupName: "analysis",
    kinds: ["duckdb", "typescript"],
    description: "Punctuality by day of departure.",
  },
  async ({ duckdb }) => {
    const days = await duckdb.query<DailyDelays>(`
      SELECT departed::DATE AS day, ${punctuality}
      FROM flights
      GROUP BY ALL
      HAVING flights > 1000 -- the file ends six flights into the 1st of July
      ORDER BY day
    `);
    return MaterializeResult({ value: days, metadata: { row_count: days.length } });
  },
);

/** How punctual each hour of departure is, from 0 to 23. */
export const delaysByHour = asset(
  {
    name: "delays_by_hour",
    deps: [flights],
    groupName: "analysis",
    kinds: ["duckdb", "typescript"],
    description: "Punctuality by hour of departure.",
  },
  async ({ duckdb }): Promise<Map<number, Punctuality>> => {
    const rows = await duckdb.query<Punctuality & { hour: number }>(`
      SELECT hour(departed)::INT AS hour, ${punctuality} FROM flights GROUP BY ALL ORDER BY hour
    `);
    return new Map(rows.map(({ hour, ...rest }) => [hour, rest]));
  },
);

/** How punctual each airport is, the worst first. */
export const airportDelays = asset(
  {
    name: "airport_delays",
    ins: { airports },
    deps: [flights],
    groupName: "analysis",
    kinds: ["duckdb", "typescript"],
    description: "Punctuality of airports with at least a thousand departures.",
  },
  async ({ airports, duckdb }) => {
    const rows = await duckdb.query<Punctuality & { origin: string }>(`
      SELECT origin, ${punctuality} FROM flights GROUP BY ALL HAVING flights >= 1000 ORDER BY "meanDelay" DESC
    `);
    const delays = rows.flatMap(({ origin, ...rest }): AirportDelays[] => {
      const airport = airports.get(origin);
      return airport === undefined ? [] : [{ airport, ...rest }];
    });
    return MaterializeResult({ value: delays, metadata: { row_count: delays.length, worst: delays[0]?.airport.name ?? null } });
  },
);
