// Compiles, or a type has gone wrong: `tsc -p runtime` judges this file. What must be an error
// stands behind @ts-expect-error.
import { asset } from "../assets/asset.ts";
import { AssetDep } from "../dependencies/assetDep.ts";
import { AssetIn } from "../dependencies/assetIn.ts";
import { BackfillPolicy } from "./backfillPolicy.ts";
import {
  AllPartitionMapping,
  DimensionPartitionMapping,
  IdentityPartitionMapping,
  LastPartitionMapping,
  LatestOverlappingTimeWindowPartitionMapping,
  MultiPartitionMapping,
  MultiToSingleDimensionPartitionMapping,
  type PartitionMapping,
  SpecificPartitionsPartitionMapping,
  StaticPartitionMapping,
  TimeWindowPartitionMapping,
} from "./partitionMapping.ts";

// Whatever makes a mapping can be given where one is taken, and so can its data.
const all: readonly PartitionMapping[] = [
  AllPartitionMapping(),
  IdentityPartitionMapping(),
  LastPartitionMapping(),
  LatestOverlappingTimeWindowPartitionMapping(),
  SpecificPartitionsPartitionMapping(["a"]),
  StaticPartitionMapping({ a: "b", c: ["d", "e"] }),
  TimeWindowPartitionMapping(),
  TimeWindowPartitionMapping({ startOffset: -1, endOffset: -1, allowNonexistentUpstreamPartitions: true }),
  MultiPartitionMapping({ day: DimensionPartitionMapping("week", TimeWindowPartitionMapping()) }),
  MultiToSingleDimensionPartitionMapping(),
  MultiToSingleDimensionPartitionMapping("day"),
  { kind: "timeWindow", startOffset: -1, endOffset: -1 },
];
for (const partitionMapping of all) {
  AssetDep("up", { partitionMapping });
  AssetIn({ partitionMapping });
}

// @ts-expect-error a mapping is one of those kinds
AssetDep("up", { partitionMapping: { kind: "some" } });
// @ts-expect-error an offset is a number
TimeWindowPartitionMapping({ startOffset: "-1" });
// @ts-expect-error the option does not exist
TimeWindowPartitionMapping({ start: -1 });
// @ts-expect-error a table holds keys
StaticPartitionMapping({ a: 1 });
// @ts-expect-error a dimension maps to a dimension, not to a mapping alone
MultiPartitionMapping({ day: TimeWindowPartitionMapping() });
// @ts-expect-error several keys are a list
SpecificPartitionsPartitionMapping("a");

asset({ backfillPolicy: BackfillPolicy.singleRun() }, () => 1);
asset({ backfillPolicy: BackfillPolicy.multiRun() }, () => 1);
asset({ backfillPolicy: BackfillPolicy.multiRun(30) }, () => 1);
// @ts-expect-error a policy is made by BackfillPolicy
asset({ backfillPolicy: "singleRun" }, () => 1);
// @ts-expect-error so many partitions are a number
BackfillPolicy.multiRun("30");
