/**
 * How an asset is divided into partitions (spec 5): plain data that JSON can hold.
 *
 * Times are texts on the wall of the definition's time zone, written in its format; time zones are IANA names.
 */
export type PartitionsDefinitionData =
  | StaticPartitionsData
  | TimeWindowPartitionsData
  | DynamicPartitionsData
  | MultiPartitionsData;

/** Partitions of fixed names, in their order (spec 5.1). */
export interface StaticPartitionsData {
  readonly kind: "static";
  readonly partitionKeys: readonly string[];
}

/** Windows of time between the ticks of a schedule (spec 5.2). */
export interface TimeWindowPartitionsData {
  /** `timeWindow` has its schedule in `cron`, the others in their offsets. */
  readonly kind: TimeWindowKind;
  /** The first tick at or after it begins the first window. */
  readonly startDate: string;
  /** Windows end at or before it; left out: there is no end. */
  readonly endDate?: string;
  /** `UTC` if left out. */
  readonly timezone?: string;
  /** Codes of strftime, as `%Y-%m-%d`, which is what is left out; for hours `%Y-%m-%d-%H:%M`. */
  readonly fmt?: string;
  /** So many windows after the last complete one exist too; less than 0: so many of the last do not. 0 if left out. */
  readonly endOffset?: number;
  /** When in an hour windows begin. 0 if left out. */
  readonly minuteOffset?: number;
  /** When in a day windows begin, for days and longer. 0 if left out. */
  readonly hourOffset?: number;
  /** For weeks the weekday from Sunday, 0 if left out; for months the day of the month, 1 if left out. */
  readonly dayOffset?: number;
  /** Five fields, or a name as `@daily`. */
  readonly cron?: string;
  /** Where windows begin that do not exist. */
  readonly exclusions?: readonly string[];
}

export type TimeWindowKind = "hourly" | "daily" | "weekly" | "monthly" | "timeWindow";

/** Partitions that are added and removed while the project is used (spec 5.4). */
export interface DynamicPartitionsData {
  readonly kind: "dynamic";
  /** Under which their keys are kept. */
  readonly name?: string;
}

/** Each partition of one dimension with each of another (spec 5.3). */
export interface MultiPartitionsData {
  readonly kind: "multi";
  /** Two, which count in the order of their names. */
  readonly dimensions: Readonly<Record<string, PartitionsDefinitionData>>;
}

/** What a definition's partitions depend on besides itself. */
export interface PartitionsContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The keys of dynamic partitions in their order, by the name of their definition. A name that is missing has none. */
  readonly dynamicPartitions?: Readonly<Record<string, readonly string[]>>;
}

const timeWindowKinds: ReadonlySet<string> = new Set<TimeWindowKind>(["hourly", "daily", "weekly", "monthly", "timeWindow"]);

export function isTimeWindowPartitions(definition: PartitionsDefinitionData): definition is TimeWindowPartitionsData {
  return timeWindowKinds.has(definition.kind);
}

/** The names of the dynamic definitions in a definition, under which the keys are kept that it depends on. */
export function dynamicNames(definition: PartitionsDefinitionData): string[] {
  if (definition.kind === "multi") return Object.values(definition.dimensions).flatMap(dynamicNames);
  return definition.kind === "dynamic" && definition.name !== undefined ? [definition.name] : [];
}

/** The cron text by which the windows of a definition begin (spec 5.2). */
export function cronOf(definition: TimeWindowPartitionsData): string {
  const { kind, cron, minuteOffset = 0, hourOffset = 0 } = definition;
  switch (kind) {
    case "hourly":
      return `${minuteOffset} * * * *`;
    case "daily":
      return `${minuteOffset} ${hourOffset} * * *`;
    case "weekly":
      return `${minuteOffset} ${hourOffset} * * ${definition.dayOffset ?? 0}`;
    case "monthly":
      return `${minuteOffset} ${hourOffset} ${definition.dayOffset ?? 1} * *`;
    case "timeWindow":
      return cron ?? "";
  }
}

/** The format of a definition's keys (spec 5.2). */
export function fmtOf({ kind, fmt }: TimeWindowPartitionsData): string {
  return fmt ?? (kind === "hourly" ? "%Y-%m-%d-%H:%M" : "%Y-%m-%d");
}

export function timezoneOf({ timezone }: TimeWindowPartitionsData): string {
  return timezone ?? "UTC";
}
