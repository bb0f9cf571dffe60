import { asset, MaterializeResult } from "headwater";
import { busiestRoutes } from "./airports.ts";
import { type AirportDelays, airportDelays, dailyDelays, type Punctuality } from "./flights.ts";
import { weatherAndDelays } from "./weather.ts";

/** The ten days on which one should have stayed at home. */
export const worstDays = asset(
  {
    name: "worst_days",
    ins: { days: dailyDelays },
    groupName: "reporting",
    kinds: ["typescript"],
    owners: ["team:travel"],
    description: "The ten days with the highest mean delay.",
  },
  async ({ days }) => days.toSorted((one, other) => other.meanDelay - one.meanDelay).slice(0, 10),
);

/**
 * When and where to fly. Without `ins` the destructured names are the dependencies, `delays_by_hour` and
 * `airport_delays`; their types are then yours to write.
 */
export const travelTips = asset(
  {
    name: "travel_tips",
    groupName: "reporting",
    kinds: ["typescript"],
    owners: ["team:travel"],
    description: "Three sentences.",
  },
  async ({ delays_by_hour, airport_delays }: { delays_by_hour: Map<number, Punctuality>; airport_delays: AirportDelays[] }) => {
    const hours = [...delays_by_hour].sort(([, one], [, other]) => one.lateShare - other.lateShare);
    const [bestHour] = hours[0] ?? [6];
    const [worstHour] = hours.at(-1) ?? [22];
    const [worst, best] = [airport_delays[0], airport_delays.at(-1)];
    return [
      `Leave at ${bestHour} o'clock, and never at ${worstHour}.`,
      `Leave from ${best?.airport.name}: ${best?.meanDelay.toFixed(1)} minutes on average.`,
      `Bring a book to ${worst?.airport.name}: ${worst?.meanDelay.toFixed(1)} minutes.`,
    ];
  },
);

/** Airports and routes as GeoJSON, for any map. */
export const delayMap = asset(
  {
    name: "delay_map",
    ins: { delays: airportDelays, routes: busiestRoutes },
    groupName: "reporting",
    kinds: ["typescript", "geojson"],
    owners: ["team:travel"],
    description: "A point for each airport, a line for each of the busiest routes.",
  },
  async ({ delays, routes }) => {
    const points = delays.map(({ airport, meanDelay, flights }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [airport.longitude, airport.latitude] },
      properties: { iata: airport.iata, meanDelay, flights },
    }));
    const lines = routes.map(({ origin, destination, flights, kilometres }) => ({
      type: "Feature",
      geometry: {
        type: "LineString",
        coordinates: [origin, destination].map(({ longitude, latitude }) => [longitude, latitude]),
      },
      properties: { name: `${origin.iata}-${destination.iata}`, flights, kilometres },
    }));
    return MaterializeResult({
      value: { type: "FeatureCollection", features: [...points, ...lines] },
      metadata: { airports: points.length, routes: lines.length },
    });
  },
);

/** The report, as Markdown. */
export const flightsReport = asset(
  {
    name: "flights_report",
    ins: { worst: worstDays, tips: travelTips, weather: weatherAndDelays },
    groupName: "reporting",
    kinds: ["typescript", "markdown"],
    owners: ["team:travel", "reports@example.com"],
    description: "What there is to say about flights in 2001.",
    tags: { audience: "public" },
  },
  async ({ worst, tips, weather }, context) => {
    const text = [
      "# Flights in the first half of 2001",
      ...tips.map((tip) => `- ${tip}`),
      "## The worst days",
      ...worst.map(({ day, meanDelay }) => `1. ${day.toISOString().slice(0, 10)}: ${meanDelay.toFixed(1)} minutes`),
      "## Weather and delays",
      "| City | Month | Wet days | Mean delay |",
      "|---|---|---|---|",
      ...weather.map(
        ({ city, month, wetShare, meanDelay }) =>
          `| ${city} | ${month} | ${Math.round(wetShare * 100)} % | ${meanDelay.toFixed(1)} min |`,
      ),
    ].join("\n");
    context.log.info(text);
    return MaterializeResult({ value: text, metadata: { worst_day: worst[0]?.day ?? null, tips } });
  },
);
