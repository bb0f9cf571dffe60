import type { AssetKey, AssetSpecOption, OptionOf } from "@headwater/model";
import type { AutomationCondition } from "../automation/automationCondition.ts";
import type { PartitionsDefinition } from "../partitions/partitionsDefinition.ts";
import type { DependencyReference } from "./assetOptions.ts";
import { type AssetsDefinition, defineAsset } from "./assetsDefinition.ts";
import { describeAsset } from "./declare.ts";

// biome-ignore lint/suspicious/noExplicitAny: what something else makes has a type that nothing tells unless the user does.
type Untold = any;

/** What `AssetSpec()` takes. What is not told here is as for the same option of `asset()`. */
export interface AssetSpecOptions {
  /**
   * The whole key: text (one segment), a list of segments or `AssetKey(…)`. Of an asset that nothing here computes it may
   * hold any characters.
   *
   * Errors: `invalid-key`, `key-too-long`. Spec 1.1.
   */
  readonly key: AssetKey | string | readonly string[];
  /** What it is made from: waited for, never loaded. */
  readonly deps?: readonly DependencyReference[];
  readonly description?: string;
  /** With `dagster/io_manager_key` the name of the I/O manager that keeps the value. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Whether the function that computes it may leave it out: only for `specs` of `multiAsset()`. */
  readonly skippable?: boolean;
  readonly groupName?: string;
  readonly codeVersion?: string;
  readonly automationCondition?: AutomationCondition;
  readonly owners?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly kinds?: readonly string[];
  readonly partitionsDef?: PartitionsDefinition;
}

/** What `externalAsset()` takes: a name, with `keyPrefix` or without, or else a key. */
export interface ExternalAssetOptions<N extends string = string> extends Omit<AssetSpecOptions, "key"> {
  /** The last segment of the key. Left out: the name of the exported constant. Not with `key`. */
  readonly name?: N;
  /** The segments before the name: text is one segment. Not with `key`. */
  readonly keyPrefix?: string | readonly string[];
  readonly key?: AssetSpecOptions["key"];
  /** The I/O manager that loads its value for downstream assets, by its name in `Definitions({ ioManagers })`. */
  readonly ioManagerKey?: string;
}

/**
 * Describes an asset (spec 3). In `specs` of `multiAsset()` it is one that the function computes; exported or listed in
 * `Definitions` it is external, as by `externalAsset()`. `T` is what it holds, for those that load it.
 *
 * @example multiAsset({ specs: [AssetSpec({ key: "orders" }), AssetSpec({ key: "refunds", deps: ["orders"] })] }, …)
 * @throws AssetDefinitionError with everything that is wrong with the description
 */
export function AssetSpec<T = Untold>(options: AssetSpecOptions): AssetsDefinition<NoInfer<T>, string, never>;
export function AssetSpec(options: AssetSpecOptions): AssetsDefinition {
  return defineAsset(describeAsset("externalAsset", options, "AssetSpec()", AssetSpec));
}

/**
 * Describes an asset that something else makes (spec 3): it is shown, depended on and loaded, but never computed. `T` is
 * what it holds, for those that load it.
 *
 * @example export const events = externalAsset<Event[]>({ key: ["lake", "events.parquet"], ioManagerKey: "lake" });
 * @throws AssetDefinitionError with everything that is wrong with the description
 */
export function externalAsset<T = Untold, const N extends string = string>(
  options: ExternalAssetOptions<N>,
): AssetsDefinition<NoInfer<T>, N, never>;
export function externalAsset(options: ExternalAssetOptions): AssetsDefinition {
  return defineAsset(describeAsset("externalAsset", options, "externalAsset()", externalAsset));
}

/** Fails to compile when the rules know an option that is missing above, or the other way round. */
export type ExternalOptionsAgree = [
  Exclude<AssetSpecOption, keyof AssetSpecOptions>,
  Exclude<keyof AssetSpecOptions, AssetSpecOption>,
  Exclude<OptionOf<"externalAsset">, keyof ExternalAssetOptions>,
  Exclude<keyof ExternalAssetOptions, OptionOf<"externalAsset">>,
] extends [never, never, never, never]
  ? true
  : never;
