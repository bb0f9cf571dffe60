import type { Span } from "./span.ts";

/**
 * An expression as the constant evaluator needs it: what a syntax tree says, without the tree. Type assertions,
 * `satisfies`, non-null marks and parentheses are peeled off.
 */
export type Expression =
  | LiteralExpression
  | TemplateExpression
  | BinaryExpression
  | UnaryExpression
  | ConditionalExpression
  | ArrayExpression
  | ObjectExpression
  | IdentifierExpression
  | MemberExpression
  | ElementExpression
  | CallExpression
  | FunctionExpression
  | EnumExpression
  | RequireExpression
  | UnknownExpression;

export interface LiteralExpression {
  readonly kind: "literal";
  readonly value: string | number | bigint | boolean | null | undefined;
  readonly span: Span;
}

/** A template without a tag: `texts` has one element more than `parts`. */
export interface TemplateExpression {
  readonly kind: "template";
  readonly texts: readonly string[];
  readonly parts: readonly Expression[];
  readonly span: Span;
}

export interface BinaryExpression {
  readonly kind: "binary";
  readonly operator: "+" | "??" | "||" | "&&" | "===" | "!==";
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

export interface UnaryExpression {
  readonly kind: "unary";
  readonly operator: "-" | "+" | "!";
  readonly operand: Expression;
  readonly span: Span;
}

export interface ConditionalExpression {
  readonly kind: "conditional";
  readonly test: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
  readonly span: Span;
}

/** An element of an array or an argument of a call. `span` includes the three dots of a spread. */
export interface ListItem {
  readonly spread: boolean;
  readonly value: Expression;
  readonly span: Span;
}

export interface ArrayExpression {
  readonly kind: "array";
  readonly items: readonly ListItem[];
  readonly span: Span;
}

/** A member of an object literal. A computed key is an expression; a spread has neither key nor key span. */
export type PropertyItem =
  | {
      readonly kind: "property";
      readonly key: string | Expression;
      readonly keySpan: Span;
      readonly value: Expression;
      readonly span: Span;
    }
  | { readonly kind: "spread"; readonly value: Expression; readonly span: Span };

export interface ObjectExpression {
  readonly kind: "object";
  readonly properties: readonly PropertyItem[];
  readonly span: Span;
}

export interface IdentifierExpression {
  readonly kind: "identifier";
  readonly name: string;
  readonly span: Span;
}

/** `object.name`. */
export interface MemberExpression {
  readonly kind: "member";
  readonly object: Expression;
  readonly name: string;
  readonly span: Span;
}

/** `object[index]`. */
export interface ElementExpression {
  readonly kind: "element";
  readonly object: Expression;
  readonly index: Expression;
  readonly span: Span;
}

export interface CallExpression {
  readonly kind: "call";
  readonly callee: Expression;
  readonly args: readonly ListItem[];
  readonly span: Span;
}

/** A function of any kind. Its body is kept only where calling it could be evaluated. */
export interface FunctionExpression {
  readonly kind: "function";
  /** What the function's `name` is when it runs: its own, or that of the constant or property it is the value of. */
  readonly name?: string;
  /** Where its own name stands; absent when the name comes from a constant or property. */
  readonly nameSpan?: Span;
  readonly parameters: readonly Parameter[];
  readonly body?: FunctionBody;
  /** The names of the top level that it refers to: they say whether a call that cannot be evaluated may make assets. */
  readonly mentions: readonly string[];
  readonly span: Span;
}

/** A body that is one expression, or constants and functions with one `return` at the end. Functions come first. */
export interface FunctionBody {
  readonly locals: readonly { readonly target: Pattern; readonly value: Expression }[];
  readonly result: Expression;
}

export interface Parameter {
  readonly target: Pattern;
  readonly fallback?: Expression;
  /** True for `...rest`. */
  readonly rest: boolean;
  /** From the name or brace to the end of the pattern, without the type. */
  readonly span: Span;
}

/** What a parameter or declaration binds. */
export type Pattern =
  | { readonly kind: "name"; readonly name: string; readonly span: Span }
  | {
      readonly kind: "object";
      readonly properties: readonly PatternProperty[];
      readonly rest?: { readonly name: string; readonly span: Span };
      readonly span: Span;
    }
  | { readonly kind: "array"; readonly items: readonly (PatternItem | undefined)[]; readonly text: string; readonly span: Span };

/** One element of an array pattern. */
export interface PatternItem {
  readonly target: Pattern;
  readonly fallback?: Expression;
  /** True for `...rest`. */
  readonly rest: boolean;
}

/** One property of an object pattern. `key` is absent when it is computed. */
export interface PatternProperty {
  readonly key?: string;
  readonly keySpan: Span;
  readonly target: Pattern;
  readonly fallback?: Expression;
}

export interface EnumExpression {
  readonly kind: "enum";
  readonly members: readonly { readonly name: string; readonly value?: Expression; readonly span: Span }[];
  readonly span: Span;
}

/** `require("specifier")` or `await import("specifier")`: all that a module exports. */
export interface RequireExpression {
  readonly kind: "require";
  readonly specifier: string;
  readonly span: Span;
}

/** What the evaluator does not follow. */
export interface UnknownExpression {
  readonly kind: "unknown";
  /** What it is, fit to follow "because it is": "the result of await". */
  readonly reason: string;
  readonly mentions: readonly string[];
  /** It is an instance of a class: neither an asset nor a list, though its members may be. */
  readonly isInstance?: boolean;
  readonly span: Span;
}
