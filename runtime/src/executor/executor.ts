import type { TagConcurrencyLimit } from "@headwater/model";
import { type Branded, brandOf } from "../brand.ts";
import { checkOptionNames, wrongOption } from "../options/readOptions.ts";

/** How the steps of a run are carried out (spec 4.6, 4.10): an entry of `Definitions({ executor })`. */
export interface Executor extends Branded<"executor"> {
  /** Absent: as many as there are processors. */
  readonly maxConcurrent?: number;
  readonly tagConcurrencyLimits: readonly TagConcurrencyLimit[];
}

/** What `Executor()` takes. */
export interface ExecutorOptions {
  /**
   * How many steps run at the same time: a whole number from 1. Left out: one for each processor, and one in
   * `materialize([…])`. `headwater materialize --concurrency` beats it.
   */
  readonly maxConcurrent?: number;
  /**
   * How many steps of a run that carry a tag in `opTags` run at the same time: `{ key, limit }` for all with the key,
   * `{ key, value, limit }` for those with the value, `{ key, value: { applyLimitPerUniqueValue: true }, limit }` for
   * each value there is. A step that a limit holds back is passed over, not waited for.
   */
  readonly tagConcurrencyLimits?: readonly TagConcurrencyLimit[];
}

/**
 * Says how the steps of a run are carried out. They always run in worker processes, but for `materialize([…])`.
 *
 * @example Definitions({ executor: Executor({ tagConcurrencyLimits: [{ key: "database", limit: 2 }] }) })
 * @throws TypeError for an unknown option, and for one of the wrong kind
 */
export function Executor(given: ExecutorOptions = {}): Executor {
  checkOptionNames("Executor", given, ["maxConcurrent", "tagConcurrencyLimits"]);
  const { maxConcurrent, tagConcurrencyLimits = [] } = given;
  if (maxConcurrent !== undefined && !(Number.isInteger(maxConcurrent) && maxConcurrent >= 1)) {
    throw wrongOption("Executor", "maxConcurrent", "a whole number from 1", maxConcurrent);
  }
  if (!Array.isArray(tagConcurrencyLimits)) {
    throw wrongOption("Executor", "tagConcurrencyLimits", "a list of { key, limit }", tagConcurrencyLimits);
  }
  const wrong = tagConcurrencyLimits.findIndex((limit) => !isTagLimit(limit));
  if (wrong >= 0) {
    throw new TypeError(
      `Item ${wrong + 1} of tagConcurrencyLimits is not like { key: "database", limit: 2 }, where value may be a text or { applyLimitPerUniqueValue: true }.`,
    );
  }
  return {
    "~headwater": { kind: "executor" },
    ...(maxConcurrent === undefined ? {} : { maxConcurrent }),
    tagConcurrencyLimits: tagConcurrencyLimits.map((limit) => ({ ...limit })),
  };
}

/** Whether a value was made by `Executor()`. */
export function isExecutor(value: unknown): value is Executor {
  return brandOf(value) === "executor";
}

/** Whether two say the same. */
export function sameExecutor(one: Executor, other: Executor): boolean {
  const written = ({ maxConcurrent, tagConcurrencyLimits }: Executor) =>
    JSON.stringify([maxConcurrent, tagConcurrencyLimits.map(({ key, value, limit }) => [key, value, limit])]);
  return written(one) === written(other);
}

function isTagLimit(value: unknown): value is TagConcurrencyLimit {
  if (typeof value !== "object" || value === null) return false;
  const { key, value: wanted, limit, ...others } = value as Partial<TagConcurrencyLimit>;
  const fits =
    wanted === undefined ||
    typeof wanted === "string" ||
    (typeof wanted === "object" && wanted !== null && typeof wanted.applyLimitPerUniqueValue === "boolean");
  return typeof key === "string" && fits && Number.isInteger(limit) && (limit as number) >= 0 && Object.keys(others).length === 0;
}
