import { checkSensor, type DefaultStatus } from "@headwater/model";
import { type Branded, brandOf } from "../brand.ts";
import { checkOptionNames, wrongOption } from "../options/readOptions.ts";
import { isJob, type JobDefinition } from "./defineJob.ts";
import { refuse } from "./schedule.ts";

/** A job that is started when a function says so (spec 6.5): an entry of `Definitions({ sensors })`. */
export interface SensorDefinition extends Branded<"sensor"> {
  readonly name: string;
  readonly job: JobDefinition;
  readonly minimumIntervalSeconds: number;
  readonly description?: string;
  readonly defaultStatus: DefaultStatus;
  readonly tags: Readonly<Record<string, string>>;
  readonly evaluate: SensorFunction;
}

/** What a sensor's function is told. */
export interface SensorContext {
  /** What the call before gave as its cursor; absent at first. */
  readonly cursor?: string;
}

/** A run that is asked for. */
export interface RunRequest {
  /** A run is started once for each key. */
  readonly runKey?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What a sensor's function gives: runs to start, or why there are none, and where it goes on. */
export interface SensorResult {
  readonly runRequests?: readonly RunRequest[];
  readonly skipReason?: string;
  readonly cursor?: string;
}

export type SensorFunction = (context: SensorContext) => SensorResult | undefined | Promise<SensorResult | undefined>;

/** What `sensor()` takes. */
export interface SensorOptions {
  /** Letters A to Z, digits and `_`, not beginning with two underscores. */
  readonly name: string;
  readonly job: JobDefinition;
  /** How many seconds pass between two calls at least: 30 if left out. */
  readonly minimumIntervalSeconds?: number;
  readonly description?: string;
  /** Whether it begins by itself: `STOPPED` if left out. */
  readonly defaultStatus?: DefaultStatus;
  /** Tags of the runs that it starts, beside those of its job. */
  readonly tags?: Readonly<Record<string, string>>;
}

const usualInterval = 30;

/**
 * Starts a job when a function says so (spec 6.5). Accepted, validated and carried: nothing calls the function yet.
 *
 * @example sensor({ name: "new_files", job: load }, async ({ cursor }) => ({ runRequests: await requestsSince(cursor) }))
 * @throws AssetDefinitionError `invalid-option` or `unknown-option`, with all that is wrong; TypeError for what is no function
 */
export function sensor(given: SensorOptions, evaluate: SensorFunction): SensorDefinition {
  checkOptionNames("sensor", given, Object.keys(given ?? {}));
  refuse("A sensor", checkSensor({ ...given, job: isJob(given.job) ? given.job : undefined }));
  if (typeof evaluate !== "function") throw wrongOption("sensor", "the second argument", "a function", evaluate);
  const { name, job, minimumIntervalSeconds = usualInterval, description, defaultStatus = "STOPPED", tags = {} } = given;
  return {
    "~headwater": { kind: "sensor" },
    name,
    job,
    minimumIntervalSeconds,
    ...(description === undefined ? {} : { description }),
    defaultStatus,
    tags: { ...tags },
    evaluate,
  };
}

/** Whether a value was made by `sensor()`. */
export function isSensor(value: unknown): value is SensorDefinition {
  return brandOf(value) === "sensor";
}
