import type { CheckId } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";

/** An asset or a check: what has an automation condition. */
export type EntityId = KeyId | CheckId;

/** What happened, as far as automation conditions ask for it (spec 6.1). */
export type AutomationFact = {
  /** Grows from fact to fact. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
} & (
  | {
      readonly type: "runPlanned";
      readonly runId: string;
      readonly targets: readonly FactTarget[];
      readonly checks?: readonly CheckId[];
      readonly tags?: Readonly<Record<string, string>>;
    }
  | { readonly type: "runEnded"; readonly runId: string; readonly outcome: "success" | "failure" | "canceled" }
  | ({
      readonly type: "materialized" | "observed";
      /** Left out for what was reported from elsewhere. */
      readonly runId?: string;
      readonly dataVersion?: string;
      /** The code version that it was made with; left out where it is not known. */
      readonly codeVersion?: string;
    } & FactTarget)
  | { readonly type: "checkEvaluated"; readonly check: CheckId; readonly passed: boolean; readonly runId?: string }
  /** What is known of the asset is forgotten, or of some of its partitions, if any are given. */
  | ({ readonly type: "wiped" } & FactTarget)
  | { readonly type: "backfillRequested"; readonly backfillId: string; readonly targets: readonly FactTarget[] }
  | { readonly type: "backfillEnded"; readonly backfillId: string }
);

/** An asset or some of its partitions. */
export interface FactTarget {
  readonly asset: KeyId;
  /** Left out for an asset without partitions. */
  readonly partitions?: readonly string[];
}
