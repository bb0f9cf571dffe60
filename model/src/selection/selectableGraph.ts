import type { AssetKey, KeyId } from "../keys/assetKey.ts";
import type { PlainAttribute } from "./tree.ts";

/** What a selection can ask of an asset. An `AssetNode` is one. */
export interface SelectableAsset {
  readonly key: AssetKey;
  /** What is not `materializable` is external. */
  readonly kind: "materializable" | "external" | "stub";
  /** `null` where the asset has none. */
  readonly groupName: string | null;
  readonly spec?: SelectableSpec;
  /** Direct upstreams, each once, without the asset itself. What is not in the graph is passed over. */
  readonly upstream: readonly KeyId[];
}

/** What a selection can ask of a declaration. An `AssetSpec` is one. */
export interface SelectableSpec {
  /** Kinds may stand here, too, as `dagster/kind/<kind>`. */
  readonly tags: Readonly<Record<string, string>>;
  /** All of them, those that were given as tags included. */
  readonly kinds: readonly string[];
  readonly owners: readonly string[];
  /** `static`, `dynamic` and `multi` are kinds of their own, every other one is of time. */
  readonly partitionsDef?: { readonly kind?: unknown };
  /** True for an external asset that a function can observe. */
  readonly observable?: boolean;
  /** True where a group was given that is not known. */
  readonly groupNameUnknown?: boolean;
  /** True where there may be other tags, kinds, owners or partitions. */
  readonly labelsUnknown?: boolean;
  /** True where there may be other upstreams. */
  readonly depsIncomplete?: boolean;
  /** The step that computes the asset together with others. */
  readonly unit?: { readonly id: string; readonly canSubset: boolean };
}

/** The attributes that the declarations do not tell: the graph's owner adds them where it knows. */
export type SupplementaryAttribute = Exclude<PlainAttribute, "owner" | "group" | "kind" | "partitions">;

/**
 * What else is known of the assets. What is left out is not known, and a selection that asks for it is an error.
 */
export interface SupplementaryData {
  /**
   * For each attribute the values of an asset, none where it is not set. A `code_location` is `repository@location`, which
   * either the whole or the location alone matches; a `status` is compared without regard to case.
   */
  readonly values?: { readonly [attribute in SupplementaryAttribute]?: (id: KeyId) => readonly string[] };
  /** The tags of the asset's columns. */
  readonly columnTags?: (id: KeyId) => readonly { readonly key: string; readonly value: string }[];
  /** When the asset was materialized last, in milliseconds since 1970; `undefined` for never. */
  readonly lastMaterialized?: (id: KeyId) => number | undefined;
}

/** What a selection is evaluated on. An `AssetGraph` is one. It must not change: what is worked out of it is kept. */
export interface SelectableGraph {
  readonly nodes: ReadonlyMap<KeyId, SelectableAsset>;
  /** Every node once: the order of the result. */
  readonly order: readonly KeyId[];
  readonly supplementary?: SupplementaryData;
}
