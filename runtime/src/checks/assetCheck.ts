import type { AssetKey, OptionOf } from "@headwater/model";
import type { AnyAsset } from "../assets/assetsDefinition.ts";
import { declare } from "../assets/declare.ts";
import type { Agrees, CheckAgrees, CheckInputs, InputReferences, Inputs } from "../assets/inputTypes.ts";
import type { AssetOutput } from "../assets/multiAssetDefinition.ts";
import type { AutomationCondition } from "../automation/automationCondition.ts";
import type { AssetContext } from "../context/assetContext.ts";
import type { AssetDep } from "../dependencies/assetDep.ts";
import type { RetryPolicy } from "../retries/retryPolicy.ts";
import type { AssetCheckSpec } from "./assetCheckSpec.ts";
import { type AssetChecksDefinition, defineChecks } from "./checkDefinition.ts";

/** How an asset is named where its value is not asked for. */
export type CheckedReference = AnyAsset | AssetOutput | AssetKey | string | readonly string[];

/** How the step of a check runs. What is not told here is as for the same option of `asset()`. */
interface CheckStepOptions<Q extends string> {
  readonly requiredResourceKeys?: readonly Q[];
  readonly opTags?: Readonly<Record<string, unknown>>;
  readonly retryPolicy?: RetryPolicy;
  readonly pool?: string;
}

/** What `assetCheck()` takes. */
export interface AssetCheckOptions<
  A extends CheckedReference = CheckedReference,
  I extends InputReferences | undefined = InputReferences | undefined,
  Q extends string = string,
  N extends string = string,
> extends CheckStepOptions<Q> {
  /**
   * The check's name: letters A to Z, digits and `_`; once for an asset. Left out: the function's name, else that of the
   * exported constant.
   *
   * Errors: `invalid-check`, `missing-name`; `duplicate-check` when the project is loaded. Spec 1.6.
   */
  readonly name?: N;
  /**
   * The asset that is checked: the asset itself (which types the input), a key, or text (one segment). The check waits for
   * it.
   *
   * Errors: `invalid-check`, `invalid-key`. Spec 3.
   */
  readonly asset: A;
  /**
   * Where further inputs come from, as for `ins` of `asset()`. The one parameter that is neither named here nor a resource
   * takes the value of the checked asset.
   *
   * Errors: `input-without-parameter`, `ambiguous-check-input`, `invalid-check` for the checked asset itself. Spec 3.
   */
  readonly additionalIns?: I;
  /**
   * Further assets that the check waits for without loading them.
   *
   * Errors: `input-in-ins-and-deps`, `invalid-check` for the checked asset itself, `duplicate-dependency`. Spec 1.6.
   */
  readonly additionalDeps?: readonly (CheckedReference | AssetDep)[];
  /** Whether a failed check of severity ERROR stops what is downstream of the asset. False if left out. Spec 4.7. */
  readonly blocking?: boolean;
  /** What the check is about, for people. */
  readonly description?: string;
  /** What is worth knowing about the check itself, by name. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** When the check evaluates by itself. Accepted and carried; not acted on yet. Spec 6. */
  readonly automationCondition?: AutomationCondition;
}

/**
 * Declares a check of an asset (spec 3, `@asset_check`): a step that runs after the asset is computed, or without it, and
 * returns an `AssetCheckResult`. The parameter that is neither in `additionalIns` nor a resource takes the asset's value,
 * whatever it is named; without one nothing is loaded.
 *
 * @example
 * export const noNulls = assetCheck({ asset: customers, blocking: true }, ({ customers }) =>
 *   AssetCheckResult({ passed: customers.every(({ email }) => email !== null) }),
 * );
 * @throws AssetDefinitionError with everything that is wrong with the declaration
 */
export function assetCheck<
  R,
  const A extends CheckedReference,
  const I extends InputReferences | undefined = undefined,
  const Q extends string = never,
  const N extends string = string,
  P = CheckInputs<A, I, Q>,
>(
  options: AssetCheckOptions<A, I, Q, N>,
  evaluate: ((inputs: P, context: AssetContext) => R) & CheckAgrees<P, A, I, Q, AssetContext>,
): AssetChecksDefinition<N, R>;
export function assetCheck(...given: readonly unknown[]): AssetChecksDefinition {
  return defineChecks(declare("assetCheck", given, assetCheck));
}

/** What `multiAssetCheck()` takes. */
export interface MultiAssetCheckOptions<
  I extends InputReferences | undefined = InputReferences | undefined,
  Q extends string = string,
  N extends string = string,
> extends CheckStepOptions<Q> {
  /**
   * The name of the step: letters A to Z, digits and `_`. Left out: the function's name, else that of the exported
   * constant.
   *
   * Errors: `invalid-name`, `reserved-name`, `missing-name`. Spec 1.1.
   */
  readonly name?: N;
  /**
   * The checks, each with its asset.
   *
   * Errors: `invalid-check`, `duplicate-check`. Spec 1.6.
   */
  readonly specs: readonly AssetCheckSpec[];
  /** Where inputs come from, as for `asset()`. A name that is left out is read from the asset of that name. */
  readonly ins?: I;
  /** Whether some of the checks may be evaluated without the others. False if left out. */
  readonly canSubset?: boolean;
  readonly description?: string;
}

/**
 * Declares several checks that one function evaluates (spec 3, `@multi_asset_check`): it returns a list of
 * `AssetCheckResult`, or is a generator that yields them.
 *
 * @throws AssetDefinitionError with everything that is wrong with the declaration
 */
export function multiAssetCheck<
  R,
  const I extends InputReferences | undefined = undefined,
  const Q extends string = never,
  const N extends string = string,
  P = Inputs<I, Q>,
>(
  options: MultiAssetCheckOptions<I, Q, N>,
  evaluate: ((inputs: P, context: AssetContext) => R) & Agrees<P, I, Q, AssetContext>,
): AssetChecksDefinition<N, R>;
export function multiAssetCheck(...given: readonly unknown[]): AssetChecksDefinition {
  return defineChecks(declare("multiAssetCheck", given, multiAssetCheck));
}

/** Fails to compile when the rules know an option that is missing above, or the other way round. */
export type CheckOptionsAgree = [
  Exclude<OptionOf<"assetCheck">, keyof AssetCheckOptions>,
  Exclude<keyof AssetCheckOptions, OptionOf<"assetCheck">>,
  Exclude<OptionOf<"multiAssetCheck">, keyof MultiAssetCheckOptions>,
  Exclude<keyof MultiAssetCheckOptions, OptionOf<"multiAssetCheck">>,
] extends [never, never, never, never]
  ? true
  : never;
