import type { BackfillPolicyData } from "@headwater/model";

/** How a backfill, which computes many partitions, is cut into runs (spec 5.6): plain data. */
export type BackfillPolicy = BackfillPolicyData;

/** Makes backfill policies (spec 5.6). */
export const BackfillPolicy = {
  /** One run for each contiguous range of partitions; an asset without partitions is computed so anyway. */
  singleRun(): BackfillPolicy {
    return { kind: "singleRun" };
  },
  /**
   * Each contiguous range in runs of at most so many partitions. Only for an asset with partitions
   * (`multi-run-without-partitions`).
   *
   * @param maxPartitionsPerRun a whole number from 1; 1 if left out. Anything else is reported by the `asset()` that takes
   *   it (`invalid-option`)
   */
  multiRun(maxPartitionsPerRun = 1): BackfillPolicy {
    return { kind: "multiRun", maxPartitionsPerRun };
  },
};
