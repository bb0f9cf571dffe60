import type { AssetContext } from "../context/assetContext.ts";
import type { AssetOptions } from "./assetOptions.ts";
import { type AssetsDefinition, defineAsset } from "./assetsDefinition.ts";
import { declare } from "./declare.ts";
import type { Agrees, InputReferences, Inputs, OutputOf } from "./inputTypes.ts";

/**
 * Declares an asset that a composition of operations computes (spec 3, `@graph_asset`): the function calls operations, and
 * returns what the last of them gave. All else is as for `asset()`. What it depends on is what its function takes, so
 * `mergeAttributes({ deps })` is refused afterwards.
 *
 * @example export const report = graphAsset(async ({ orders }) => render(await summarize({ orders })));
 * @throws AssetDefinitionError with everything that is wrong with the declaration
 */
export function graphAsset<R, P = Inputs<undefined, never>>(
  compute: ((inputs: P, context: AssetContext) => R) & Agrees<P, undefined, never, AssetContext>,
): AssetsDefinition<OutputOf<R>, string, R>;
export function graphAsset<
  R,
  const I extends InputReferences | undefined = undefined,
  const Q extends string = never,
  const N extends string = string,
  P = Inputs<I, Q>,
>(
  options: AssetOptions<I, Q, N>,
  compute: ((inputs: P, context: AssetContext) => R) & Agrees<P, I, Q, AssetContext>,
): AssetsDefinition<OutputOf<R>, N, R>;
export function graphAsset(...given: readonly unknown[]): AssetsDefinition {
  return defineAsset(declare("graphAsset", given, graphAsset));
}
