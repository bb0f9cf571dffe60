import { type AssetKey, type AssetSpec, UNKNOWN } from "@headwater/model";
import { type Brand, type Branded, brandOf } from "../brand.ts";
import { type AssetContext, contextForTest } from "../context/assetContext.ts";
import { type AssetCall, brandWith, changed, declaredBy, keysOf, pendingName } from "./assetCall.ts";
import type { OutputOf } from "./inputTypes.ts";
import { type AssetKeyReplacements, renameBy } from "./keyReplacements.ts";

/** One of the assets that `multiAsset()` computes, to be named in `ins` and `deps`. `T` is what downstream assets load. */
export interface AssetOutput<out T = unknown> extends Branded<"assetOutput", T> {
  readonly key: AssetKey;
}

/**
 * Several assets that one function computes: what `multiAsset()` makes (spec 3). `O` is the option `outs`, `N` the option
 * `name`, `R` what the compute function returns.
 */
export interface MultiAssetDefinition<out O = unknown, out N extends string = string, out R = unknown>
  extends Branded<"multiAsset"> {
  /** The option `name` as it was given. */
  readonly name: N | undefined;
  /** The keys of its assets, in the order of declaration. */
  readonly keys: readonly AssetKey[];
  /** Its assets by the names of `outs`; none for `specs`, whose descriptions stand for them. */
  readonly outs: { readonly [Name in keyof O]: AssetOutput<OutputNamed<R, Name>> };
  /**
   * Everything that the declaration says, as plain data.
   *
   * @throws Error while the name is pending
   */
  readonly specs: readonly AssetSpec[];
  /**
   * Calls the compute function as it is, for unit tests: nothing is loaded, set up, stored or recorded.
   *
   * @returns what the compute function returns: often a promise
   * @throws what the compute function throws
   */
  compute(inputs?: Readonly<Record<string, unknown>>, context?: Partial<AssetContext>): R;
  /** The same assets under other keys: their own and those of their upstreams, as far as they are replaced. */
  withAttributes(changes: { readonly assetKeyReplacements: AssetKeyReplacements }): MultiAssetDefinition<O, N, R>;
}

/** Any function that computes several assets. */
export type AnyMultiAsset = MultiAssetDefinition;

/** What an output holds: the entry of its name in what the function returns; untold where that is something else. */
export type OutputNamed<R, Name> =
  Awaited<R> extends infer Result
    ? Result extends Branded<string>
      ? unknown
      : Name extends keyof Result
        ? OutputOf<Result[Name]>
        : unknown
    : never;

/** Makes a definition from a call that the rules have passed. */
export function defineMultiAsset(call: AssetCall): MultiAssetDefinition {
  const names = call.family === "multiAsset" || call.family === "graphMultiAsset" ? Object.keys(call.options.outs ?? {}) : [];
  const definition: MultiAssetDefinition = {
    "~headwater": brandWith("multiAsset", call),
    name: typeof call.options.name === "string" ? call.options.name : undefined,
    get keys() {
      const keys = keysOf(definition);
      if (keys === UNKNOWN) throw pendingName(call);
      return keys;
    },
    get specs() {
      return declaredBy(call).specs;
    },
    outs: Object.fromEntries(names.map((name, index) => [name, outputOf(() => definition.keys[index])])),
    compute(inputs = {}, context = {}) {
      return call.compute(
        inputs,
        contextForTest({ selectedAssetKeys: definition.keys, selectedOutputNames: names, ...context }, () =>
          onlyKey(definition.keys),
        ),
      );
    },
    withAttributes: ({ assetKeyReplacements }) => defineMultiAsset(changed(call, renameBy(assetKeyReplacements))),
  };
  return definition;
}

function outputOf(key: () => AssetKey | undefined): AssetOutput {
  const brand: Brand<"assetOutput"> = { kind: "assetOutput" };
  return {
    "~headwater": brand,
    get key() {
      const found = key();
      if (found === undefined) throw new Error("This output has no key.");
      return found;
    },
  };
}

function onlyKey(keys: readonly AssetKey[]): AssetKey {
  const [key, second] = keys;
  if (key !== undefined && second === undefined) return key;
  throw new Error(`This function computes ${keys.length} assets: there is no single assetKey.`);
}

/** Whether a value was made by `multiAsset()`, of this copy of the package or another. */
export function isMultiAsset(value: unknown): value is MultiAssetDefinition {
  return brandOf(value) === "multiAsset";
}

/** Whether a value is one of the outputs of `multiAsset()`. */
export function isAssetOutput(value: unknown): value is AssetOutput {
  return brandOf(value) === "assetOutput";
}
