import { finding } from "../findings/finding.ts";
import { quoteKey } from "../findings/quote.ts";
import { sameKey } from "../keys/assetKey.ts";
import { checkPartitionMapping } from "../partitions/mappings/checkMapping.ts";
import { checkMappingData } from "../partitions/mappings/checkMappingData.ts";
import type { AssetDependency, AssetSpec } from "../specs/declaration.ts";
import { UNKNOWN } from "../specs/unknown.ts";
import type { Report } from "./graphFinding.ts";

/**
 * Reports a dependency whose partitions cannot be mapped (spec 5.5). What is only described computes nothing, so nothing
 * of it has to map, and an asset that depends on itself has a rule of its own (spec 2.6). Takes no time where the upstream
 * has no partitions.
 */
export function reportMapping(
  subject: number,
  dependency: AssetDependency,
  upstream: AssetSpec,
  downstream: AssetSpec,
  report: Report,
): void {
  if (upstream.partitionsDef === undefined || !downstream.materializable || sameKey(upstream.key, downstream.key)) return;
  const mapping = dependency.partitionMappingUnknown ? UNKNOWN : dependency.partitionMapping;
  // What is no mapping was reported where it was declared.
  if (checkMappingData(mapping, []).length > 0) return;
  const problems = checkPartitionMapping(
    mapping,
    upstream.partitionsDef,
    downstream.partitionsDefUnknown ? UNKNOWN : downstream.partitionsDef,
    { upstream: quoteKey(upstream.key), downstream: quoteKey(downstream.key) },
  );
  for (const { code, message, suggestions } of problems) {
    report(subject, finding(code, message, dependency.declaredAt, suggestions));
  }
}
