import type { Expression } from "../facts/expression.ts";
import type { Meaning } from "../modules/exportedNames.ts";
import type { Modules } from "../modules/modules.ts";
import type { Reads } from "./reads.ts";
import type {
  AssetSite,
  MadeSite,
  ObjectValue,
  Origin,
  OutputsValue,
  OutputValue,
  Scope,
  SiteMaker,
  UnknownValue,
  Value,
} from "./value.ts";

/**
 * The evaluation of a project's constants: what was found out is remembered until {@link Evaluation.forget}. It never runs
 * code, and all work is counted against a bound, so it ends for every text.
 */
export interface Evaluation {
  readonly modules: Modules;
  /** Which file's evaluation has read what of other files. */
  readonly reads: Reads;
  /** The site of a call that is being evaluated. */
  site(made: MadeSite): AssetSite;
  /** Evaluates the arguments of a site. */
  inArguments<T>(site: AssetSite, work: () => T): T;
  /** Whether the newest evaluation of its file makes a site. */
  isMade(site: AssetSite): boolean;
  /** All sites, for a later process; texts have to be let go before. */
  savedSites(): readonly AssetSite[];
  /** The site of an id that the newest evaluation of a file makes or made before. */
  siteOf(home: string, id: string): AssetSite | undefined;
  /** Forgets the values of a file, since its text or something that it has read is another one. */
  forget(file: string): void;
  /** Lets go of the values of a file, which are made again when they are needed. */
  shed(file: string): void;
  /** The value of an expression. */
  evaluate(expression: Expression, scope: Scope): Value;
  /** The value of a top-level declaration, evaluated once. */
  binding(file: string, name: string): Value;
  /** The value of what a name turned out to mean. */
  meaning(meaning: Meaning, origin: Origin): Value;
  /** The key of an asset as a value: an object with a `path`. */
  assetKey(site: AssetSite, origin: Origin): Value;
  /** The keys of all that a call makes, as a list. */
  assetKeys(site: AssetSite, origin: Origin): Value;
  outputKey(value: OutputValue, origin: Origin): Value;
  /** `outs` as an object; undefined where its names are not known. */
  outputs(value: OutputsValue): ObjectValue | undefined;
  /** Whether what is made with the help of a name may be or hold assets or definitions. */
  reachesAssets(meaning: Meaning): boolean;
  /** Counts work. Undefined while there is some left; a value that says so otherwise. */
  spend(amount: number, origin: Origin): UnknownValue | undefined;
}

/** The segments of a key, or the reason why they are not known. */
export type KeyPath = readonly string[] | string;

/** The keys of assets, as far as they are known without running the code. */
export interface KnownKeys {
  /** The key of one asset, or of the first of several. */
  keyOf(site: AssetSite): KeyPath;
  /** The keys of all that a call makes: those that are known, and why others are not. */
  keysOf(site: AssetSite): { readonly known: readonly (readonly string[])[]; readonly reason?: string };
  /** Undefined where there is certainly no such output. */
  keyOfOutput(site: AssetSite, name: string): KeyPath | undefined;
  /** The names of `outs`; undefined where they are not all known. */
  outputNames(site: AssetSite): readonly string[] | undefined;
}

/** What an evaluation cannot answer by itself. */
export interface Surroundings {
  readonly keys: KnownKeys;
  /** Whether a package may make assets: it depends on ours. */
  packageMayHoldAssets(name: string): boolean;
  /** Whether a file imports our package, at any remove. */
  reachesOurs(file: string): boolean;
}

export type { SiteMaker };

/** Why an evaluation gives up; what it gave up on may hold anything. */
export const limitReasons = { depth: "nested too deeply", work: "too much to work out" } as const;
