import type { TypeEdge, TypeVerdict } from "@headwater/analysis";

/** What the thread that compares types is given when it starts. */
export interface TypesThreadData {
  readonly isTypesThread: true;
  /** The file with the compiler's own declarations; absent where they stand beside the compiler. */
  readonly libraries?: string;
}

/** A question to the thread. */
export interface TypesQuestion {
  readonly id: number;
  readonly edges: readonly TypeEdge[];
  /** The texts of open files as far as they have changed since the last question; null for those that were closed. */
  readonly texts: readonly (readonly [path: string, text: string | null])[];
  /** One number, which becomes 1 when nobody waits for the answer any more. */
  readonly canceled: SharedArrayBuffer;
}

/** The thread's answer. */
export interface TypesAnswer {
  readonly id: number;
  /** Absent where it was canceled. */
  readonly verdicts?: readonly TypeVerdict[];
}
