import { checkAutomationCondition } from "../automation/checkCondition.ts";
import type { DeclarationPath, Finding } from "../findings/finding.ts";
import { checkPartitionsDefinition } from "../partitions/checkDefinition.ts";
import type { AssetSpec } from "./declaration.ts";
import { checkGroupName, checkKinds, checkOwners, checkTags, defaultGroupName, kindsOfTags, kindTagPrefix } from "./labels.ts";
import { metadataOf } from "./metadata.ts";
import { isRecord } from "./options.ts";
import { objectOrNothing, optional, text, textEntries, texts, within } from "./optionValues.ts";
import { isUnknown } from "./unknown.ts";

/** What describes an asset, whichever step computes it. */
export type Attributes = Pick<
  AssetSpec,
  | "groupName"
  | "groupNameUnknown"
  | "labelsUnknown"
  | "description"
  | "metadata"
  | "tags"
  | "kinds"
  | "owners"
  | "codeVersion"
  | "codeVersionUnknown"
  | "automationCondition"
>;

/** What is wrong with the options that describe an asset (spec 1.3 to 1.5, 5.1 to 5.4), where they stand at `path`. */
export function checkAttributes(options: Readonly<Record<string, unknown>>, path: DeclarationPath = []): Finding[] {
  return [
    ...checkGroupName(options.groupName, [...path, "groupName"]),
    ...checkTags(options.tags, [...path, "tags"]),
    ...checkKinds(options.kinds, options.tags, [...path, "kinds"]),
    ...checkOwners(options.owners, [...path, "owners"]),
    ...checkAutomationCondition(options.automationCondition, [...path, "automationCondition"]),
    ...checkPartitionsOption(options.partitionsDef, [...path, "partitionsDef"]),
  ];
}

/** What is wrong with the partitions that are given (spec 5.1 to 5.4). That they are an object is another rule's. */
export function checkPartitionsOption(partitionsDef: unknown, path: DeclarationPath): Finding[] {
  return isRecord(partitionsDef) ? within(path, checkPartitionsDefinition(partitionsDef)) : [];
}

/** What is right and known of the options that describe an asset. */
export function attributesOf(options: Readonly<Record<string, unknown>>): Attributes {
  return {
    groupName: text(options.groupName) || defaultGroupName,
    ...(isUnknown(options.groupName) ? { groupNameUnknown: true } : {}),
    ...(isUnknown(options.partitionsDef) || [options.tags, options.kinds, options.owners].some(holdsUnknown)
      ? { labelsUnknown: true }
      : {}),
    ...optional("description", text(options.description)),
    metadata: metadataOf(options.metadata),
    ...labelsOf(textEntries(options.tags), texts(options.kinds)),
    owners: texts(options.owners),
    ...optional("codeVersion", text(options.codeVersion)),
    ...(isUnknown(options.codeVersion) ? { codeVersionUnknown: true } : {}),
    ...optional("automationCondition", objectOrNothing<object>(options.automationCondition)),
  };
}

/** Spec 1.3: kinds are tags, and tags of their prefix are kinds. */
export function labelsOf(
  tags: Readonly<Record<string, string>>,
  kinds: readonly string[],
): { readonly tags: Record<string, string>; readonly kinds: string[] } {
  const all = [...new Set([...kinds, ...kindsOfTags(tags)])];
  return { tags: { ...tags, ...Object.fromEntries(all.map((kind) => [kindTagPrefix + kind, ""])) }, kinds: all };
}

/** Whether a value, or one in it, is not known. */
function holdsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(isUnknown);
}
