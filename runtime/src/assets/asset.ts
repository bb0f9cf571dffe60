import type { AssetContext } from "../context/assetContext.ts";
import type { AssetOptions } from "./assetOptions.ts";
import { type AssetsDefinition, defineAsset } from "./assetsDefinition.ts";
import { declare } from "./declare.ts";
import type { Agrees, InputReferences, Inputs, OutputOf } from "./inputTypes.ts";

/**
 * Declares an asset: something that a function computes and that is kept (spec 1).
 *
 * The compute function takes an object of inputs and resources, which it destructures, and the context. A name that it
 * destructures is a resource if `requiredResourceKeys` or the project's `Definitions({ resources })` says so, otherwise
 * the value of the asset of that name, or of the one that `ins` gives it. What it returns is stored and loaded by
 * downstream assets; `undefined` and a `MaterializeResult` without a value store nothing.
 *
 * @example
 * export const rawCustomers = asset(async () => await readCsv("customers.csv"));
 * export const cleanCustomers = asset({ ins: { raw: rawCustomers } }, ({ raw }) => raw.filter(({ email }) => email !== ""));
 * @throws AssetDefinitionError with everything that is wrong with the declaration
 */
export function asset<R, P = Inputs<undefined, never>>(
  compute: ((inputs: P, context: AssetContext) => R) & Agrees<P, undefined, never, AssetContext>,
): AssetsDefinition<OutputOf<R>, string, R>;
export function asset<
  R,
  const I extends InputReferences | undefined = undefined,
  const Q extends string = never,
  const N extends string = string,
  P = Inputs<I, Q>,
>(
  options: AssetOptions<I, Q, N>,
  compute: ((inputs: P, context: AssetContext) => R) & Agrees<P, I, Q, AssetContext>,
): AssetsDefinition<OutputOf<R>, N, R>;
export function asset(...given: readonly unknown[]): AssetsDefinition {
  return defineAsset(declare("asset", given, asset));
}
