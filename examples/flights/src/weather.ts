import { asset, MaterializeResult } from "headwater";
import { airports } from "./airports.ts";
import { flights } from "./flights.ts";
import { rawWeather } from "./ingestion.ts";

export interface WeatherDay {
  city: string;
  date: Date;
  /** In millimetres. */
  precipitation: number;
  /** In degrees Celsius. */
  tempMin: number;
  tempMax: number;
  weather: "sun" | "fog" | "drizzle" | "rain" | "snow";
}

export interface TypicalMonth {
  /** The share of days with rain or snow, 0 to 1. */
  wetShare: number;
  meanTemperature: number;
}

export interface WeatherAndDelay extends TypicalMonth {
  city: string;
  /** 1 to 12. */
  month: number;
  flights: number;
  meanDelay: number;
}

/** The weather day by day, checked: a gap, or a night that is warmer than its day, fails the step. */
export const weatherDays = asset(
  {
    name: "weather_days",
    deps: [rawWeather],
    groupName: "analysis",
    kinds: ["duckdb", "typescript"],
    owners: ["team:weather"],
    description: "One value a day and city, without gaps.",
  },
  async ({ duckdb }) => {
    const days = await duckdb.query<WeatherDay>(`
      SELECT location AS city, date, precipitation, temp_min AS "tempMin", temp_max AS "tempMax", weather
      FROM raw_weather
      ORDER BY city, date
    `);
    for (const [index, { city, date, tempMin, tempMax }] of days.entries()) {
      const where = `${city}, ${date.toISOString().slice(0, 10)}`;
      if (tempMin > tempMax) throw new Error(`${where}: the lowest temperature is above the highest.`);
      const previous = days[index - 1];
      if (previous?.city === city && date.getTime() - previous.date.getTime() !== 86_400_000) {
        throw new Error(`${where}: the day before is missing, or there twice.`);
      }
    }
    return MaterializeResult({
      value: days,
      metadata: { row_count: days.length, first: days[0]?.date, last: days.at(-1)?.date },
    });
  },
);

/** What the weather of a month is like, by city and month: nested Maps, computed from typed values alone. */
export const typicalWeather = asset(
  {
    name: "typical_weather",
    ins: { days: weatherDays },
    groupName: "analysis",
    kinds: ["typescript"],
    owners: ["team:weather"],
    description: "Wet days and mean temperature of each month, by city.",
  },
  async ({ days }) => {
    const typical = new Map<string, Map<number, TypicalMonth>>();
    for (const [city, ofCity] of Map.groupBy(days, ({ city }) => city)) {
      const months = Map.groupBy(ofCity, ({ date }) => date.getUTCMonth() + 1);
      typical.set(city, new Map([...months].map(([month, ofMonth]) => [month, summarize(ofMonth)])));
    }
    return MaterializeResult({ value: typical, metadata: { cities: [...typical.keys()] } });
  },
);

function summarize(days: readonly WeatherDay[]): TypicalMonth {
  const wet = days.filter(({ weather }) => weather === "rain" || weather === "snow");
  const temperatures = days.map(({ tempMin, tempMax }) => (tempMin + tempMax) / 2);
  return {
    wetShare: wet.length / days.length,
    meanTemperature: temperatures.reduce((sum, temperature) => sum + temperature, 0) / days.length,
  };
}

/** Beside each other: how wet a month usually is in a city, and how late its flights were. Values go into SQL as parameters. */
export const weatherAndDelays = asset(
  {
    name: "weather_and_delays",
    ins: { airports, typical: typicalWeather },
    deps: [flights],
    groupName: "analysis",
    kinds: ["duckdb", "typescript"],
    owners: ["team:weather"],
    description: "Typical weather and mean delay by month, for cities whose weather is known.",
  },
  async ({ airports, typical, duckdb }) => {
    const result: WeatherAndDelay[] = [];
    for (const [city, months] of typical) {
      const codes = [...airports.values()].filter((airport) => airport.city === city).map(({ iata }) => iata);
      const rows = await duckdb.query<{ month: number; flights: number; meanDelay: number }>(
        `SELECT month(departed)::INT AS month, count(*)::INT AS flights, avg(delay)::DOUBLE AS "meanDelay"
         FROM flights
         WHERE list_contains($codes::VARCHAR[], origin)
         GROUP BY ALL
         ORDER BY month`,
        { codes },
      );
      for (const { month, ...delays } of rows) {
        const weather = months.get(month);
        if (weather !== undefined) result.push({ city, month, ...weather, ...delays });
      }
    }
    return MaterializeResult({ value: result, metadata: { row_count: result.length } });
  },
);
