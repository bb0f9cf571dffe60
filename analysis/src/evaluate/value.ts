import type { DeclarationFamily } from "@headwater/model";
import type { CallExpression, FunctionExpression, LiteralExpression } from "../facts/expression.ts";
import type { Span } from "../facts/span.ts";

/**
 * Where a value stands in the text: first where it was written, then `uses`, from the inside out, each place that passed
 * it on (a constant's name, an argument, a spread). It makes a range that is inside a certain call possible.
 */
export interface Origin {
  readonly file: string;
  readonly span: Span;
  readonly uses?: Uses;
}

/** The newest use, and those before it. */
export interface Uses {
  readonly file: string;
  readonly span: Span;
  readonly before?: Uses;
}

/** What an expression evaluates to without running it. */
export type Value =
  | LiteralValue
  | ListValue
  | ObjectValue
  | AssetValue
  | OutputsValue
  | OutputValue
  | DefinitionsValue
  | JobValue
  | FunctionValue
  | OursValue
  | NamespaceValue
  | GlobalValue
  | UnknownValue;

export interface LiteralValue {
  readonly kind: "literal";
  readonly value: LiteralExpression["value"];
  readonly origin: Origin;
}

/** A list. With `doubt`, it may have further items, anywhere. */
export interface ListValue {
  readonly kind: "list";
  readonly items: readonly Value[];
  readonly doubt?: UnknownValue;
  readonly origin: Origin;
}

/** An object, also one that a constructor of ours makes. With `doubt`, it may have further entries. */
export interface ObjectValue {
  readonly kind: "object";
  readonly entries: ReadonlyMap<string, Entry>;
  readonly doubt?: UnknownValue;
  readonly origin: Origin;
}

/** A property: its value and the place of its key; `whole` reaches from the key to the end of the value. */
export interface Entry {
  readonly value: Value;
  readonly key: Origin;
  readonly whole: Origin;
}

/** What `asset()` or one of its family makes. Two values with one `site` are the same object at run time. */
export interface AssetValue {
  readonly kind: "asset";
  readonly site: AssetSite;
  readonly origin: Origin;
}

/**
 * One call of `asset()` or its family; its arguments are evaluated later, so that assets may refer to each other. When the
 * file is evaluated anew the same call gives the same object, with what is new about it.
 */
export interface AssetSite extends MadeSite {
  /** Tells sites apart: what it is made by, and the how-many-th it is of those. */
  readonly id: string;
  /** The file whose evaluation makes it. */
  readonly home: string;
  readonly maker: SiteMaker;
}

/** What makes sites while it is evaluated: a declaration of the top level, or the arguments of another site. */
export type SiteMaker =
  | { readonly kind: "binding"; readonly name: string }
  | { readonly kind: "arguments"; readonly of: AssetSite };

/** What a call says of the site that it makes. */
export interface MadeSite {
  readonly family: DeclarationFamily;
  /** The function that is called, as `AssetSpec`. */
  readonly caller: string;
  readonly call: CallExpression;
  readonly scope: Scope;
  /** The outermost call that makes this asset: `asset()` itself, or that of the helper around it. */
  readonly anchor: Frame;
  /** Present for an asset that was made from another one by changing it. */
  readonly changed?: { readonly from: AssetSite; readonly change: Change };
}

/** What changes assets: `withKeyPrefix()`, or a method of an asset. */
export type Change =
  | { readonly kind: "prefix"; readonly prefix: Value; readonly among: readonly AssetSite[] }
  | { readonly kind: "rename"; readonly replacements: Value }
  | { readonly kind: "replace" | "merge"; readonly attributes: Value };

/** Whether a call makes several assets, one, or a step of checks: what the object can do depends on it. */
export function makes({ family }: AssetSite): "asset" | "multiAsset" | "assetCheck" {
  if (family === "multiAsset" || family === "graphMultiAsset") return "multiAsset";
  return family === "assetCheck" || family === "multiAssetCheck" ? "assetCheck" : "asset";
}

/** `outs` of what makes several assets: an object whose entries are looked up when they are asked for. */
export interface OutputsValue {
  readonly kind: "outputs";
  readonly site: AssetSite;
  readonly origin: Origin;
}

/** One of them. There may be none of its name. */
export interface OutputValue {
  readonly kind: "output";
  readonly site: AssetSite;
  readonly name: string;
  readonly origin: Origin;
}

/** A call in a text. */
export interface Frame {
  readonly file: string;
  readonly span: Span;
  readonly calleeSpan: Span;
}

/** What `Definitions()` makes, from its options, or `Definitions.merge()`, from other definitions. */
export interface DefinitionsValue {
  readonly kind: "definitions";
  readonly parts: readonly Value[];
  readonly origin: Origin;
}

/** What `defineJob()` makes. Its origin is the call. */
export interface JobValue {
  readonly kind: "job";
  readonly name: Value;
  /** A literal `undefined` where it is left out. */
  readonly selection: Value;
  readonly origin: Origin;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly function: FunctionExpression;
  readonly scope: Scope;
  readonly origin: Origin;
}

/** A name of our package, as `asset` or `AutomationCondition.eager`; empty for the namespace itself. */
export interface OursValue {
  readonly kind: "ours";
  readonly name: string;
  readonly origin: Origin;
}

/** A module of the project, as `import * as` gives it. */
export interface NamespaceValue {
  readonly kind: "namespace";
  readonly file: string;
  readonly origin: Origin;
}

/** A global object such as `Object`. */
export interface GlobalValue {
  readonly kind: "global";
  readonly name: string;
  readonly origin: Origin;
}

export interface UnknownValue {
  readonly kind: "unknown";
  /** Why, fit to follow "because it is": "the result of await". */
  readonly reason: string;
  /** Whether assets may be in it. */
  readonly mayHoldAssets: boolean;
  /** It is an instance of a class: neither an asset nor a list, though its members may be. */
  readonly isInstance?: boolean;
  /** It is one of these, where so much is known. */
  readonly either?: readonly Value[];
  readonly origin: Origin;
}

/** The names that are visible at a place: those of functions around it, then those of its file. */
export interface Scope {
  readonly file: string;
  readonly locals?: ReadonlyMap<string, Value>;
  readonly parent?: Scope;
  /** The outermost call that is being evaluated. */
  readonly frame?: Frame;
}

/** What a name of a function around a place is bound to. */
export function localNamed(scope: Scope, name: string): Value | undefined {
  for (let around: Scope | undefined = scope; around !== undefined; around = around.parent) {
    const local = around.locals?.get(name);
    if (local !== undefined) return local;
  }
  return undefined;
}

/** Whether a value counts as true; undefined where that is not known. */
export function truthOf(value: Value): boolean | undefined {
  if (value.kind === "unknown") return undefined;
  return value.kind === "literal" ? Boolean(value.value) : true;
}

/** The same value, passed on at another place. */
export function passedOn<V extends Value>(value: V, file: string, span: Span): V {
  const { origin } = value;
  const before = origin.uses;
  if (before === undefined && origin.file === file && origin.span.start === span.start && origin.span.end === span.end) {
    return value;
  }
  return { ...value, origin: { ...origin, uses: { file, span, ...(before ? { before } : {}) } } };
}

/** The places of a value, the most telling first: where it was written, then its uses from the oldest to the newest. */
export function placesOf(origin: Origin): { file: string; span: Span }[] {
  const uses: { file: string; span: Span }[] = [];
  for (let use = origin.uses; use !== undefined; use = use.before) uses.push(use);
  return [{ file: origin.file, span: origin.span }, ...uses.reverse()];
}

/** A value that cannot be known. */
export function unknownValue(reason: string, origin: Origin, mayHoldAssets = false): UnknownValue {
  return { kind: "unknown", reason, mayHoldAssets, origin };
}

/** Why a value cannot be used as text or number. */
export function reasonOf(value: Value): string {
  return value.kind === "unknown" ? value.reason : `made of a value that is no text`;
}
