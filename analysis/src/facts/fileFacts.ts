import type { Expression, ListItem } from "./expression.ts";
import type { Span } from "./span.ts";

/**
 * Everything that the analysis keeps of a file: a pure function of its text (invariant 4). It holds no path, so files
 * with the same text share their facts.
 */
export interface FileFacts {
  /** Of the text; see `contentHash`. */
  readonly hash: string;
  readonly lineStarts: readonly number[];
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  /** Top-level declarations that have a value. */
  readonly bindings: readonly BindingFact[];
  /** Names that are assigned somewhere after their declaration, whatever the scope. */
  readonly assigned: readonly string[];
  /** Places where the content of a name is changed, whatever the scope, in the order of the text. */
  readonly mutations: readonly MutationFact[];
  readonly syntaxErrors: readonly SyntaxErrorFact[];
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
}

/** A change of a list or object. `added` are the elements that a `push` or `unshift` at the top level adds. */
export interface MutationFact {
  readonly name: string;
  readonly span: Span;
  readonly added?: readonly ListItem[];
}

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
