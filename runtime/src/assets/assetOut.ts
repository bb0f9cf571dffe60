import type { AssetOutOption } from "@headwater/model";
import type { AutomationCondition } from "../automation/automationCondition.ts";
import { type Branded, brandOf } from "../brand.ts";

/** One of the assets that a function computes (spec 3): an entry of `outs`. */
export interface AssetOut extends Branded<"assetOut"> {
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What `AssetOut()` takes. What is not told here is as for the same option of `asset()`. */
export interface AssetOutOptions {
  /** The whole key: text (one segment), a list of segments or `AssetKey(…)`. Left out: the name of the output. */
  readonly key?: { readonly path: readonly string[] } | string | readonly string[];
  /** The segments before the name of the output: text is one segment. Not with `key`. */
  readonly keyPrefix?: string | readonly string[];
  /** Not with `groupName` of the whole function, unless both say the same. */
  readonly groupName?: string;
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly owners?: readonly string[];
  readonly kinds?: readonly string[];
  readonly codeVersion?: string;
  readonly automationCondition?: AutomationCondition;
  /** The I/O manager that stores the value. */
  readonly ioManagerKey?: string;
  /** False where the function may leave this output out; what is downstream of it is skipped then. True if left out. */
  readonly isRequired?: boolean;
  /** True where the function keeps the data itself, so that no I/O manager is asked. */
  readonly valueless?: boolean;
}

/**
 * Describes one of the assets that a function computes, as an entry of `outs` (spec 3). What is wrong in it is reported by
 * the `multiAsset()` that takes it.
 *
 * @example multiAsset({ outs: { orders: AssetOut({ keyPrefix: "sales" }), refunds: AssetOut() } }, …)
 */
export function AssetOut(options: AssetOutOptions = {}): AssetOut {
  return { "~headwater": { kind: "assetOut" }, settings: { ...options } };
}

/** Whether a value was made by `AssetOut()`. */
export function isAssetOut(value: unknown): value is AssetOut {
  return brandOf(value) === "assetOut";
}

/** Fails to compile when the rules know an option that is missing above, or the other way round. */
export type OutOptionsAgree = [
  Exclude<AssetOutOption, keyof AssetOutOptions>,
  Exclude<keyof AssetOutOptions, AssetOutOption>,
] extends [never, never]
  ? true
  : never;
