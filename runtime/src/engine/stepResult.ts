import { checkTags, type MetadataValue, toMetadataValue } from "@headwater/model";
import { isMaterializeResult } from "../results/materializeResult.ts";

/** What a compute function's result means (spec 4.1). */
export interface StepResult {
  /** `undefined`: nothing is stored. */
  readonly value: unknown;
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Reads what a compute function returned.
 *
 * @throws TypeError where metadata or tags of a MaterializeResult are not what they may be
 */
export function readResult(returned: unknown): StepResult {
  if (!isMaterializeResult(returned)) return { value: returned, metadata: {}, tags: {} };
  const [wrong] = checkTags(returned.tags, ["tags"]);
  if (wrong !== undefined) throw new TypeError(`The MaterializeResult has a wrong tag. ${wrong.message}`);
  return { value: returned.value, metadata: coerceMetadata(returned.metadata), tags: { ...returned.tags } };
}

/**
 * Gives metadata the form in which every process can show it (spec 4.2).
 *
 * @throws TypeError that names the entry which has no such form
 */
export function coerceMetadata(metadata: Readonly<Record<string, unknown>>): Record<string, MetadataValue> {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => {
      const coerced = toMetadataValue(value);
      if (coerced !== undefined) return [name, coerced];
      throw new TypeError(
        `The metadata "${name}" is ${kindOf(value)}, which cannot be kept: give a text, number, bigint, boolean, date, null, list or plain object.`,
      );
    }),
  );
}

function kindOf(value: unknown): string {
  if (value instanceof Date) return "a date that does not exist";
  if (typeof value !== "object" || value === null) return value === undefined ? "undefined" : `a ${typeof value}`;
  const name = value.constructor?.name;
  return name === undefined || name === "Object" || name === "Array"
    ? "an object that JSON cannot hold"
    : `an object of the class ${name}`;
}
