import { asset, MaterializeResult } from "headwater";
import { countRows } from "./countRows.ts";
import { dataset } from "./dataset.ts";

/**
 * Three million flights within the United States, January to June 2001. A view copies nothing: DuckDB reads the Parquet
 * file where it lies.
 */
export const rawFlights = asset(
  {
    name: "raw_flights",
    groupName: "ingestion",
    kinds: ["duckdb", "parquet"],
    owners: ["team:data"],
    description: "Flights as the Bureau of Transportation Statistics has them, nothing dropped.",
    metadata: { file: "flights-3m.parquet", published_by: "U.S. Bureau of Transportation Statistics" },
  },
  async ({ duckdb }) => {
    // A view takes no parameters, so the path is quoted here.
    const file = dataset("flights-3m.parquet").replaceAll("'", "''");
    await duckdb.execute(`CREATE OR REPLACE VIEW raw_flights AS FROM read_parquet('${file}')`);
    const [span] = await duckdb.query<{ first: Date; last: Date }>(
      "SELECT min(date) AS first, max(date) AS last FROM raw_flights",
    );
    return MaterializeResult({ metadata: { row_count: await countRows(duckdb, "raw_flights"), ...span } });
  },
);

/** Airports of the United States: every column as text. */
export const rawAirports = asset(
  {
    name: "raw_airports",
    groupName: "ingestion",
    kinds: ["duckdb", "csv"],
    owners: ["team:data"],
    description: "Airports with their IATA code and position, all text.",
    metadata: { file: "airports.csv" },
  },
  async ({ duckdb }) => {
    await duckdb.execute("CREATE OR REPLACE TABLE raw_airports AS FROM read_csv($file, all_varchar = true)", {
      file: dataset("airports.csv"),
    });
    return MaterializeResult({ metadata: { row_count: await countRows(duckdb, "raw_airports") } });
  },
);

/** How many flights each route had in 2008. */
export const rawRoutes = asset(
  {
    name: "raw_routes",
    groupName: "ingestion",
    kinds: ["duckdb", "csv"],
    owners: ["team:data"],
    description: "Flights by origin and destination in 2008.",
    metadata: { file: "flights-airport.csv" },
  },
  async ({ duckdb }) => {
    await duckdb.execute("CREATE OR REPLACE TABLE raw_routes AS FROM read_csv($file)", { file: dataset("flights-airport.csv") });
    return MaterializeResult({ metadata: { row_count: await countRows(duckdb, "raw_routes") } });
  },
);

/** The weather of Seattle and New York, day by day, 2012 to 2015. */
export const rawWeather = asset(
  {
    name: "raw_weather",
    groupName: "ingestion",
    kinds: ["duckdb", "csv"],
    owners: ["team:data"],
    description: "Daily weather of two cities, metric.",
    metadata: { file: "weather.csv", published_by: "NOAA" },
  },
  async ({ duckdb }) => {
    await duckdb.execute("CREATE OR REPLACE TABLE raw_weather AS FROM read_csv($file)", { file: dataset("weather.csv") });
    return MaterializeResult({ metadata: { row_count: await countRows(duckdb, "raw_weather") } });
  },
);
