import type { AutomationCondition } from "../automation/automationCondition.ts";
import type { PartitionsDefinition } from "../partitions/partitionsDefinition.ts";
import type { DependencyReference } from "./assetOptions.ts";

/** What `mergeAttributes()` takes (spec 3, AssetSpec). */
export interface AttributesToMerge {
  /** Appended; one that is there already stays as it is. */
  readonly deps?: readonly DependencyReference[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Appended. */
  readonly owners?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly kinds?: readonly string[];
}

type OrNothing<T> = { readonly [Name in keyof T]?: T[Name] | null };

/** What `replaceAttributes()` takes (spec 3, AssetSpec): what is left out stays, `null` takes away. */
export interface AttributesToReplace extends OrNothing<AttributesToMerge> {
  readonly key?: { readonly path: readonly string[] } | string | readonly string[];
  readonly description?: string | null;
  readonly skippable?: boolean;
  readonly groupName?: string | null;
  readonly codeVersion?: string | null;
  readonly automationCondition?: AutomationCondition | null;
  readonly partitionsDef?: PartitionsDefinition | null;
}

/** The options of what is only described, with further attributes. */
export function mergedOptions(
  options: Readonly<Record<string, unknown>>,
  further: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...options };
  for (const [name, value] of Object.entries(further)) {
    const before = options[name] ?? undefined;
    if (value === undefined) continue;
    if (Array.isArray(before) && Array.isArray(value)) merged[name] = [...before, ...value];
    else if (isEntries(before) && isEntries(value)) merged[name] = { ...before, ...value };
    else merged[name] = value;
  }
  return merged;
}

function isEntries(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
