import { type Finding, finding } from "../findings/finding.ts";
import { keyAsCode, quoteKey } from "../findings/quote.ts";
import { keyId, stepNameOf } from "../keys/assetKey.ts";
import { attributesOf, checkAttributes, labelsOf } from "./attributes.ts";
import type { AssetDependency, AssetSpec } from "./declaration.ts";
import { checkSelf, dependencyOn, upstreamOf } from "./dependencies.ts";
import { readDeps } from "./deps.ts";
import { assetSpecOptions } from "./familyOptions.ts";
import { type Identity, identityOf, readKey } from "./identity.ts";
import { checkKinds, checkTags, kindTagPrefix } from "./labels.ts";
import { mayBeSame } from "./mayBeSame.ts";
import { checkOptionKinds, type OptionTable } from "./options.ts";
import { optional, textEntries, texts } from "./optionValues.ts";
import { partitioningOf } from "./partitioning.ts";
import { isUnknown, UNKNOWN } from "./unknown.ts";

/** An asset with other attributes, and what is wrong with these. */
export interface ChangedSpec {
  readonly spec: AssetSpec;
  readonly findings: readonly Finding[];
}

const { deps, metadata, owners, tags, kinds } = assetSpecOptions;
const replaceTable: OptionTable = { caller: "replaceAttributes()", takes: assetSpecOptions };
const mergeTable: OptionTable = { caller: "mergeAttributes()", takes: { deps, metadata, owners, tags, kinds } };

/**
 * An asset with attributes in place of those that it has (spec 3, AssetSpec): those that are left out or `undefined`
 * stay, `null` takes away. Kinds and tags are replaced apart, although kinds are kept as tags.
 */
export function replaceAttributes(spec: AssetSpec, attributes: Readonly<Record<string, unknown>>): ChangedSpec {
  return changeAttributes(spec, "replace", attributes, false);
}

/**
 * An asset with further attributes (spec 3, AssetSpec): dependencies and owners are appended, metadata, tags and kinds
 * are added, and take the place of those of the same name.
 */
export function mergeAttributes(spec: AssetSpec, attributes: Readonly<Record<string, unknown>>): ChangedSpec {
  return changeAttributes(spec, "merge", attributes, false);
}

/** As {@link replaceAttributes} and {@link mergeAttributes}. `fixedDeps`: the asset takes no other dependencies. */
export function changeAttributes(
  spec: AssetSpec,
  kind: "replace" | "merge",
  given: Readonly<Record<string, unknown>>,
  fixedDeps: boolean,
): ChangedSpec {
  const attributes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const table = kind === "replace" ? replaceTable : mergeTable;
  const dependencies = changeDeps(spec, kind, attributes.deps, fixedDeps);
  const findings = [...checkOptionKinds(attributes, table), ...dependencies.findings];
  const changed = kind === "replace" ? replaced(spec, attributes) : merged(spec, attributes);
  findings.push(
    ...checkAttributes({ ...attributes, kinds: undefined, tags: undefined }),
    ...checkTags(attributes.tags, ["tags"]),
  );
  // Kinds are counted as a whole: those that were there, and those among the tags.
  if (attributes.kinds !== undefined || attributes.tags !== undefined)
    findings.push(...checkKinds(changed.kinds, undefined, ["kinds"]));
  const key = attributes.key === undefined ? undefined : readNewKey(attributes.key, spec.materializable);
  findings.push(...(key?.findings ?? []));
  const newKey = key?.key === undefined || isUnknown(key.key) ? spec.key : key.key;
  if (attributes.deps !== undefined || attributes.partitionsDef !== undefined || key !== undefined) {
    const partitionsDef = changed.partitionsDefUnknown ? UNKNOWN : changed.partitionsDef;
    findings.push(...checkSelf(dependencies.deps.map(upstreamOf), newKey, partitionsDef));
  }
  const stepName = spec.unit === undefined ? stepNameOf(newKey) : spec.stepName;
  return { spec: { ...changed, key: newKey, stepName, deps: dependencies.deps }, findings };
}

/** The key of what is computed names a step; that of what others make may hold anything (spec 1.1). */
function readNewKey(key: unknown, isComputed: boolean): Identity {
  if (!isComputed) return readKey(key, ["key"]);
  return identityOf({ options: { key }, nameRequired: true, parameters: { kind: "none" }, resourceKeys: new Set() });
}

function replaced(spec: AssetSpec, attributes: Readonly<Record<string, unknown>>): AssetSpec {
  const given = (name: string) => Object.hasOwn(attributes, name);
  const fresh = attributesOf(attributes);
  const { description, codeVersion, codeVersionUnknown, automationCondition, partitionsDef, partitionsDefUnknown, ...others } =
    spec;
  return {
    ...others,
    groupName: given("groupName") ? fresh.groupName : spec.groupName,
    ...(fresh.groupNameUnknown ? { groupNameUnknown: true } : {}),
    ...(fresh.labelsUnknown ? { labelsUnknown: true } : {}),
    metadata: given("metadata") ? fresh.metadata : spec.metadata,
    owners: given("owners") ? fresh.owners : spec.owners,
    ...labelsOf(
      given("tags") ? textEntries(attributes.tags) : plainTags(spec),
      given("kinds") ? texts(attributes.kinds) : spec.kinds,
    ),
    outputRequired: given("skippable") ? attributes.skippable !== true : spec.outputRequired,
    ...optional("description", given("description") ? fresh.description : description),
    ...optional("codeVersion", given("codeVersion") ? fresh.codeVersion : codeVersion),
    ...optional("codeVersionUnknown", given("codeVersion") ? fresh.codeVersionUnknown : codeVersionUnknown),
    ...optional("automationCondition", given("automationCondition") ? fresh.automationCondition : automationCondition),
    ...partitioningOf(given("partitionsDef") ? attributes.partitionsDef : partitionsDefUnknown ? UNKNOWN : partitionsDef),
  };
}

function merged(spec: AssetSpec, attributes: Readonly<Record<string, unknown>>): AssetSpec {
  const further = attributesOf(attributes);
  return {
    ...spec,
    ...(further.labelsUnknown ? { labelsUnknown: true } : {}),
    metadata: { ...spec.metadata, ...further.metadata },
    owners: [...spec.owners, ...further.owners],
    ...labelsOf({ ...plainTags(spec), ...textEntries(attributes.tags) }, [...spec.kinds, ...texts(attributes.kinds)]),
  };
}

/** Whether two dependencies on one asset may map its partitions alike. */
function isMappedAlike(one: AssetDependency, other: AssetDependency): boolean {
  if (one.partitionMappingUnknown || other.partitionMappingUnknown) return true;
  return mayBeSame(one.partitionMapping, other.partitionMapping);
}

/** The tags without those that stand for kinds. */
function plainTags({ tags: all }: AssetSpec): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([key]) => !key.startsWith(kindTagPrefix)));
}

/** Spec 3: what the function takes cannot be taken away, and a composition of operations takes nothing else. */
function changeDeps(
  spec: AssetSpec,
  kind: "replace" | "merge",
  given: unknown,
  fixedDeps: boolean,
): { readonly deps: readonly AssetDependency[]; readonly findings: readonly Finding[] } {
  if (given === undefined) return { deps: spec.deps, findings: [] };
  const read = readDeps(given ?? [], ["deps"]);
  const findings = [...read.findings];
  const before = new Map(spec.deps.map((dependency) => [keyId(dependency.key), dependency]));
  const named = new Set(read.upstreams.map(({ key }) => keyId(key)));
  const added: AssetDependency[] = [];
  const stays: AssetDependency[] = [];
  for (const dependency of spec.deps) {
    const id = keyId(dependency.key);
    if (kind === "merge" || named.has(id)) stays.push(dependency);
    else if (read.incomplete) stays.push(dependency);
    else if (dependency.kind === "data" || fixedDeps) {
      stays.push(dependency);
      const message = `${quoteKey(spec.key)} takes the value of ${keyAsCode(dependency.key)}, so that cannot be taken from its dependencies.`;
      findings.push(finding("fixed-dependency", message, ["deps"]));
    }
  }
  for (const upstream of read.upstreams) {
    const own = before.get(keyId(upstream.key));
    const made = dependencyOn(upstream, "order");
    if (own === undefined) {
      added.push(made);
      if (!fixedDeps) continue;
      const message = `${quoteKey(spec.key)} is computed by a composition of operations, which takes no further dependencies: add ${keyAsCode(upstream.key)} to its ins.`;
      findings.push(finding("fixed-dependency", message, upstream.path));
    } else if (kind === "replace" && own.kind === "order") {
      stays.splice(stays.indexOf(own), 1, made);
    } else if (kind === "merge" && !isMappedAlike(own, made)) {
      const message = `${quoteKey(spec.key)} depends on ${keyAsCode(upstream.key)} already, with another partition mapping: keep one of them.`;
      findings.push(finding("duplicate-dependency", message, upstream.path));
    }
  }
  return { deps: [...stays, ...added], findings };
}
