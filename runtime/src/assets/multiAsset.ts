import type { AssetKey, OptionOf } from "@headwater/model";
import type { AssetCheckSpec } from "../checks/assetCheckSpec.ts";
import type { AssetContext } from "../context/assetContext.ts";
import type { BackfillPolicy } from "../partitions/backfillPolicy.ts";
import type { PartitionsDefinition } from "../partitions/partitionsDefinition.ts";
import type { RetryPolicy } from "../retries/retryPolicy.ts";
import type { DependencyReference } from "./assetOptions.ts";
import type { AssetOut } from "./assetOut.ts";
import type { AnyAsset } from "./assetsDefinition.ts";
import { declare } from "./declare.ts";
import type { Agrees, InputReferences, Inputs } from "./inputTypes.ts";
import { type AssetOutput, defineMultiAsset, type MultiAssetDefinition } from "./multiAssetDefinition.ts";

/** What `multiAsset()` takes in either form. What is not told here is as for the same option of `asset()`. */
export interface MultiAssetStepOptions<
  I extends InputReferences | undefined = InputReferences | undefined,
  Q extends string = string,
  N extends string = string,
> {
  /**
   * The name of the step: letters A to Z, digits and `_`. It says nothing about the keys. Left out: the compute function's
   * name, else that of the exported constant.
   *
   * Errors: `invalid-name`, `reserved-name`, `missing-name`. Spec 1.1.
   */
  readonly name?: N;
  /** Where inputs come from. With `specs` each has to be a dependency of some spec. Errors: `input-not-a-dependency`. */
  readonly ins?: I;
  /**
   * Whether some of the assets may be computed without the others; the context then says which. False if left out: all of
   * them, always together. Spec 2.4.
   */
  readonly canSubset?: boolean;
  /** The group of all its assets. Errors: `invalid-group-name`, `group-given-twice`. Spec 1.4. */
  readonly groupName?: string;
  /**
   * How all its assets are divided into partitions. Said here, it is said in all `specs` too, or in none; specs whose
   * partitions differ need `canSubset`.
   *
   * Errors: `different-partitions`, `mixed-partitions`. Spec 3.
   */
  readonly partitionsDef?: PartitionsDefinition;
  /** How a backfill of all its assets is cut into runs. Errors: `multi-run-without-partitions`. Spec 5.6. */
  readonly backfillPolicy?: BackfillPolicy;
  readonly requiredResourceKeys?: readonly Q[];
  readonly opTags?: Readonly<Record<string, unknown>>;
  readonly retryPolicy?: RetryPolicy;
  readonly pool?: string;
  /** Checks that the function evaluates; each names its asset if there are several. Errors: `invalid-check`. Spec 1.6. */
  readonly checkSpecs?: readonly AssetCheckSpec[];
}

/** An asset that is named inside `internalAssetDeps`. */
type KeyReference = AssetKey | string | readonly string[] | AnyAsset | AssetOutput;

/** What `multiAsset()` takes with `outs`: assets whose values the function returns. */
export interface MultiAssetOptions<
  O extends Readonly<Record<string, AssetOut>> = Readonly<Record<string, AssetOut>>,
  I extends InputReferences | undefined = InputReferences | undefined,
  Q extends string = string,
  N extends string = string,
> extends MultiAssetStepOptions<I, Q, N> {
  /**
   * The assets by the names of their outputs. Not with `specs`.
   *
   * Errors: `outs-or-specs`, `key-collision`, `output-key-with-prefix`, and those of `asset()`. Spec 3.
   */
  readonly outs: O;
  readonly specs?: never;
  /** Assets that are computed first, without their values being loaded. Every output depends on them. */
  readonly deps?: readonly DependencyReference[];
  /**
   * What single outputs depend on, by output: keys of inputs, of `deps` and of other outputs. An output that is left out
   * here depends on nothing. Without this option each depends on all that the function takes.
   *
   * Errors: `unknown-output`, `invalid-internal-dependency`, `input-without-output`. Spec 3.
   */
  readonly internalAssetDeps?: { readonly [Name in keyof O]?: readonly KeyReference[] };
}

/** What `multiAsset()` takes with `specs`: descriptions of what the function keeps itself. */
export interface MultiAssetSpecsOptions<
  I extends InputReferences | undefined = InputReferences | undefined,
  Q extends string = string,
  N extends string = string,
> extends MultiAssetStepOptions<I, Q, N> {
  /**
   * The assets, each with its own dependencies. Not with `outs`, `deps` or `internalAssetDeps`. Two that say the same are
   * one. An output is named by its key's segments joined by `_`, and carries a value only if it names an I/O manager in
   * its metadata.
   *
   * Errors: `outs-or-specs`, `deps-with-specs`, `output-name-collision`; a warning: `conflicting-specs`. Spec 3.
   */
  readonly specs: readonly AnyAsset[];
  readonly outs?: never;
}

/**
 * Declares several assets that one function computes (spec 3, `@multi_asset`).
 *
 * With `outs` the function returns an object of their values by output name; `multi.outs.<name>` stands for each in `ins`
 * and `deps` of others, with its type. With `specs` it keeps the data itself. Either way it may return a
 * `MaterializeResult` or a list of them, each with its `assetKey`, or be a generator that yields them.
 *
 * @example
 * export const split = multiAsset({ outs: { even: AssetOut(), odd: AssetOut() } }, ({ numbers }) => ({
 *   even: numbers.filter((n) => n % 2 === 0),
 *   odd: numbers.filter((n) => n % 2 === 1),
 * }));
 * export const sum = asset({ ins: { even: split.outs.even } }, ({ even }) => even.reduce((a, b) => a + b, 0));
 * @throws AssetDefinitionError with everything that is wrong with the declaration
 */
export function multiAsset<
  R,
  const O extends Readonly<Record<string, AssetOut>>,
  const I extends InputReferences | undefined = undefined,
  const Q extends string = never,
  const N extends string = string,
  P = Inputs<I, Q>,
>(
  options: MultiAssetOptions<O, I, Q, N>,
  compute: ((inputs: P, context: AssetContext) => R) & Agrees<P, I, Q, AssetContext>,
): MultiAssetDefinition<O, N, R>;
export function multiAsset<
  R,
  const I extends InputReferences | undefined = undefined,
  const Q extends string = never,
  const N extends string = string,
  P = Inputs<I, Q>,
>(
  options: MultiAssetSpecsOptions<I, Q, N>,
  compute: ((inputs: P, context: AssetContext) => R) & Agrees<P, I, Q, AssetContext>,
): MultiAssetDefinition<Readonly<Record<never, never>>, N, R>;
export function multiAsset(...given: readonly unknown[]): MultiAssetDefinition {
  return defineMultiAsset(declare("multiAsset", given, multiAsset));
}

/** What `graphMultiAsset()` takes. */
export type GraphMultiAssetOptions<
  O extends Readonly<Record<string, AssetOut>> = Readonly<Record<string, AssetOut>>,
  I extends InputReferences | undefined = InputReferences | undefined,
  Q extends string = string,
  N extends string = string,
> = Omit<MultiAssetOptions<O, I, Q, N>, "canSubset" | "specs">;

/**
 * Declares several assets that a composition of operations computes (spec 3, `@graph_multi_asset`): the function calls
 * operations and returns an object of values by output name. All of them are computed, always together.
 *
 * @throws AssetDefinitionError with everything that is wrong with the declaration
 */
export function graphMultiAsset<
  R,
  const O extends Readonly<Record<string, AssetOut>>,
  const I extends InputReferences | undefined = undefined,
  const Q extends string = never,
  const N extends string = string,
  P = Inputs<I, Q>,
>(
  options: GraphMultiAssetOptions<O, I, Q, N>,
  compute: ((inputs: P, context: AssetContext) => R) & Agrees<P, I, Q, AssetContext>,
): MultiAssetDefinition<O, N, R>;
export function graphMultiAsset(...given: readonly unknown[]): MultiAssetDefinition {
  return defineMultiAsset(declare("graphMultiAsset", given, graphMultiAsset));
}

/** Fails to compile when the rules know an option that is missing above, or the other way round. */
export type MultiOptionsAgree = [
  Exclude<OptionOf<"multiAsset">, keyof MultiAssetOptions>,
  Exclude<keyof MultiAssetOptions, OptionOf<"multiAsset">>,
  Exclude<OptionOf<"graphMultiAsset">, keyof GraphMultiAssetOptions>,
  Exclude<keyof GraphMultiAssetOptions, OptionOf<"graphMultiAsset">>,
] extends [never, never, never, never]
  ? true
  : never;
