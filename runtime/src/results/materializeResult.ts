import { type Branded, brandOf } from "../brand.ts";

/** What a compute function says about its result beside the value itself (spec 4.1). */
export interface MaterializeResult<out T = undefined> extends Branded<"materializeResult", T> {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly value?: T;
}

/** What `MaterializeResult()` takes. */
export interface MaterializeResultOptions<T> {
  /**
   * What is worth knowing about this materialization, by name: texts, numbers, bigints, booleans, null, dates, lists and
   * plain objects (spec 4.2). Anything else fails the step and names the entry.
   */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /**
   * Tags of this materialization: keys of 1 to 63 letters, digits, `_`, `-` or `.`, at most one namespace before a
   * slash; values of at most 63 of the same characters (spec 1.3). Anything else fails the step.
   */
  readonly tags?: Readonly<Record<string, string>>;
  /** The value that downstream assets load. Left out or `undefined`: no value is stored. */
  readonly value?: T;
}

const options = ["metadata", "tags", "value"];

/**
 * Makes a result with metadata, to be returned by a compute function (spec 4.1). Without `value` nothing is stored: the
 * asset has written its data itself, into a database, say.
 *
 * @example return MaterializeResult({ metadata: { row_count: rows.length }, value: rows });
 * @throws TypeError for an unknown option, and for metadata or tags that are not an object
 */
export function MaterializeResult<T = undefined>(given: MaterializeResultOptions<T> = {}): MaterializeResult<T> {
  for (const option of Object.keys(given)) {
    if (!options.includes(option)) {
      throw new TypeError(`MaterializeResult has no option "${option}": it takes ${options.join(", ")}.`);
    }
  }
  for (const option of ["metadata", "tags"] as const) {
    const value: unknown = given[option];
    if (value !== undefined && (typeof value !== "object" || value === null || Array.isArray(value))) {
      throw new TypeError(`${option} of a MaterializeResult is an object of names to values.`);
    }
  }
  return {
    "~headwater": { kind: "materializeResult" },
    metadata: { ...given.metadata },
    tags: { ...given.tags },
    ...(given.value === undefined ? {} : { value: given.value }),
  };
}

/** Whether a value was made by `MaterializeResult()`. */
export function isMaterializeResult(value: unknown): value is MaterializeResult<unknown> {
  return brandOf(value) === "materializeResult";
}
