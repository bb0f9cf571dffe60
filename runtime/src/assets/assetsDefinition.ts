import { type AssetKey, type AssetSpec, type Finding, UNKNOWN, type Unknown } from "@headwater/model";
import { type Branded, brandOf } from "../brand.ts";
import { type AssetContext, contextForTest } from "../context/assetContext.ts";
import {
  type AssetCall,
  brandWith,
  changed,
  checkCall,
  declaredBy,
  keysOf,
  pendingName,
  plainlyWritten,
  subjectOf,
} from "./assetCall.ts";
import { AssetDefinitionError } from "./assetDefinitionError.ts";
import { type AttributesToMerge, type AttributesToReplace, mergedOptions } from "./attributes.ts";
import { type AssetKeyReplacements, renameBy } from "./keyReplacements.ts";

export { type AssetCall, callOf, declarationOf, subjectOf } from "./assetCall.ts";

/**
 * An asset: what `asset()` makes (spec 3). `T` is what downstream assets load, `N` the option `name`, `R` what the compute
 * function returns.
 */
export interface AssetsDefinition<out T = unknown, out N extends string = string, out R = unknown> extends Branded<"asset", T> {
  /** The option `name` as it was given. */
  readonly name: N | undefined;
  /**
   * The asset's key.
   *
   * @throws Error while the key is pending: neither `name` nor `key` was given, the compute function has no name, and no
   *   loader has filled in the name of the exported constant yet. The message says how to mend it
   */
  readonly key: AssetKey;
  /**
   * Everything that the declaration says, as plain data.
   *
   * @throws Error while the key is pending
   */
  readonly spec: AssetSpec;
  /**
   * Calls the compute function as it is, for unit tests: nothing is loaded, set up, stored or recorded.
   *
   * @param inputs the inputs and resources, by name
   * @param context what the test wants to replace in the context; the rest stands in for a run
   * @returns what the compute function returns: often a promise
   * @throws what the compute function throws, and Error for an asset that is only described
   */
  compute(inputs?: Readonly<Record<string, unknown>>, context?: Partial<AssetContext>): R;
  /**
   * The same asset with other attributes in place of its own (spec 3): what is left out stays, `null` takes away. The asset
   * itself is not changed; export the new one in its place.
   *
   * @throws AssetDefinitionError for what the attributes of an asset cannot be; `fixed-dependency` for `deps` without what
   *   the compute function loads
   */
  replaceAttributes(attributes: AttributesToReplace): AssetsDefinition<T, N, R>;
  /**
   * The same asset with further attributes (spec 3): dependencies and owners are appended; metadata, tags and kinds are
   * added. The asset itself is not changed.
   *
   * @throws AssetDefinitionError for what the attributes of an asset cannot be; `fixed-dependency` for `deps` of a
   *   `graphAsset()`
   */
  mergeAttributes(attributes: AttributesToMerge): AssetsDefinition<T, N, R>;
  /** The same asset under other keys: its own and those of its upstreams, as far as they are replaced. */
  withAttributes(changes: { readonly assetKeyReplacements: AssetKeyReplacements }): AssetsDefinition<T, N, R>;
}

/** Any asset. */
export type AnyAsset = AssetsDefinition;

/** Makes a definition from a call that the rules have passed. */
export function defineAsset(call: AssetCall): AssetsDefinition {
  const definition: AssetsDefinition = {
    "~headwater": brandWith("asset", call),
    name: typeof call.options.name === "string" ? call.options.name : undefined,
    get key() {
      const key = keyOf(definition);
      if (key === UNKNOWN) throw pendingName(call);
      return key;
    },
    get spec() {
      const [spec] = declaredBy(call).specs;
      if (spec === undefined) throw pendingName(call);
      return spec;
    },
    compute(inputs = {}, context = {}) {
      return call.compute(
        inputs,
        contextForTest(context, () => definition.key),
      );
    },
    replaceAttributes: (attributes) => attributesChanged(call, "replace", { ...attributes }),
    mergeAttributes: (attributes) => attributesChanged(call, "merge", { ...attributes }),
    withAttributes: ({ assetKeyReplacements }) => defineAsset(changed(call, renameBy(assetKeyReplacements))),
  };
  return definition;
}

function attributesChanged(
  call: AssetCall,
  kind: "replace" | "merge",
  given: Readonly<Record<string, unknown>>,
): AssetsDefinition {
  // What is only described has nothing but its options, so these are what changes.
  const next: AssetCall =
    call.family === "externalAsset"
      ? { ...call, options: kind === "replace" ? { ...call.options, ...given } : mergedOptions(call.options, given) }
      : changed(call, () => ({ kind, attributes: plainlyWritten(given) }));
  const { findings } = checkCall(next, false);
  const [first, ...others] = findings.filter(({ severity }) => severity === "error") as [Finding?, ...Finding[]];
  if (first !== undefined) throw new AssetDefinitionError(subjectOf(call), [first, ...others]);
  return defineAsset(next);
}

/** Whether a value is one asset: made by `asset()` and the like, of this copy of the package or another. */
export function isAsset(value: unknown): value is AssetsDefinition {
  return brandOf(value) === "asset";
}

/** The key of an asset; `UNKNOWN` while it is pending. */
export function keyOf(definition: AssetsDefinition): AssetKey | Unknown {
  const keys = keysOf(definition);
  return keys === UNKNOWN ? UNKNOWN : (keys[0] ?? UNKNOWN);
}
