import type { AssetKey, KeyId } from "../keys/assetKey.ts";
import type { MetadataValue } from "../metadata/metadataValue.ts";
import type { PartitionsDefinitionData } from "../partitions/definition.ts";
import type { BackfillPolicyData } from "./partitioning.ts";
import type { RetryPolicyData } from "./retryPolicy.ts";

/** The functions that declare assets and checks (spec 3). */
export type DeclarationFamily =
  | "asset"
  | "multiAsset"
  | "graphAsset"
  | "graphMultiAsset"
  | "externalAsset"
  | "observableAsset"
  | "assetCheck"
  | "multiAssetCheck";

/**
 * A call of `asset()` or one of its family as it was written, before any rule was applied. The analysis makes one from
 * text, the runtime from values; both give it to {@link checkDeclaration}, so that an error has one code and one message.
 *
 * Option values are plain data: an asset or a key stands as `{ path }`, a key whose name is pending and a value that
 * cannot be known as `UNKNOWN`.
 */
export interface AssetDeclaration {
  /** Which function was called; `asset` if left out. */
  readonly family?: DeclarationFamily;
  /**
   * The options as given; empty for `asset(compute)`. `undefined` and `null` count as left out. Where the whole object
   * cannot be known: empty, and `optionsIncomplete`.
   */
  readonly options: Readonly<Record<string, unknown>>;
  /** True where properties may exist that are not listed in `options` (an unknown value was spread into them). */
  readonly optionsIncomplete?: boolean;
  /** The compute function's name, else the exported constant's. Absent: neither is there (yet). */
  readonly fallbackName?: string;
  /** Whether a missing name is an error: false at declaration, when the loader may still fill it. */
  readonly nameRequired: boolean;
  readonly parameters: InputParameters;
  /** Names that are resources although `requiredResourceKeys` does not list them: those of `Definitions`. */
  readonly resourceKeys: ReadonlySet<string>;
  /**
   * True where resources exist whose names are not known, as while the project is not loaded: a parameter that is nothing
   * else may be one of them.
   */
  readonly resourcesIncomplete?: boolean;
  /** What was changed in the assets afterwards, in this order. */
  readonly changes?: readonly SpecChange[];
}

/**
 * A change of assets that were declared already (spec 3, AssetSpec and prefixes on load).
 *
 * - `replace`: attributes that take the place of what was there; `null` takes away
 * - `merge`: attributes that are added to what is there
 * - `rekey`: new keys for old ones, by the old one's id; whoever depends on one depends on the new one
 */
export type SpecChange =
  | { readonly kind: "replace" | "merge"; readonly attributes: Readonly<Record<string, unknown>> }
  | {
      readonly kind: "rekey";
      readonly keys: ReadonlyMap<KeyId, AssetKey>;
      /** Segments before an own key that is not among `keys`: that of an asset which only the changed one's constant names. */
      readonly prefix?: string | readonly string[];
    };

/**
 * What the compute function's first parameter says about its inputs.
 *
 * - `none`: there is no first parameter
 * - `names`: it is destructured; `rest` is true for `({ a, ...others })`
 * - `opaque`: it is a plain name, so its inputs can be told by `ins` only
 * - `unknown`: the function is not to be seen (it is imported from a package, say)
 */
export type InputParameters =
  | { readonly kind: "none" }
  | { readonly kind: "names"; readonly names: readonly string[]; readonly rest: boolean }
  | { readonly kind: "opaque"; readonly name: string }
  | { readonly kind: "unknown" };

/** How a dependency passes: `data` loads the upstream's value into an input, `order` only waits for it. */
export type DependencyKind = "data" | "order";

/** An upstream of an asset. */
export interface AssetDependency {
  readonly key: AssetKey;
  readonly kind: DependencyKind;
  /** The name under which the compute function takes the value; absent for `order`. */
  readonly inputName?: string;
  /** Where it was declared: `["deps", 0]`, `["ins", "raw"]` or `["parameters", "raw"]`. */
  readonly declaredAt: readonly (string | number)[];
  /** How partitions map, as it was given. */
  readonly partitionMapping?: unknown;
  /** True where a mapping was given that could not be known; `partitionMapping` is then absent. */
  readonly partitionMappingUnknown?: boolean;
}

/** An asset as the model knows it: what a declaration means once every rule holds (spec 3, AssetSpec). Plain data. */
export interface AssetSpec {
  readonly key: AssetKey;
  readonly stepName: string;
  /** False for an asset that is only described: it is never computed. */
  readonly materializable: boolean;
  /** True for an external asset whose version a function can observe. */
  readonly observable?: boolean;
  /** The step that computes this asset together with others; absent where it is computed alone. */
  readonly unit?: AssetUnit;
  /** The name under which the unit's function gives this asset's value; absent where it is computed alone. */
  readonly outputName?: string;
  /** True for an output that never carries a value: no I/O manager is asked (spec 3, outputs of `specs`). */
  readonly valueless?: boolean;
  readonly deps: readonly AssetDependency[];
  /** True when some dependency could not be known, so that `deps` may lack some. */
  readonly depsIncomplete: boolean;
  readonly groupName: string;
  /** True when a group was given that could not be known; `groupName` is then the default. */
  readonly groupNameUnknown?: boolean;
  /** True when some tag, kind, owner or the partitions were given but could not be known, so that there may be others. */
  readonly labelsUnknown?: boolean;
  readonly description?: string;
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  /** With one `dagster/kind/<kind>` entry for each kind. */
  readonly tags: Readonly<Record<string, string>>;
  readonly kinds: readonly string[];
  readonly owners: readonly string[];
  readonly codeVersion?: string;
  /** True when a code version was given, or may have been, that could not be known. */
  readonly codeVersionUnknown?: boolean;
  readonly ioManagerKey: string;
  readonly requiredResourceKeys: readonly string[];
  /** What is no text is here as its JSON. */
  readonly opTags: Readonly<Record<string, string>>;
  readonly outputRequired: boolean;
  readonly pool?: string;
  readonly retryPolicy?: RetryPolicyData;
  readonly partitionsDef?: PartitionsDefinitionData;
  /** True when partitions were given that could not be known; `partitionsDef` is then absent. */
  readonly partitionsDefUnknown?: boolean;
  readonly backfillPolicy?: BackfillPolicyData;
  readonly automationCondition?: unknown;
  readonly checks: readonly AssetCheckSpecData[];
}

/** Several assets that one step computes (spec 3, `@multi_asset`). */
export interface AssetUnit {
  /** Tells units apart: the {@link KeyId} of the unit's first asset. */
  readonly id: KeyId;
  /** Whether some of its assets may be computed without the others. */
  readonly canSubset: boolean;
  /** True where it is computed by a composition of operations. */
  readonly isGraph?: boolean;
}

/** A step of its own that evaluates checks: what `assetCheck()` and `multiAssetCheck()` declare (spec 3). */
export interface CheckStepSpec {
  readonly stepName: string;
  readonly checks: readonly AssetCheckSpecData[];
  /** Whether some of its checks may be evaluated without the others. */
  readonly canSubset: boolean;
  /** What its function loads, and what it waits for: the checked assets among them. */
  readonly deps: readonly AssetDependency[];
  readonly depsIncomplete: boolean;
  readonly requiredResourceKeys: readonly string[];
  /** What is no text is here as its JSON. */
  readonly opTags: Readonly<Record<string, string>>;
  readonly pool?: string;
  readonly retryPolicy?: RetryPolicyData;
}

/** A check of an asset (spec 1.6). */
export interface AssetCheckSpecData {
  /** The asset that is checked. */
  readonly asset: AssetKey;
  readonly name: string;
  readonly description?: string;
  readonly blocking: boolean;
  readonly additionalDeps: readonly AssetKey[];
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  readonly automationCondition?: unknown;
}
