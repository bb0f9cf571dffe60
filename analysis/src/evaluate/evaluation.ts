import type { Expression } from "../facts/expression.ts";
import type { Meaning } from "../modules/exportedNames.ts";
import type { Modules } from "../modules/modules.ts";
import type { AssetValue, Origin, Scope, UnknownValue, Value } from "./value.ts";

/**
 * One evaluation of a project's constants: what was found out is remembered. It never runs code, and all work is counted
 * against a bound, so it ends for every text.
 */
export interface Evaluation {
  readonly modules: Modules;
  /** The value of an expression. */
  evaluate(expression: Expression, scope: Scope): Value;
  /** The value of a top-level declaration, evaluated once. */
  binding(file: string, name: string): Value;
  /** The value of what a name turned out to mean. */
  meaning(meaning: Meaning, origin: Origin): Value;
  /** The key of an asset as a value: an object with a `path`. */
  assetKey(value: AssetValue, origin: Origin): Value;
  /** Whether what is made with the help of a name may be or hold assets or definitions. */
  reachesAssets(meaning: Meaning): boolean;
  /** Counts work. Undefined while there is some left; a value that says so otherwise. */
  spend(amount: number, origin: Origin): UnknownValue | undefined;
}

/** What an evaluation cannot answer by itself. */
export interface Surroundings {
  /** The segments of an asset's key, or the reason why they are not known. */
  keyOf(value: AssetValue): readonly string[] | string;
  /** Whether a package may make assets: it depends on ours. */
  packageMayHoldAssets(name: string): boolean;
  /** Whether a file imports our package, at any remove. */
  reachesOurs(file: string): boolean;
}

/** Why an evaluation gives up; what it gave up on may hold anything. */
export const limitReasons = { depth: "nested too deeply", work: "too much to work out" } as const;
