import { type Finding, finding } from "../findings/finding.ts";
import { quote } from "../findings/quote.ts";
import { stepNameOf } from "../keys/assetKey.ts";
import { checksOf } from "./checks.ts";
import type { AssetDeclaration, AssetSpec } from "./declaration.ts";
import { dependenciesOf } from "./dependencies.ts";
import { identityOf } from "./identity.ts";
import { checkGroupName, checkKinds, checkOwners, checkTags, defaultGroupName, kindsOfTags, kindTagPrefix } from "./labels.ts";
import { metadataOf } from "./metadata.ts";
import { checkOptionKinds, givenOptions } from "./options.ts";
import type { PartitionsDefinitionData } from "./partitions.ts";
import { checkRetryPolicy, retryPolicyOf } from "./retryPolicy.ts";
import { isUnknown } from "./unknown.ts";

/** What the rules make of a declaration. */
export interface CheckedDeclaration {
  /** Absent where the key is wrong or cannot be known. */
  readonly spec?: AssetSpec;
  /** True where only the key's value is missing: it exists, but cannot be known without running the code. */
  readonly keyUnknown: boolean;
  /** Everything that is wrong, all at once, in the order of the options. */
  readonly findings: readonly Finding[];
}

/** The I/O manager of an asset that names none. */
export const defaultIoManagerKey = "ioManager";

const concurrencyTag = "dagster/concurrency_key";

/** Applies every declaration rule of spec section 1 and 2.1 to 2.3 to one `asset()` call. */
export function checkAssetDeclaration(given: AssetDeclaration): CheckedDeclaration {
  const options = givenOptions(given.options, given.optionsIncomplete === true);
  const declaration = { ...given, options };
  const kinds = checkOptionKinds(options);
  const identity = identityOf(declaration);
  const dependencies = dependenciesOf(declaration, identity.key);
  const checks = checksOf(options.checkSpecs, identity.key);
  const findings = [
    ...kinds,
    ...identity.findings,
    ...dependencies.findings,
    ...checkGroupName(options.groupName, ["groupName"]),
    ...checkTags(options.tags, ["tags"]),
    ...checkKinds(options.kinds, options.tags, ["kinds"]),
    ...checkOwners(options.owners, ["owners"]),
    ...checkRetryPolicy(options.retryPolicy, ["retryPolicy"]),
    ...checkPool(options.pool, options.opTags),
    ...checkJson(options.opTags),
    ...checks.findings,
  ];
  const { key } = identity;
  if (key === undefined) return { keyUnknown: false, findings };
  if (isUnknown(key)) return { keyUnknown: true, findings };
  const userTags = textEntries(options.tags);
  const ownKinds = [...new Set([...texts(options.kinds), ...kindsOfTags(userTags)])];
  const spec: AssetSpec = {
    key,
    stepName: stepNameOf(key),
    materializable: true,
    deps: dependencies.deps,
    depsIncomplete: dependencies.incomplete,
    groupName: text(options.groupName) || defaultGroupName,
    metadata: metadataOf(options.metadata),
    tags: { ...userTags, ...Object.fromEntries(ownKinds.map((kind) => [kindTagPrefix + kind, ""])) },
    kinds: ownKinds,
    owners: texts(options.owners),
    ioManagerKey: text(options.ioManagerKey) ?? defaultIoManagerKey,
    requiredResourceKeys: [...new Set([...texts(options.requiredResourceKeys), ...dependencies.resources])],
    opTags: Object.fromEntries(Object.entries(entriesOf(options.opTags)).filter(([, value]) => !isUnknown(value))),
    outputRequired: options.outputRequired !== false,
    checks: checks.checks,
    ...(isUnknown(options.groupName) ? { groupNameUnknown: true } : {}),
    ...optional("description", text(options.description)),
    ...optional("codeVersion", text(options.codeVersion)),
    ...optional("pool", text(options.pool)),
    ...optional("retryPolicy", retryPolicyOf(options.retryPolicy)),
    ...optional("partitionsDef", objectOrNothing<PartitionsDefinitionData>(options.partitionsDef)),
    ...optional("automationCondition", objectOrNothing<object>(options.automationCondition)),
  };
  return { spec, keyUnknown: false, findings };
}

/** Spec 1.8: a pool and the tag that used to name it must agree. */
function checkPool(pool: unknown, opTags: unknown): Finding[] {
  const tag = entriesOf(opTags)[concurrencyTag];
  if (typeof pool !== "string" || typeof tag !== "string" || pool === tag) return [];
  const message = `pool is ${quote(pool)}, but opTags["${concurrencyTag}"] is ${quote(tag)}: keep pool alone.`;
  return [finding("pool-conflict", message, ["pool"])];
}

/** Spec 1.2: op tags outlive the process, so each must come back from JSON as it went in. */
function checkJson(opTags: unknown): Finding[] {
  return Object.entries(entriesOf(opTags)).flatMap(([key, value]) =>
    isUnknown(value) || survivesJson(value)
      ? []
      : finding(
          "invalid-option",
          `opTags[${quote(key)}] holds a value that JSON cannot hold: use texts, numbers, booleans, lists and plain objects.`,
          ["opTags", key],
        ),
  );
}

function survivesJson(value: unknown): boolean {
  const seen = new Set<unknown>();
  const parts = [value];
  while (parts.length > 0) {
    const part = parts.pop();
    if (part === null || typeof part === "string" || typeof part === "boolean" || isUnknown(part)) continue;
    if (typeof part === "number" && Number.isFinite(part)) continue;
    if (typeof part !== "object") return false;
    const prototype: unknown = Object.getPrototypeOf(part);
    if (!Array.isArray(part) && prototype !== Object.prototype && prototype !== null) return false;
    if (seen.has(part)) continue;
    seen.add(part);
    // A copy of a list has undefined in place of each hole.
    for (const inner of Array.isArray(part) ? [...part] : Object.values(part)) parts.push(inner);
  }
  return !holdsItself(value);
}

function holdsItself(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return false;
  } catch {
    return true;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function entriesOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function textEntries(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entriesOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function objectOrNothing<T extends object>(value: unknown): T | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as T) : undefined;
}

function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: V });
}
