/**
 * A partitions definition as it is carried today: what kind it is and what it was made from. Its keys, windows and
 * mappings are not computed yet.
 */
export interface PartitionsDefinitionData {
  readonly kind: "static" | "hourly" | "daily" | "weekly" | "monthly" | "timeWindow" | "dynamic" | "multi";
  readonly [option: string]: unknown;
}

const timeKinds: ReadonlySet<string> = new Set(["hourly", "daily", "weekly", "monthly", "timeWindow"]);

/** Whether each partition is a window of time. */
export function isTimePartitioned(partitions: PartitionsDefinitionData | undefined): boolean {
  return partitions !== undefined && timeKinds.has(partitions.kind);
}
