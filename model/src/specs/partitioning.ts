import { type Finding, finding } from "../findings/finding.ts";
import type { PartitionsDefinitionData } from "../partitions/definition.ts";
import { checkOptionNames, describe, isRecord } from "./options.ts";
import { objectOrNothing } from "./optionValues.ts";
import { isUnknown } from "./unknown.ts";

/** How a backfill is cut into runs (spec 5.6): each contiguous range at once, or in runs of at most so many partitions. */
export type BackfillPolicyData =
  | { readonly kind: "singleRun" }
  | {
      readonly kind: "multiRun";
      /** A whole number from 1. */
      readonly maxPartitionsPerRun: number;
    };

/** What a declaration says of how its asset is divided and computed. */
export interface Partitioning {
  readonly partitionsDef?: PartitionsDefinitionData;
  readonly partitionsDefUnknown?: boolean;
  readonly backfillPolicy?: BackfillPolicyData;
}

/** What is right and known of the options. */
export function partitioningOf(partitionsDef: unknown, backfillPolicy?: unknown): Partitioning {
  const known = objectOrNothing<PartitionsDefinitionData>(partitionsDef);
  const policy = backfillPolicyOf(backfillPolicy);
  return {
    ...(isUnknown(partitionsDef) ? { partitionsDefUnknown: true } : known === undefined ? {} : { partitionsDef: known }),
    ...(policy === undefined ? {} : { backfillPolicy: policy }),
  };
}

function backfillPolicyOf(policy: unknown): BackfillPolicyData | undefined {
  if (!isRecord(policy) || checkPolicy(policy).length > 0) return undefined;
  const { kind, maxPartitionsPerRun } = policy;
  if (kind === "singleRun") return { kind };
  const isKnown = kind === "multiRun" && typeof maxPartitionsPerRun === "number";
  return isKnown ? { kind, maxPartitionsPerRun } : undefined;
}

/** Spec 1.2 and 5.6: a policy counts partitions, so an asset without any is computed in one run. */
export function checkBackfillPolicy(policy: unknown, partitionsDef: unknown): Finding[] {
  if (!isRecord(policy)) return [];
  const findings = checkPolicy(policy);
  if (findings.length > 0 || policy.kind !== "multiRun" || partitionsDef !== undefined) return findings;
  const message =
    "BackfillPolicy.multiRun() cuts partitions into runs, but there are none: give a partitionsDef, or take BackfillPolicy.singleRun().";
  return [finding("multi-run-without-partitions", message, ["backfillPolicy"])];
}

function checkPolicy(policy: Readonly<Record<string, unknown>>): Finding[] {
  const { kind, maxPartitionsPerRun: most } = policy;
  const path = ["backfillPolicy"];
  if (isUnknown(kind)) return [];
  if (kind !== "singleRun" && kind !== "multiRun") {
    const message = `backfillPolicy takes BackfillPolicy.singleRun() or BackfillPolicy.multiRun(…), not ${describe(policy)} of the kind ${describe(kind)}.`;
    return [finding("invalid-option", message, path)];
  }
  const takes = kind === "multiRun" ? ["kind", "maxPartitionsPerRun"] : ["kind"];
  const findings = checkOptionNames(policy, `BackfillPolicy.${kind}()`, takes, path);
  if (kind === "singleRun" || isUnknown(most) || (Number.isSafeInteger(most) && (most as number) >= 1)) return findings;
  const message = `BackfillPolicy.multiRun() takes the most partitions of a run, a whole number from 1, not ${describe(most)}.`;
  return [...findings, finding("invalid-option", message, [...path, "maxPartitionsPerRun"])];
}
