import {
  type AssetCheckKey,
  AssetKey,
  type CoercibleToAssetKey,
  fromUserString,
  parseSelectOption,
  printSelection,
  SelectionError,
  type SelectionTree,
} from "@headwater/model";
import { type AnyAsset, isAsset } from "../assets/assetsDefinition.ts";
import { type AnyMultiAsset, type AssetOutput, isAssetOutput, isMultiAsset } from "../assets/multiAssetDefinition.ts";
import { type Branded, brandOf } from "../brand.ts";
import { checkOptionNames } from "../options/readOptions.ts";

/** Which assets are meant (spec 3 and 8): immutable data with methods that make further selections of it. */
export interface AssetSelection extends Branded<"assetSelection"> {
  readonly tree: SelectionTree;
  /** With what is upstream of it. External assets are not added. @throws TypeError for an unknown option or a wrong depth */
  upstream(options?: TraversalOptions): AssetSelection;
  /** With what is downstream of it. @throws TypeError for an unknown option or a wrong depth */
  downstream(options?: TraversalOptions): AssetSelection;
  /** Its assets that no other of its assets is downstream of. */
  sinks(): AssetSelection;
  /** Its assets that no other of its assets is upstream of. */
  roots(): AssetSelection;
  /** The same as `roots()`, by its older name. */
  sources(): AssetSelection;
  /** With the assets that have to be computed together with one of it, since their step cannot compute a part. */
  requiredMultiAssetNeighbors(): AssetSelection;
  /** The external assets that it depends on, directly or not. */
  upstreamSourceAssets(): AssetSelection;
  /** What of it can be computed. */
  materializable(): AssetSelection;
  /** The same assets, without their checks. */
  withoutChecks(): AssetSelection;
  /** What is in both. */
  and(other: AssetSelection): AssetSelection;
  /** What is in either. */
  or(other: AssetSelection): AssetSelection;
  /** What is in this one, but not in the other. */
  minus(other: AssetSelection): AssetSelection;
  /** Everything else; of external assets only where those are asked for. */
  not(): AssetSelection;
  /** As it is written in the grammar (spec 8), or where it has no such form, its data as JSON. */
  toString(): string;
}

/** How far a traversal goes. */
export interface TraversalOptions {
  /** How many levels: a whole number from 0. Left out: all. */
  readonly depth?: number;
  /** Whether the assets that it starts from are in it: true if left out. */
  readonly includeSelf?: boolean;
}

/** What names assets: an asset, all of `multiAsset()` or one of its outputs, a key, text (ONE segment) or a list of segments. */
export type SelectableReference = AnyAsset | AnyMultiAsset | AssetOutput | CoercibleToAssetKey;

/** Which assets a selection by attributes sees. */
export interface SourceOptions {
  /** Whether external assets are seen: false if left out. */
  readonly includeSources?: boolean;
}

/** Arguments of one kind, and at the end perhaps the options. */
type WithOptions<T> = readonly T[] | readonly [...T[], SourceOptions];

const methods: Omit<AssetSelection, "~headwater" | "tree"> & ThisType<AssetSelection> = {
  upstream(options) {
    return make({ op: "up", ...traversal("upstream", options), arg: this.tree });
  },
  downstream(options) {
    return make({ op: "down", ...traversal("downstream", options), arg: this.tree });
  },
  sinks() {
    return make({ op: "sinks", arg: this.tree });
  },
  roots() {
    return make({ op: "roots", arg: this.tree });
  },
  sources() {
    return this.roots();
  },
  requiredMultiAssetNeighbors() {
    return make({ op: "requiredNeighbors", arg: this.tree });
  },
  upstreamSourceAssets() {
    return make({ op: "upstreamSources", arg: this.tree });
  },
  materializable() {
    return make({ op: "materializable", arg: this.tree });
  },
  withoutChecks() {
    return make({ op: "minus", left: this.tree, right: { op: "checks" } });
  },
  and(other) {
    return make({ op: "and", args: [this.tree, treeOf("and", other)] });
  },
  or(other) {
    return make({ op: "or", args: [this.tree, treeOf("or", other)] });
  },
  minus(other) {
    return make({ op: "minus", left: this.tree, right: treeOf("minus", other) });
  },
  not() {
    return make({ op: "not", arg: this.tree });
  },
  toString() {
    try {
      return printSelection(this.tree);
    } catch (error) {
      if (error instanceof SelectionError) return JSON.stringify(this.tree);
      throw error;
    }
  },
};

/** Makes selections of assets (spec 3), for `materialize({ select })`. */
export const AssetSelection = {
  /** Every asset. @throws TypeError for an unknown option */
  all(options: SourceOptions = {}): AssetSelection {
    return make({ op: "all", ...sources("all", options) });
  },
  /**
   * These assets. Each has to exist where the selection is used. The key of an asset may still be pending here.
   *
   * @throws TypeError for anything else
   */
  assets(...assets: readonly SelectableReference[]): AssetSelection {
    const keysOf = laterKeys(assets);
    return make({
      op: "keys",
      get keys() {
        return keysOf();
      },
    });
  },
  /** Every check, and no asset. */
  allAssetChecks(): AssetSelection {
    return make({ op: "checks" });
  },
  /** The checks of these assets, but not the assets. @throws TypeError for what names no asset */
  checksForAssets(...assets: readonly SelectableReference[]): AssetSelection {
    const keysOf = laterKeys(assets);
    return make({
      op: "checks",
      get assets() {
        return keysOf();
      },
    });
  },
  /**
   * These checks, each of which has to exist where the selection is used.
   *
   * @param checks `{ assetKey, name }`
   * @throws TypeError for anything else
   */
  checks(...checks: readonly AssetCheckKey[]): AssetSelection {
    const keys = checks.map(({ assetKey, name }) => ({ assetKey: AssetKey(assetKey), name: string("checks", name) }));
    return make({ op: "checks", checks: keys });
  },
  /**
   * The assets of these keys, each of which has to exist where the selection is used.
   *
   * @param keys keys, texts (split on every slash, unlike elsewhere: `"a/b"` has two segments) or lists of segments
   * @throws TypeError for anything else
   */
  keys(...keys: readonly CoercibleToAssetKey[]): AssetSelection {
    return make({ op: "keys", keys: keys.map((key) => (typeof key === "string" ? fromUserString(key) : AssetKey(key))) });
  },
  /**
   * The assets whose keys begin with one of the prefixes, segment by segment.
   *
   * @param prefixes texts (ONE segment each) or lists of segments, and at the end perhaps options
   * @throws TypeError for anything else
   */
  keyPrefixes(...prefixes: WithOptions<string | readonly string[]>): AssetSelection {
    const { values, options } = split<string | readonly string[]>("keyPrefixes", prefixes);
    return make({ op: "keyPrefix", prefixes: values.map((prefix) => [...AssetKey(prefix).path]), ...options });
  },
  /** The assets whose key, written with slashes, holds the text. @throws TypeError for what is not a text */
  keySubstring(text: string, options: SourceOptions = {}): AssetSelection {
    return make({ op: "keySubstring", text: string("keySubstring", text), ...sources("keySubstring", options) });
  },
  /**
   * The assets of these groups; `*` in a name stands for any text.
   *
   * @param names the groups, and at the end perhaps options
   * @throws TypeError for anything else
   */
  groups(...names: WithOptions<string>): AssetSelection {
    const { values, options } = split<string>("groups", names);
    const groups = values.map((name): SelectionTree => {
      const value = string("groups", name);
      return { op: "attr", name: "group", value, ...(value.includes("*") ? { wildcard: true } : {}), ...options };
    });
    return make(groups.length === 1 ? (groups[0] as SelectionTree) : { op: "or", args: groups });
  },
  /** The assets with this tag; the empty value is a value of its own. @throws TypeError for what is not a text */
  tag(key: string, value: string, options: SourceOptions = {}): AssetSelection {
    return make({ op: "tag", key: string("tag", key), value: string("tag", value), ...sources("tag", options) });
  },
  /** The assets with the tag `"key=value"`, or `"key"` for the empty value. @throws TypeError for more than one `=` */
  tagString(text: string, options: SourceOptions = {}): AssetSelection {
    const [key = "", value = "", ...more] = string("tagString", text).split("=");
    if (more.length > 0) throw new TypeError(`A tag is written key=value with one "=", not ${JSON.stringify(text)}.`);
    return make({ op: "tag", key, value, ...sources("tagString", options) });
  },
  /** The assets of this kind; `null`: those without any. @throws TypeError for anything else */
  kind(kind: string | null, options: SourceOptions = {}): AssetSelection {
    const value = kind === null ? null : string("kind", kind);
    return make({ op: "attr", name: "kind", value, ...sources("kind", options) });
  },
  /** The assets of this owner; `null`: those without any. @throws TypeError for anything else */
  owner(owner: string | null, options: SourceOptions = {}): AssetSelection {
    const value = owner === null ? null : string("owner", owner);
    return make({ op: "attr", name: "owner", value, ...sources("owner", options) });
  },
  /**
   * Reads the text of a selection, as `--select` does: `group:sales and not key:raw+`, or `raw clean+`.
   *
   * @throws SelectionError where it cannot be read
   */
  fromString(text: string): AssetSelection {
    return make(parseSelectOption(string("fromString", text)));
  },
};

/** Whether a value was made by one of the functions of `AssetSelection`. */
export function isAssetSelection(value: unknown): value is AssetSelection {
  return brandOf(value) === "assetSelection";
}

function make(tree: SelectionTree): AssetSelection {
  return Object.freeze(
    Object.assign(Object.create(methods), { "~headwater": { kind: "assetSelection" }, tree: Object.freeze(tree) }),
  );
}

/** The keys of what may have no name yet. */
function laterKeys(given: readonly SelectableReference[]): () => AssetKey[] {
  const found = given.map((one) => (isAsset(one) || isMultiAsset(one) || isAssetOutput(one) ? one : AssetKey(one)));
  return () => found.flatMap((one) => (isMultiAsset(one) ? one.keys : isAsset(one) || isAssetOutput(one) ? one.key : one));
}

function treeOf(method: string, other: unknown): SelectionTree {
  if (isAssetSelection(other)) return other.tree;
  throw new TypeError(`${method}() of an AssetSelection takes another one, such as AssetSelection.keys("a").`);
}

function traversal(method: string, options: TraversalOptions = {}): { depth: number | null; includeSelf?: false } {
  checkOptionNames(`${method}()`, options, ["depth", "includeSelf"]);
  const { depth = null, includeSelf = true } = options;
  if (depth !== null && (!Number.isSafeInteger(depth) || depth < 0)) throw new TypeError("depth is a whole number from 0.");
  return includeSelf ? { depth } : { depth, includeSelf };
}

function sources(method: string, options: SourceOptions): SourceOptions {
  checkOptionNames(`${method}()`, options, ["includeSources"]);
  return options.includeSources === undefined ? {} : { includeSources: options.includeSources };
}

/** Arguments of one kind with options at the end. */
function split<T>(method: string, given: readonly unknown[]): { values: readonly T[]; options: SourceOptions } {
  const last = given.at(-1);
  const hasOptions = typeof last === "object" && last !== null && !Array.isArray(last);
  return {
    values: (hasOptions ? given.slice(0, -1) : given) as readonly T[],
    options: hasOptions ? sources(method, last) : {},
  };
}

function string(method: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw new TypeError(`AssetSelection.${method}() takes text, not ${value === null ? "null" : typeof value}.`);
}
