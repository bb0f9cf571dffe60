import type { AssetKey } from "@headwater/model";
import type { Branded } from "../brand.ts";
import type { AssetIn } from "../dependencies/assetIn.ts";
import type { MaterializeResult } from "../results/materializeResult.ts";
import type { Output } from "../results/output.ts";
import type { AnyAsset } from "./assetsDefinition.ts";
import type { AssetOutput } from "./multiAssetDefinition.ts";
import type { Register } from "./register.ts";

/** What names an upstream in `ins`: the asset or output itself (which types the input), its key, or `AssetIn({ … })`. */
export type InputReference = AnyAsset | AssetOutput | AssetKey | string | readonly string[] | AssetIn;

/** The option `ins`. */
export type InputReferences = Readonly<Record<string, InputReference>>;

// biome-ignore lint/suspicious/noExplicitAny: what is known by its name alone has a type that nothing tells.
type Untold = any;

type Entries<Kind extends "assets" | "resources"> = Register extends Readonly<Record<Kind, infer Known>> ? Known : object;

type IsAny<T> = 0 extends 1 & T ? true : false;

/** What an entry of the register stands for: what an asset or a resource holds, else the type itself. */
type Held<Entry> = IsAny<Entry> extends true ? Untold : Entry extends Branded<"asset" | "resource", infer T> ? T : Entry;

/** All names that the project has registered, with their types. */
type Registered = {
  readonly [Name in keyof Entries<"assets">]: Held<Entries<"assets">[Name]>;
} & { readonly [Name in keyof Entries<"resources">]: Held<Entries<"resources">[Name]> };

/** What the input of a reference is: an asset's own result; by key what the project has registered under it. */
type Loaded<Reference> =
  Reference extends Branded<"asset" | "assetOutput" | "assetIn", infer T>
    ? T
    : Reference extends keyof Entries<"assets">
      ? Held<Entries<"assets">[Reference]>
      : Untold;

/** The inputs that `ins` declares. */
export type Ins<I> = { readonly [Name in keyof I]: Loaded<I[Name]> };

/** The resources that `requiredResourceKeys` names. */
type Resources<Q extends string> = {
  readonly [Name in Q]: Name extends keyof Entries<"resources"> ? Held<Entries<"resources">[Name]> : Untold;
};

/** The parts of the registered names that `ins` and `requiredResourceKeys` do not speak for. */
type Rest<Taken> = { readonly [Name in Exclude<keyof Registered, keyof Taken>]: Registered[Name] };

/**
 * What the compute function's first parameter holds. With `ins`: those inputs, the required resources, and what is
 * registered. Without: what is registered, and every other name as `any`, since names alone declare inputs then.
 */
export type Inputs<I, Q extends string> = [I] extends [undefined]
  ? Registered & Readonly<Record<string, Untold>>
  : Ins<I> & Resources<Q> & Rest<I>;

/**
 * Refuses an annotation `P` of the first parameter that contradicts what is known. Where it agrees this is `unknown`,
 * which adds nothing. Without `ins` only registered names are known, and the rest of the annotation is taken as it is.
 */
export type Agrees<P, I, Q extends string, Context> =
  IsAny<P> extends true
    ? unknown
    : [I] extends [undefined]
      ? [KnownOf<P>] extends [P]
        ? unknown
        : (inputs: NoInfer<KnownOf<P>>, context: Context) => unknown
      : [Inputs<I, Q>] extends [P]
        ? unknown
        : (inputs: NoInfer<Inputs<I, Q>>, context: Context) => unknown;

/**
 * What the function of a check takes: further inputs, resources, and the checked asset's value, under the name of the asset
 * or any other. The compiler option `noUncheckedIndexedAccess` adds `undefined` to a name that no type knows: annotate it,
 * as in `({ rows }: { rows: Customer[] }) => …`, and the annotation is checked.
 */
export type CheckInputs<A, I, Q extends string> = CheckTold<A, I, Q> & Readonly<Record<string, Loaded<A>>>;

type CheckTold<A, I, Q extends string> = ([I] extends [undefined] ? unknown : Ins<I>) &
  Resources<Q> & {
    readonly [Name in Exclude<keyof Entries<"resources">, keyof I | Q>]: Held<Entries<"resources">[Name]>;
  } & { readonly [Name in Exclude<NameOf<A>, keyof I | Q | keyof Entries<"resources">>]: Loaded<A> };

/** The name of an asset where its type says it. */
type NameOf<A> = A extends { readonly name: infer Name }
  ? string extends Name
    ? never
    : Extract<Name, string>
  : Extract<A, string>;

/** As {@link Agrees}, for the function of a check. */
export type CheckAgrees<P, A, I, Q extends string, Context> =
  IsAny<P> extends true
    ? unknown
    : [CheckKnownOf<P, A, I, Q>] extends [P]
      ? unknown
      : (inputs: NoInfer<CheckKnownOf<P, A, I, Q>>, context: Context) => unknown;

type CheckKnownOf<P, A, I, Q extends string> = {
  [Name in keyof P]: Name extends keyof CheckTold<A, I, Q> ? CheckTold<A, I, Q>[Name] : Loaded<A>;
};

type KnownOf<P> = { [Name in keyof P]: Name extends keyof Registered ? Registered[Name] : P[Name] };

/** What an asset holds for its downstreams: the awaited result, or the value of a MaterializeResult or an Output. */
export type OutputOf<R> =
  Awaited<R> extends infer Result
    ? Result extends Generator<infer Y, unknown, never> | AsyncGenerator<infer Y, unknown, never>
      ? Yielded<Y>
      : Result extends MaterializeResult<infer T> | Output<infer T>
        ? T
        : Result
    : never;

/** What is stored of what a generator yields. */
type Yielded<Y> = [Extract<Y, Branded<"materializeResult" | "output">>] extends [never]
  ? undefined
  : Y extends MaterializeResult<infer T> | Output<infer T>
    ? T
    : never;
