import type { OptionOf } from "@headwater/model";
import type { AssetContext } from "../context/assetContext.ts";
import type { RetryPolicy } from "../retries/retryPolicy.ts";
import { type AssetsDefinition, defineAsset } from "./assetsDefinition.ts";
import { declare } from "./declare.ts";
import type { ExternalAssetOptions } from "./externalAsset.ts";
import type { Agrees, Inputs } from "./inputTypes.ts";

// biome-ignore lint/suspicious/noExplicitAny: what something else makes has a type that nothing tells unless the user does.
type Untold = any;

/** What `observableAsset()` takes. What is not told here is as for the same option of `asset()`. */
export interface ObservableAssetOptions<Q extends string = string, N extends string = string>
  extends Omit<ExternalAssetOptions<N>, "deps" | "skippable"> {
  /** Names of resources that the function takes: it takes nothing else. */
  readonly requiredResourceKeys?: readonly Q[];
  readonly opTags?: Readonly<Record<string, unknown>>;
  readonly retryPolicy?: RetryPolicy;
  readonly pool?: string;
}

/**
 * Describes an asset that something else makes and whose version a function tells (spec 3, `@observable_source_asset`).
 * The function takes resources, and returns a `DataVersion` or an `ObserveResult`.
 *
 * @example export const feed = observableAsset(async ({ http }) => DataVersion(await http.etag("/feed")));
 * @throws AssetDefinitionError with everything that is wrong with the declaration
 */
export function observableAsset<R, P = Inputs<undefined, never>>(
  observe: ((resources: P, context: AssetContext) => R) & Agrees<P, undefined, never, AssetContext>,
): AssetsDefinition<Untold, string, R>;
export function observableAsset<R, const Q extends string = never, const N extends string = string, P = Inputs<undefined, Q>>(
  options: ObservableAssetOptions<Q, N>,
  observe: ((resources: P, context: AssetContext) => R) & Agrees<P, undefined, Q, AssetContext>,
): AssetsDefinition<Untold, N, R>;
export function observableAsset(...given: readonly unknown[]): AssetsDefinition {
  return defineAsset(declare("observableAsset", given, observableAsset));
}

/** Fails to compile when the rules know an option that is missing above, or the other way round. */
export type ObservableOptionsAgree = [
  Exclude<OptionOf<"observableAsset">, keyof ObservableAssetOptions>,
  Exclude<keyof ObservableAssetOptions, OptionOf<"observableAsset">>,
] extends [never, never]
  ? true
  : never;
