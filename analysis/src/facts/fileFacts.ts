import type { Expression, ListItem } from "./expression.ts";
import type { Span } from "./span.ts";

/**
 * Everything that the analysis keeps of a file: a pure function of its text (invariant 4). It holds no path, so files
 * with the same text share their facts.
 */
export interface FileFacts {
  readonly lineStarts: readonly number[];
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  /** Top-level declarations that have a value. */
  readonly bindings: readonly BindingFact[];
  /** Places where a name, or what it holds, is changed, whatever the scope, in the order of the text. */
  readonly mutations: readonly MutationFact[];
  /** Whether `require("x")` or `import("x")` stands anywhere, in functions too. */
  readonly requires: boolean;
  readonly syntaxErrors: readonly SyntaxErrorFact[];
  /**
   * Only where the text has syntax errors and its facts were mended with those of an earlier text (see `mendFacts`): the
   * stretches of what was edited since then or seems to be new. All else is as certain as in a text without errors.
   */
  readonly stale?: readonly StaleSpan[];
}

/** A stretch whose facts are not those of the text that is there now. */
export interface StaleSpan extends Span {
  /** Nothing was known of it in the earlier text. */
  readonly isNew: boolean;
}

/** One module that a file imports, without what is imported for its types only. */
export interface ImportFact {
  readonly specifier: string;
  readonly span: Span;
  readonly names: readonly ImportedName[];
}

/** `imported` is `"default"`, `"*"` for a namespace, or the name in the other module. */
export interface ImportedName {
  readonly local: string;
  readonly imported: string;
  readonly span: Span;
}

/** `local`: a name of this file; `from`: one name of another module; `namespace`: `* as name`; `all`: `export *`. */
export type ExportFact =
  | { readonly kind: "local"; readonly name: string; readonly local: string; readonly span: Span }
  | {
      readonly kind: "from";
      readonly name: string;
      readonly imported: string;
      readonly specifier: string;
      readonly span: Span;
    }
  | { readonly kind: "namespace"; readonly name: string; readonly specifier: string; readonly span: Span }
  | { readonly kind: "all"; readonly specifier: string; readonly span: Span };

export interface BindingFact {
  /** The declared name, {@link defaultBinding} for `export default expression`, or `exports.name` for CommonJS. */
  readonly name: string;
  readonly mode: "const" | "let" | "var" | "function" | "class" | "enum" | "default";
  readonly nameSpan: Span;
  readonly value: Expression;
  /** The names of the top level that the declaration refers to, its functions' bodies included: `name`, or `name.member`. */
  readonly mentions: readonly string[];
}

/** A change of a name, or of what it holds: a list, an object, a map. */
export interface MutationFact {
  readonly name: string;
  readonly span: Span;
  /**
   * - `added`: elements that `push` or `unshift` adds at the top level
   * - `set`: a member that is given a value at the top level
   * - `grown`: something may have been added
   * - `changed`: anything may have happened
   * - `called`: it has a method called of which nothing is known
   * - `assigned`: the name itself is given another value; that of a constant is another one's that has its name
   */
  readonly change:
    | { readonly kind: "added"; readonly items: readonly ListItem[] }
    | { readonly kind: "set"; readonly key: string; readonly value: Expression }
    | { readonly kind: "grown" | "changed" | "called" | "assigned" };
  /** The names that what comes in may be made with, the changed one left out; {@link anyName} where it can be anything. */
  readonly mentions: readonly string[];
}

/** What is collected from the statements of a file. */
export interface Collected {
  readonly imports: ImportFact[];
  readonly exports: ExportFact[];
  readonly bindings: BindingFact[];
}

/** Stands among mentions for every name there is. */
export const anyName = "*";

export interface SyntaxErrorFact {
  readonly message: string;
  readonly span: Span;
}

/** The local name of `export default expression`; no declared name can hold asterisks. */
export const defaultBinding = "*default*";

/** Reads facts from a text; one implementation can stand in for another. It never throws. */
export interface FactExtractor {
  /** @param path tells the language by its extension (.ts .tsx .mts .cts .js .jsx .mjs .cjs .json); nothing else. */
  extract(path: string, text: string): FileFacts;
}
