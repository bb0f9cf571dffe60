import type { AssetKey } from "@headwater/model";
import type { AssetReference } from "../metadata/metadataValue.ts";
import { readEntries, wrongOption } from "../options/readOptions.ts";
import { type AssetCheckResult, isAssetCheckResult } from "./assetCheckResult.ts";
import { carryDataVersion, type DataVersion } from "./dataVersion.ts";
import { readAssetKey } from "./readAssetKey.ts";

/** What a `MaterializeResult` and an `ObserveResult` both take. */
export interface ResultOptions {
  /** The asset that it is about. May be left out where the function makes one asset alone. */
  readonly assetKey?: AssetReference;
  /**
   * What is worth knowing about it, by name: texts, numbers, bigints, booleans, null, dates, lists, plain objects, keys and
   * what the functions of `MetadataValue` make (spec 4.2). Anything else fails the step and names the entry.
   */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** The checks that were evaluated on the way. */
  readonly checkResults?: readonly AssetCheckResult[];
  /** Which version of the data it is, where the code that made it and its upstreams do not tell. */
  readonly dataVersion?: DataVersion;
  /**
   * Tags of this event: keys of 1 to 63 letters, digits, `_`, `-` or `.`, at most one namespace before a slash; values of
   * at most 63 of the same characters (spec 1.3). Anything else fails the step.
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What a result carries of {@link ResultOptions}: what was given. */
export interface CarriedResult {
  readonly assetKey?: AssetKey;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly checkResults?: readonly AssetCheckResult[];
  readonly dataVersion?: DataVersion;
}

export const resultOptions: readonly string[] = ["assetKey", "metadata", "checkResults", "dataVersion", "tags"];

/**
 * @param what the constructor's name, for messages
 * @throws TypeError for an option of the wrong kind
 */
export function carryResult(what: string, given: ResultOptions): CarriedResult {
  const { assetKey, checkResults } = given;
  return {
    metadata: readEntries(what, "metadata", given.metadata),
    tags: readEntries(what, "tags", given.tags),
    ...(assetKey === undefined ? {} : { assetKey: readAssetKey(what, assetKey) }),
    ...(checkResults === undefined ? {} : { checkResults: readCheckResults(what, checkResults) }),
    ...carryDataVersion(what, given.dataVersion),
  };
}

function readCheckResults(what: string, value: readonly AssetCheckResult[]): readonly AssetCheckResult[] {
  if (!Array.isArray(value)) throw wrongOption(what, "checkResults", "a list of AssetCheckResult({ … })", value);
  const results: readonly unknown[] = value;
  const wrong = results.findIndex((result) => !isAssetCheckResult(result));
  if (wrong < 0) return [...value];
  throw new TypeError(`Item ${wrong + 1} of checkResults in ${what} was not made by AssetCheckResult({ … }).`);
}
