import { asset, MaterializeResult } from "headwater";
import { rawAirports, rawRoutes } from "./ingestion.ts";

export interface Airport {
  iata: string;
  name: string;
  /** Null where the file says "NA". */
  city: string | null;
  state: string | null;
  latitude: number;
  longitude: number;
}

export interface Route {
  origin: Airport;
  destination: Airport;
  flights: number;
  kilometres: number;
}

/**
 * The airports by IATA code. An asset takes its name from the constant that it is exported as, and what the function
 * returns is its value: here a Map, which the assets below get as a Map.
 */
export const airports = asset(
  {
    deps: [rawAirports],
    groupName: "analysis",
    kinds: ["duckdb", "typescript"],
    owners: ["team:data"],
    description: "Airports by IATA code, with a position that can be on Earth.",
  },
  async ({ duckdb }, context) => {
    const rows = await duckdb.query<Airport>(`
      SELECT iata, name, nullif(city, 'NA') AS city, nullif(state, 'NA') AS state,
        latitude::DOUBLE AS latitude, longitude::DOUBLE AS longitude
      FROM raw_airports
      ORDER BY iata
    `);
    const lost = rows.filter(({ latitude, longitude }) => Math.abs(latitude) > 90 || Math.abs(longitude) > 180);
    if (lost.length > 0) throw new Error(`No such place on Earth: ${lost.map(({ iata }) => iata).join(", ")}`);
    const withoutCity = rows.filter(({ city }) => city === null);
    if (withoutCity.length > 0) context.log.warn(`No city is known for ${withoutCity.map(({ iata }) => iata).join(", ")}`);
    return MaterializeResult({
      value: new Map(rows.map((airport) => [airport.iata, airport])),
      metadata: { row_count: rows.length, without_city: withoutCity.length },
    });
  },
);

/** The busiest routes of 2008, with the way that they fly. `ins` gives the value of another asset, with its type. */
export const busiestRoutes = asset(
  {
    name: "busiest_routes",
    ins: { airports },
    deps: [rawRoutes],
    groupName: "analysis",
    kinds: ["duckdb", "typescript"],
    description: "The hundred routes with the most flights.",
  },
  async ({ airports, duckdb }) => {
    const rows = await duckdb.query<{ origin: string; destination: string; flights: number }>(`
      SELECT origin, destination, "count"::INT AS flights FROM raw_routes ORDER BY flights DESC, origin, destination LIMIT 100
    `);
    const routes = rows.map(({ origin, destination, flights }): Route => {
      const [from, to] = [airports.get(origin), airports.get(destination)];
      if (from === undefined || to === undefined) throw new Error(`The route ${origin}-${destination} has an unknown airport.`);
      return { origin: from, destination: to, flights, kilometres: Math.round(distance(from, to)) };
    });
    return MaterializeResult({ value: routes, metadata: { row_count: routes.length, busiest: routes[0]?.flights ?? 0 } });
  },
);

/** The great-circle distance in kilometres. */
function distance(from: Airport, to: Airport): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const haversine = (angle: number) => Math.sin(angle / 2) ** 2;
  const [here, there] = [radians(from.latitude), radians(to.latitude)];
  const across = haversine(radians(to.longitude - from.longitude));
  return 2 * 6371 * Math.asin(Math.sqrt(haversine(there - here) + Math.cos(here) * Math.cos(there) * across));
}
