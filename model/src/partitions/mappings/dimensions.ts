import { mayBeSame } from "../../specs/mayBeSame.ts";
import { isRecord } from "../../specs/options.ts";
import { isUnknown } from "../../specs/unknown.ts";
import type { PartitionMappingData } from "./mappingData.ts";

/** Definitions of one dimension each whose windows are times. */
const timeKinds: ReadonlySet<unknown> = new Set(["hourly", "daily", "weekly", "monthly", "timeWindow"]);

/** The kind of a definition; undefined for what is not known or none. */
export function kindOf(definition: unknown): unknown {
  return isRecord(definition) && !isUnknown(definition.kind) ? definition.kind : undefined;
}

export function isTime(definition: unknown): boolean {
  return timeKinds.has(kindOf(definition));
}

export function isMulti(definition: unknown): boolean {
  return kindOf(definition) === "multi";
}

/** The dimensions of a definition that has several, in the order of their names (spec 5.3); none of any other. */
export function dimensionsOf(definition: unknown): readonly (readonly [string, unknown])[] {
  if (!isRecord(definition) || !isMulti(definition) || !isRecord(definition.dimensions)) return [];
  return Object.entries(definition.dimensions).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Which dimension of one side is the other side, and how it maps; or why there is none. */
export type SharedDimension =
  | { readonly name: string; readonly mapping: PartitionMappingData }
  | { readonly problem: "ambiguous" | "unknown" | "none" };

/**
 * The dimension of `multi` that stands for `single` (spec 5.5, MultiToSingleDimension): the one whose definition is the
 * same, else the only one of time, if `single` is of time too.
 *
 * @param name looks at this dimension alone
 */
export function sharedDimension(multi: unknown, single: unknown, name?: string): SharedDimension {
  const all = dimensionsOf(multi);
  const asked = name === undefined ? all : all.filter(([own]) => own === name);
  if (asked.length === 0) return { problem: name === undefined ? "none" : "unknown" };
  const [same, second] = asked.filter(([, definition]) => mayBeSame(definition, single));
  if (second !== undefined) return { problem: "ambiguous" };
  if (same !== undefined) return { name: same[0], mapping: { kind: "identity" } };
  const [time, other] = isTime(single) ? asked.filter(([, definition]) => isTime(definition)) : [];
  if (other !== undefined) return { problem: "ambiguous" };
  return time === undefined ? { problem: "none" } : { name: time[0], mapping: { kind: "timeWindow" } };
}
