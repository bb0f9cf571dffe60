import { type Branded, brandOf } from "../brand.ts";
import { checkOptionNames } from "../options/readOptions.ts";
import { type CarriedResult, carryResult, type ResultOptions, resultOptions } from "./resultOptions.ts";

/** What was seen of an asset that something else makes (spec 4.1). */
export interface ObserveResult extends Branded<"observeResult">, CarriedResult {}

/**
 * Says what was seen of an asset without making it (spec 4.1): its version, and what is worth knowing.
 *
 * @example return ObserveResult({ dataVersion: DataVersion(etag), metadata: { bytes } });
 * @throws TypeError for an unknown option, and for one of the wrong kind
 */
export function ObserveResult(given: ResultOptions = {}): ObserveResult {
  checkOptionNames("ObserveResult", given, resultOptions);
  return { "~headwater": { kind: "observeResult" }, ...carryResult("ObserveResult", given) };
}

/** Whether a value was made by `ObserveResult()`. */
export function isObserveResult(value: unknown): value is ObserveResult {
  return brandOf(value) === "observeResult";
}
