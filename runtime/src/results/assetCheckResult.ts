import type { AssetKey } from "@headwater/model";
import { type Branded, brandOf } from "../brand.ts";
import type { AssetReference } from "../metadata/metadataValue.ts";
import { checkOptionNames, readEntries, readText, wrongOption } from "../options/readOptions.ts";
import { readAssetKey } from "./readAssetKey.ts";

/** How grave a failed check is: only `ERROR` stops what is downstream, and only if the check is blocking (spec 4.7). */
export type AssetCheckSeverity = "ERROR" | "WARN";

/** What a check found (spec 4.1). */
export interface AssetCheckResult extends Branded<"assetCheckResult"> {
  readonly passed: boolean;
  readonly severity: AssetCheckSeverity;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly assetKey?: AssetKey;
  readonly checkName?: string;
  readonly description?: string;
}

/** What `AssetCheckResult()` takes. */
export interface AssetCheckResultOptions {
  readonly passed: boolean;
  /** The asset that was checked. May be left out where the function checks one asset alone. */
  readonly assetKey?: AssetReference;
  /** The check's name. May be left out where the function evaluates one check alone. */
  readonly checkName?: string;
  /** What is worth knowing about it, by name (spec 4.2). What has no form fails the step and names the entry. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** `ERROR` if left out. Says how grave it is where the check did not pass. */
  readonly severity?: AssetCheckSeverity;
  /** What was found, for people. */
  readonly description?: string;
}

const options = ["passed", "assetKey", "checkName", "metadata", "severity", "description"];

/**
 * Says what a check found: returned by a check, or among `checkResults` of a result (spec 4.1).
 *
 * @example AssetCheckResult({ checkName: "no_nulls", passed: nulls === 0, severity: "WARN", metadata: { nulls } })
 * @throws TypeError for an unknown option, and for one of the wrong kind
 */
export function AssetCheckResult(given: AssetCheckResultOptions): AssetCheckResult {
  const what = "AssetCheckResult";
  checkOptionNames(what, given, options);
  const { passed, assetKey, severity = "ERROR" } = given;
  if (typeof passed !== "boolean") throw wrongOption(what, "passed", "true or false", passed);
  if (severity !== "ERROR" && severity !== "WARN") throw wrongOption(what, "severity", '"ERROR" or "WARN"', severity);
  return {
    "~headwater": { kind: "assetCheckResult" },
    passed,
    severity,
    metadata: readEntries(what, "metadata", given.metadata),
    ...(assetKey === undefined ? {} : { assetKey: readAssetKey(what, assetKey) }),
    ...readText(what, "checkName", given.checkName),
    ...readText(what, "description", given.description),
  };
}

/** Whether a value was made by `AssetCheckResult()`. */
export function isAssetCheckResult(value: unknown): value is AssetCheckResult {
  return brandOf(value) === "assetCheckResult";
}
