import { type Finding, finding } from "../findings/finding.ts";
import { quote } from "../findings/quote.ts";
import { deepestJson, isWithinDepth } from "../metadata/json.ts";
import type { AssetSpec } from "./declaration.ts";
import { entriesOf, optional, text, texts } from "./optionValues.ts";
import { checkRetryPolicy, retryPolicyOf } from "./retryPolicy.ts";
import { isUnknown } from "./unknown.ts";

/** How a step runs, whatever it computes. */
export type StepSettings = Pick<AssetSpec, "requiredResourceKeys" | "opTags" | "pool" | "retryPolicy">;

const concurrencyTag = "dagster/concurrency_key";

/** What is wrong with the options that say how a step runs (spec 1.2, 1.7, 1.8). */
export function checkStepSettings(options: Readonly<Record<string, unknown>>): Finding[] {
  return [
    ...checkRetryPolicy(options.retryPolicy, ["retryPolicy"]),
    ...checkPool(options.pool, options.opTags),
    ...checkJson(options.opTags),
  ];
}

/**
 * What is right and known of the options that say how a step runs.
 *
 * @param taken names that the compute function takes and that are resources
 */
export function stepSettingsOf(options: Readonly<Record<string, unknown>>, taken: readonly string[]): StepSettings {
  return {
    requiredResourceKeys: [...new Set([...texts(options.requiredResourceKeys), ...taken])],
    opTags: opTagsOf(options.opTags),
    ...optional("pool", text(options.pool)),
    ...optional("retryPolicy", retryPolicyOf(options.retryPolicy)),
  };
}

/** Spec 1.2: op tags are texts. Another value is kept as its JSON, with the blanks that the stored form of a key has. */
function opTagsOf(given: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entriesOf(given)).flatMap(([key, value]) => {
      if (typeof value === "string") return [[key, value]];
      const written = survivesJson(value) ? jsonText(value) : undefined;
      return written === undefined ? [] : [[key, written]];
    }),
  );
}

/** Undefined where some part is not known. */
function jsonText(value: unknown): string | undefined {
  if (isUnknown(value)) return undefined;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Array.isArray(value)
    ? value.map(jsonText)
    : Object.entries(value).map(([name, part]) => {
        const written = jsonText(part);
        return written === undefined ? undefined : `${JSON.stringify(name)}: ${written}`;
      });
  if (parts.includes(undefined)) return undefined;
  const list = parts.join(", ");
  return Array.isArray(value) ? `[${list}]` : `{${list}}`;
}

/** Spec 1.8: a pool and the tag that used to name it must agree. */
function checkPool(pool: unknown, opTags: unknown): Finding[] {
  const tag = entriesOf(opTags)[concurrencyTag];
  if (pool === undefined && typeof tag === "string") {
    const message = `The tag ${quote(concurrencyTag)} is an older way to name a pool: write pool: ${quote(tag)}.`;
    return [finding("deprecated-option", message, ["opTags", concurrencyTag], [tag])];
  }
  if (typeof pool !== "string" || typeof tag !== "string" || pool === tag) return [];
  const message = `pool is ${quote(pool)}, but opTags["${concurrencyTag}"] is ${quote(tag)}: keep pool alone.`;
  return [finding("pool-conflict", message, ["pool"])];
}

/** Spec 1.2: op tags outlive the process, so each must come back from JSON as it went in. */
function checkJson(opTags: unknown): Finding[] {
  return Object.entries(entriesOf(opTags)).flatMap(([key, value]) =>
    isUnknown(value) || survivesJson(value)
      ? []
      : finding(
          "invalid-option",
          `opTags[${quote(key)}] holds a value that JSON cannot hold: use texts, numbers, booleans, lists and plain objects, at most ${deepestJson} deep.`,
          ["opTags", key],
        ),
  );
}

function survivesJson(value: unknown): boolean {
  const seen = new Set<unknown>();
  const parts = [value];
  while (parts.length > 0) {
    const part = parts.pop();
    if (part === null || typeof part === "string" || typeof part === "boolean" || isUnknown(part)) continue;
    if (typeof part === "number" && Number.isFinite(part)) continue;
    if (typeof part !== "object") return false;
    const prototype: unknown = Object.getPrototypeOf(part);
    if (!Array.isArray(part) && prototype !== Object.prototype && prototype !== null) return false;
    if (seen.has(part)) continue;
    seen.add(part);
    // A copy of a list has undefined in place of each hole.
    for (const inner of Array.isArray(part) ? [...part] : Object.values(part)) parts.push(inner);
  }
  return isWithinDepth(value);
}
