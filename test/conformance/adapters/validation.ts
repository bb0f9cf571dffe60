import {
  type AssetKey,
  type AssetSpec,
  checkStepName,
  defaultGroupName,
  fromEscapedString,
  stepNameOf,
  withPrefix,
} from "@headwater/model";
import { type AnyAsset, type AnyMultiAsset, Definitions, materialize, withKeyPrefix } from "headwater";
import { loadDefinitions } from "headwater/engine";
import { type Adapter, type Got, NotImplemented } from "../adapter.ts";
import { categoryOfCode, categoryOfError } from "./categories.ts";
import { type Body, declare, dependency, labels, optional, partitions, type Written } from "./declarations.ts";

type OneOrMore = AnyAsset | AnyMultiAsset;

/** Declares one asset, or one unit of several, and tells what our data say of it. */
export const adapter: Adapter = {
  remarks: ["when"],
  unordered: ["deps", "keys"],
  agrees: {
    notDeps: (expected, deps) => {
      const found = new Set((deps as string[][]).map((path) => JSON.stringify(path)));
      return (expected as string[][]).every((path) => !found.has(JSON.stringify(path)));
    },
    // The words are our own.
    warning: (_, message) => typeof message === "string",
    // A case names the fields that it asks about.
    assets: (expected, got) => {
      const [wanted, given] = [expected as Written[], got as Written[]];
      return (
        wanted.length === given.length &&
        wanted.every((asset, index) =>
          Object.entries(asset).every(([field, value]) => JSON.stringify(value) === JSON.stringify(given[index][field])),
        )
      );
    },
  },
  async run({ given }) {
    try {
      return await answer(given);
    } catch (error) {
      const category = categoryOfError(error);
      if (category === undefined) throw error;
      return { ok: false, error: { category } };
    }
  },
};

async function answer(given: Written): Promise<Got> {
  const { declaration } = given;
  switch (given.op) {
    case "declare":
      return describeAll({ kind: "asset", ...declaration });
    case "declareMulti":
      return describeAll({ kind: "multi", ...declaration });
    case "declareGraph":
      return describeAll({ kind: declaration.outs === undefined ? "asset" : "multi", computedBy: "graph", ...declaration });
    case "declareSpec":
      return describeAll({ kind: "spec", ...declaration });
    case "declareExternal":
      return describeAll({ kind: "external", ...declaration });
    case "replaceAttributes":
      return describedAlone(bare(declaration).replaceAttributes(attributes(given.replace)));
    case "mergeAttributes":
      return describedAlone(bare(declaration).mergeAttributes(attributes(given.merge)));
    case "keyPrefix":
      return { ok: true, key: withPrefix(given.prefix, { path: given.key }).path };
    case "parseKey":
      return { ok: true, key: fromEscapedString(given.text).path };
    case "loadWithPrefix": {
      const [definition] = withKeyPrefix(given.prefix, [declare({ kind: "asset", ...declaration }) as AnyAsset]);
      return { ok: true, key: definition?.key.path };
    }
    case "checkName": {
      const [wrong] = checkStepName(given.name);
      return wrong === undefined ? { ok: true } : { ok: false, error: { category: categoryOfCode(wrong.code) } };
    }
    case "stepNameOfKey":
      return { ok: true, stepName: stepNameOf({ path: given.key }) };
    default:
      throw new NotImplemented(`the operation ${given.op}`);
  }
}

/** The asset that attributes are changed of: described alone, unless the case says what computes it. */
function bare(declaration: Written): AnyAsset {
  const isComputed = ["computedBy", "params", "ins"].some((field) => field in declaration);
  const kind = isComputed ? "asset" : declaration.external ? "external" : "spec";
  return declare({ kind, ...declaration }) as AnyAsset;
}

function attributes(written: Written) {
  const { key, deps, skippable } = written;
  return {
    ...optional("key", key),
    ...labels(written),
    ...optional(
      "deps",
      deps?.map((dep: Written) => dependency(dep)),
    ),
    // Null takes away.
    ...(written.automationCondition === null ? { automationCondition: null } : {}),
    ...("partitions" in written ? { partitionsDef: partitions(written.partitions) ?? null } : {}),
    ...optional("skippable", skippable),
  };
}

function renamed(definition: OneOrMore, { renameTo, rename }: Written): OneOrMore {
  if (renameTo !== undefined && "key" in definition) {
    return definition.withAttributes({ assetKeyReplacements: [[definition.key, renameTo]] });
  }
  return rename === undefined ? definition : definition.withAttributes({ assetKeyReplacements: rename });
}

function specsOf(definition: OneOrMore): readonly AssetSpec[] {
  return "specs" in definition ? definition.specs : [definition.spec];
}

/** What can be said of a declaration alone, and by running it where a case asks what its computation sees. */
async function describeAll(written: Written): Promise<Got> {
  const definition = renamed(declare(written) as OneOrMore, written);
  const project = loadDefinitions([{ file: "case.ts", exports: { default: Definitions({ assets: [definition] }) } }]);
  // A set of one asset lacks the upstreams that the case names; what is said of these is for other tables.
  const problems = project.problems.filter(({ code }) => code !== "unknown-input" && code !== "unknown-dependency");
  const error = problems.find(({ severity }) => severity === "error");
  if (error !== undefined) return { ok: false, error: { category: categoryOfCode(error.code) } };
  const [warning] = problems;
  return {
    ...described(definition),
    ...(warning === undefined ? {} : { warning: warning.message }),
    ...(await seenByRunning(written)),
  };
}

/** In the original a description that is in no set yet has no group, where ours has the default one. */
function describedAlone(definition: AnyAsset): Got {
  const got = described(definition);
  return { ...got, group: got.group === defaultGroupName ? null : got.group };
}

function described(definition: OneOrMore): Got {
  const specs = specsOf(definition);
  const [first] = specs;
  if (first === undefined) throw new NotImplemented("a unit without assets");
  const deps = new Map(specs.flatMap((spec) => spec.deps).map((dep) => [dep.key.path.join("/"), dep]));
  const paths = [...deps.values()].map(({ key }) => key.path);
  return {
    ok: true,
    ...assetOf(first),
    keys: specs.map(({ key }) => key.path),
    assets: specs.map(assetOf),
    inputCount: deps.size,
    outputCount: specs.length,
    outputNames: specs.map(({ outputName, stepName }) => outputName ?? stepName),
    deps: paths,
    notDeps: paths,
    inputs: Object.fromEntries(
      specs
        .flatMap((spec) => spec.deps)
        .flatMap(({ inputName, key }) => (inputName === undefined ? [] : [[inputName, key.path]])),
    ),
    partitionMappings: Object.fromEntries(
      [...deps].map(([key, { partitionMapping }]) => [key, (partitionMapping as { kind?: string } | undefined)?.kind]),
    ),
    stepName: first.stepName,
    stepTags: first.opTags,
    retryPolicySet: first.retryPolicy !== undefined,
  };
}

function assetOf(spec: AssetSpec) {
  const { partitionsDef } = spec;
  return {
    key: spec.key.path,
    group: spec.groupName,
    codeVersion: spec.codeVersion ?? null,
    description: spec.description ?? null,
    tags: spec.tags,
    kinds: spec.kinds,
    kindCount: spec.kinds.length,
    owners: spec.owners.map((owner) => (owner.startsWith("team:") ? { team: owner.slice("team:".length) } : { user: owner })),
    ownersText: spec.owners,
    metadata: Object.fromEntries(Object.entries(spec.metadata).map(([name, { value }]) => [name, value])),
    hasAutomationCondition: spec.automationCondition !== undefined,
    partitioned: partitionsDef !== undefined,
    ...(partitionsDef?.kind === "static" ? { partitions: { kind: "static", keys: partitionsDef.partitionKeys } } : {}),
  };
}

/** What a run of the declaration alone shows: the key in the context, and whether a value is stored. */
async function seenByRunning(declaration: Written): Promise<Got> {
  if (declaration.kind !== "asset" && declaration.kind !== "multi") return {};
  const isUnit = declaration.kind === "multi";
  const upstreams = [...(declaration.params ?? []), ...(declaration.takesRest ? Object.keys(declaration.ins ?? {}) : [])];
  if (upstreams.length > 0 || (isUnit && !declaration.takesContext)) return {};
  const seen: { key?: AssetKey; refused?: unknown } = {};
  const look: Body = (_, context) => {
    try {
      seen.key = context.assetKey;
    } catch (error) {
      seen.refused = error;
    }
    return isUnit ? Object.fromEntries(Object.keys(declaration.outs ?? {}).map((out) => [out, 1])) : 1;
  };
  const definition = declare(declaration, () => undefined, declaration.takesContext ? look : undefined) as OneOrMore;
  const outcome = await materialize([definition], { raiseOnError: false });
  if (seen.refused !== undefined) return { ok: false, error: { category: "invariant-violation" } };
  return {
    ...(seen.key === undefined ? {} : { contextKey: seen.key.path }),
    outputCarriesValue: outcome.events.some(({ event }) => event.type === "HANDLED_OUTPUT"),
    runsAlone: outcome.success,
  };
}
