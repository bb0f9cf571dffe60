/** A recorded fact: what is given, and what the model makes of it. */
export interface Case {
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: each table has fields of its own, which its `schema` explains.
  readonly given: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly expect: any;
  /** True where a port to another language may answer differently. */
  readonly languageSpecific?: boolean;
}

export interface Table {
  readonly about: string;
  readonly cases: readonly Case[];
  // biome-ignore lint/suspicious/noExplicitAny: what several cases share, as the table's `schema` explains.
  readonly [shared: string]: any;
}

/** What the product answers, under the same names as in `expect`. A name that is missing counts as not implemented. */
export type Got = Readonly<Record<string, unknown>>;

/** Asks the product, through its public functions, what a case asks. Knows rules and no case. */
export interface Adapter {
  run(test: Case, table: Table): Got | Promise<Got>;
  /** Fields of `expect` whose lists have no order. */
  readonly unordered?: readonly string[];
  /** How a field agrees where equality does not say it. `error` agrees by its category: messages are our own. */
  readonly agrees?: Readonly<Record<string, (expected: unknown, got: unknown, test: Case) => boolean>>;
  /** Fields of `expect` that explain and ask nothing. */
  readonly remarks?: readonly string[];
}

/** Thrown by an adapter for a case that the product has no answer to. */
export class NotImplemented extends Error {
  override readonly name = "NotImplemented";
}
