import type { AssetKey } from "@headwater/model";
import type { AnyAsset } from "../assets/assetsDefinition.ts";
import type { AssetOutput } from "../assets/multiAssetDefinition.ts";
import type { AutomationCondition } from "../automation/automationCondition.ts";
import { type Branded, brandOf } from "../brand.ts";

/** A check (spec 1.6): an entry of `checkSpecs`, or of `specs` of `multiAssetCheck()`. */
export interface AssetCheckSpec extends Branded<"assetCheckSpec"> {
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What `AssetCheckSpec()` takes. */
export interface AssetCheckSpecOptions {
  /** Letters A to Z, digits and `_`; each name once for an asset. */
  readonly name: string;
  /** The asset that is checked. It may be left out where a single asset is being declared. */
  readonly asset?: AnyAsset | AssetOutput | AssetKey | string | readonly string[];
  /** What the check is about, for people. */
  readonly description?: string;
  /** Assets that the check reads beside its own. */
  readonly additionalDeps?: readonly (AnyAsset | AssetOutput | AssetKey | string | readonly string[])[];
  /** Whether a failed check of severity ERROR stops what is downstream. False if left out. */
  readonly blocking?: boolean;
  /** What is worth knowing about the check, by name. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** When the check evaluates by itself. */
  readonly automationCondition?: AutomationCondition;
}

/**
 * Describes a check (spec 1.6): as an entry of `checkSpecs` one that the function of the asset evaluates, as an entry of
 * `specs` one that `multiAssetCheck()` does. What is wrong in it is reported by the function that takes it.
 */
export function AssetCheckSpec(options: AssetCheckSpecOptions): AssetCheckSpec {
  return { "~headwater": { kind: "assetCheckSpec" }, settings: { ...options } };
}

/** Whether a value was made by `AssetCheckSpec()`. */
export function isAssetCheckSpec(value: unknown): value is AssetCheckSpec {
  return brandOf(value) === "assetCheckSpec";
}
