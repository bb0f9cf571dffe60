import type { Finding } from "../findings/finding.ts";

/** A finding about one of the given specs. */
export interface GraphFinding extends Finding {
  /** The index of the spec that the finding is about. */
  readonly subject: number;
  /** Other specs that take part, each with what it does; at most ten. */
  readonly related: readonly { readonly subject: number; readonly message: string }[];
}

/** More would make 10,000 declarations of one key, or a ring of 10,000 assets, take 100,000,000 of them. */
export const mostRelated = 10;

/** Takes a finding about the spec of the given index. */
export type Report = (subject: number, made: Finding, related?: GraphFinding["related"]) => void;
