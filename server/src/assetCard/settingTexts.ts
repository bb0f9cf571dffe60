import {
  type AutomationConditionData,
  checkAutomationCondition,
  conditionWords,
  holdsUnknown,
  isUnknown,
  type PartitionsDefinitionData,
} from "@headwater/model";

const mostKeys = 5;

/** A partitions definition in words: `daily from 2024-01-01`, `static: a, b, c`, `date: daily from 2024-01-01 × region: static: eu, us`. */
export function partitionsText(definition: PartitionsDefinitionData): string {
  switch (definition.kind) {
    case "static": {
      const { partitionKeys } = definition;
      if (!Array.isArray(partitionKeys)) return "static";
      const keys = partitionKeys.filter((key) => typeof key === "string");
      const more = partitionKeys.length > mostKeys ? ` and ${partitionKeys.length - mostKeys} more` : "";
      return `static: ${keys.slice(0, mostKeys).join(", ")}${more}`;
    }
    case "dynamic":
      return typeof definition.name === "string" ? `dynamic: ${definition.name}` : "dynamic";
    case "multi": {
      const { dimensions } = definition;
      if (typeof dimensions !== "object" || dimensions === null) return "multi";
      const texts = Object.entries(dimensions).map(([dimension, each]) =>
        isPartitions(each) ? `${dimension}: ${partitionsText(each)}` : dimension,
      );
      return texts.join(" × ");
    }
    default: {
      const { kind, startDate, endDate, cron, timezone } = definition;
      const zone = typeof timezone === "string" && timezone !== "UTC" ? ` (${timezone})` : "";
      const what = kind === "timeWindow" ? (typeof cron === "string" ? `time windows of ${cron}` : "time windows") : kind;
      const from = typeof startDate === "string" ? ` from ${startDate}` : "";
      const to = typeof endDate === "string" ? ` to ${endDate}` : "";
      return what + from + to + zone;
    }
  }
}

/** An automation condition in words, as far as the analysis knows what it is made of. */
export function automationText(condition: unknown): string | undefined {
  if (typeof condition !== "object" || condition === null || !("kind" in condition)) return undefined;
  const { kind } = condition;
  if ("label" in condition && typeof condition.label === "string") return condition.label;
  if (kind === "eager") return "eager";
  if (kind === "onMissing") return "on missing";
  if (kind !== "onCron") {
    const isRight = checkAutomationCondition(condition, []).every(({ severity }) => severity !== "error");
    return isRight && !holdsUnknown(condition) ? conditionWords(condition as AutomationConditionData) : undefined;
  }
  if (!("cron" in condition) || typeof condition.cron !== "string") return undefined;
  const zone = "timezone" in condition && typeof condition.timezone === "string" ? ` (${condition.timezone})` : "";
  return `on cron ${condition.cron}${zone}`;
}

function isPartitions(value: unknown): value is PartitionsDefinitionData {
  return !isUnknown(value) && typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string";
}
