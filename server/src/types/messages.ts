import type { MadeRegistry, RegistrySource, RememberedTypes, TypeEdge, TypeVerdict } from "@headwater/analysis";

/** What the thread that compares types is given when it starts. */
export interface TypesThreadData {
  readonly isTypesThread: true;
  /** The file with the compiler's own declarations; absent where they stand beside the compiler. */
  readonly libraries?: string;
  /** Present for a thread that makes one registry and ends: it answers with it. */
  readonly registry?: RegistryQuestion;
}

/** What a registry is to be made from. */
export interface RegistryQuestion {
  readonly root: string;
  readonly source: RegistrySource;
  readonly remembered: RememberedTypes;
}

/** What such a thread answers. */
export interface RegistryAnswer {
  readonly made: MadeRegistry;
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
