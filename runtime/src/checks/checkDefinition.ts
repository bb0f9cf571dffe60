import type { CheckStepSpec } from "@headwater/model";
import { type AssetCall, brandWith, declaredBy, pendingName } from "../assets/assetCall.ts";
import { type Branded, brandOf } from "../brand.ts";
import { type AssetContext, contextForTest } from "../context/assetContext.ts";

/**
 * A step that evaluates checks: what `assetCheck()` and `multiAssetCheck()` make (spec 3). `N` is the option `name`, `R`
 * what the function returns.
 */
export interface AssetChecksDefinition<out N extends string = string, out R = unknown> extends Branded<"assetCheck"> {
  /** The option `name` as it was given. */
  readonly name: N | undefined;
  /**
   * Everything that the declaration says, as plain data.
   *
   * @throws Error while the name, or that of a checked asset, is pending
   */
  readonly spec: CheckStepSpec;
  /**
   * Calls the function as it is, for unit tests: nothing is loaded, set up or recorded.
   *
   * @returns what the function returns: often a promise
   * @throws what the function throws
   */
  compute(inputs?: Readonly<Record<string, unknown>>, context?: Partial<AssetContext>): R;
}

/** Any step that evaluates checks. */
export type AnyAssetCheck = AssetChecksDefinition;

/** Makes a definition from a call that the rules have passed. */
export function defineChecks(call: AssetCall): AssetChecksDefinition {
  const definition: AssetChecksDefinition = {
    "~headwater": brandWith("assetCheck", call),
    name: typeof call.options.name === "string" ? call.options.name : undefined,
    get spec() {
      const [spec] = declaredBy(call).checkSteps;
      if (spec === undefined) throw pendingName(call);
      return spec;
    },
    compute(inputs = {}, context = {}) {
      return call.compute(
        inputs,
        contextForTest(context, () => onlyAsset(definition)),
      );
    },
  };
  return definition;
}

function onlyAsset(definition: AssetChecksDefinition) {
  const { checks } = definition.spec;
  const [first] = checks;
  if (first !== undefined && new Set(checks.map(({ asset }) => JSON.stringify(asset.path))).size === 1) return first.asset;
  throw new Error("These checks are about several assets: there is no single assetKey.");
}

/** Whether a value was made by `assetCheck()` or `multiAssetCheck()`, of this copy of the package or another. */
export function isAssetCheck(value: unknown): value is AssetChecksDefinition {
  return brandOf(value) === "assetCheck";
}
