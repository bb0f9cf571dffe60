import { type Branded, brandOf } from "../brand.ts";
import { checkOptionNames } from "../options/readOptions.ts";
import { type CarriedResult, carryResult, type ResultOptions, resultOptions } from "./resultOptions.ts";

/** What a compute function says about its result beside the value itself (spec 4.1). */
export interface MaterializeResult<out T = undefined> extends Branded<"materializeResult", T>, CarriedResult {
  readonly value?: T;
}

/** What `MaterializeResult()` takes. */
export interface MaterializeResultOptions<T> extends ResultOptions {
  /** The value that downstream assets load. Left out or `undefined`: no value is stored. */
  readonly value?: T;
}

const options = [...resultOptions, "value"];

/**
 * Makes a result with metadata, to be returned by a compute function (spec 4.1). Without `value` nothing is stored: the
 * asset has written its data itself, into a database, say.
 *
 * @example return MaterializeResult({ metadata: { row_count: rows.length }, value: rows });
 * @throws TypeError for an unknown option, and for one of the wrong kind
 */
export function MaterializeResult<T = undefined>(given: MaterializeResultOptions<T> = {}): MaterializeResult<T> {
  checkOptionNames("MaterializeResult", given, options);
  return {
    "~headwater": { kind: "materializeResult" },
    ...carryResult("MaterializeResult", given),
    ...(given.value === undefined ? {} : { value: given.value }),
  };
}

/** Whether a value was made by `MaterializeResult()`. */
export function isMaterializeResult(value: unknown): value is MaterializeResult<unknown> {
  return brandOf(value) === "materializeResult";
}
