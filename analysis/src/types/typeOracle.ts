import type { Span } from "../facts/span.ts";

/** A stretch of a file, whose path is absolute with forward slashes. */
export interface FilePlace extends Span {
  readonly file: string;
}

/** The call that declares an asset; `output` names which one of several. */
export interface OutputPlace extends FilePlace {
  readonly output?: string;
}

/** The way of a value from the asset that gives it to the function that takes it. Plain data. */
export interface TypeEdge {
  readonly upstream: OutputPlace;
  /** The call that declares the downstream asset. */
  readonly downstream: FilePlace;
  readonly input: {
    readonly name: string;
    /** The property of the destructured parameter, or in the call what stands for the function. */
    readonly place: Span;
    /** What names the upstream in `ins`. */
    readonly reference?: Span;
  };
}

/**
 * What is known of an edge.
 *
 * - `fits`: what the upstream gives can be handed to the parameter
 * - `mismatch`: it cannot, and nobody else says so
 * - `told`: it cannot, and the compiler reports that at the call itself
 * - `unknown`: a type is not known or not annotated, so nobody is accused
 */
export type TypeVerdict =
  | { readonly kind: "fits" | "told" | "unknown" }
  | { readonly kind: "mismatch"; readonly upstreamType: string; readonly inputType: string };

/** Compares the types at the two ends of edges. One implementation can stand in for another. */
export interface TypeOracle {
  /**
   * @param texts the texts of files that are other than on the disk, by their absolute paths
   * @returns one verdict for each edge, in their order; undefined where the comparison was given up
   */
  compare(
    edges: readonly TypeEdge[],
    texts: ReadonlyMap<string, string>,
    signal: AbortSignal,
  ): Promise<readonly TypeVerdict[] | undefined>;
  /** Lets go of all that it holds. It can be asked again afterwards. */
  dispose(): void;
}

/** Says nothing of an edge. */
export const unknownVerdict: TypeVerdict = { kind: "unknown" };
