import { withPrefix } from "@headwater/model";
import {
  type AnyAsset,
  type AnyAssetCheck,
  type AnyMultiAsset,
  AssetCheckSpec,
  type AssetContext,
  AssetDep,
  AssetIn,
  AssetKey,
  AssetOut,
  AssetSpec,
  AutomationCondition,
  asset,
  assetCheck,
  externalAsset,
  graphAsset,
  graphMultiAsset,
  MaterializeResult,
  multiAsset,
  observableAsset,
  RetryPolicy,
} from "headwater";
import { NotImplemented } from "../adapter.ts";

// biome-ignore lint/suspicious/noExplicitAny: the tables' declarations have the shapes that their `schema` tells.
export type Written = any;

export type Declared = AnyAsset | AnyMultiAsset | AnyAssetCheck;

/** What a computation of a case does; a value for each output if it says nothing. */
export type Body = (inputs: Readonly<Record<string, unknown>>, context: AssetContext) => unknown;

/** Declares what a case describes, by calling our functions. `named` finds what was declared before under a name. */
export function declare(
  written: Written,
  named: (name: string) => Declared | undefined = () => undefined,
  body?: Body,
): Declared {
  const kind = written.kind ?? (written.outs !== undefined || written.specs !== undefined ? "multi" : "asset");
  const isGraph = written.computedBy === "graph";
  switch (kind) {
    case "asset":
      return (isGraph ? graphAsset : asset)(
        assetOptions(written, named),
        computation(written, body ?? (() => returned(written))),
      );
    case "multi": {
      const outs = Object.keys(written.outs ?? {});
      const values = () => (written.specs === undefined ? Object.fromEntries(outs.map((out) => [out, 1])) : results(written));
      const compute = computation({ name: "unit", ...written }, body ?? values);
      // The two forms have options of their own, and a case may mix them to see it refused.
      const options = multiOptions(written, named) as Parameters<typeof multiAsset>[0];
      return isGraph ? graphMultiAsset(options as Parameters<typeof graphMultiAsset>[0], compute) : multiAsset(options, compute);
    }
    case "spec":
      return AssetSpec(described(written, named) as Parameters<typeof AssetSpec>[0]);
    case "external": {
      const name = written.key === undefined ? optional("name", written.name) : {};
      return externalAsset({ ...described(written, named), ...optional("keyPrefix", written.keyPrefix), ...name });
    }
    case "observable":
      return observableAsset({ ...described(written, () => undefined) }, computation(written, body ?? (() => undefined)));
    case "check":
      return declareCheck(written, named, body);
    default:
      throw new NotImplemented(`declarations of the kind ${kind}`);
  }
}

/** Declares a check with a step of its own. */
export function declareCheck(written: Written, named: (name: string) => Declared | undefined, body?: Body): AnyAssetCheck {
  return assetCheck(
    {
      ...optional("name", written.name),
      asset: reference(written.asset, named),
      ...optional(
        "additionalIns",
        mapped(written.additionalIns, (key) => reference(key, named)),
      ),
      ...optional(
        "additionalDeps",
        written.additionalDeps?.map((key: Written) => reference(key, named)),
      ),
      ...optional("blocking", written.blocking),
      ...optional("description", written.description),
    },
    computation({ ...written, name: written.functionName ?? written.name }, body ?? (() => undefined)),
  );
}

/** Declares a list in its order; a name may be referred to by what comes after it. */
export function declareAll(
  list: readonly Written[],
  bodyOf: (written: Written) => Body | undefined = () => undefined,
): Declared[] {
  const byName = new Map<string, Declared>();
  return list.map((written) => {
    const declared = declare(written, (name) => byName.get(name), bodyOf(written));
    for (const name of [written.alias, written.name, written.key]) if (typeof name === "string") byName.set(name, declared);
    return declared;
  });
}

/** A function whose source takes the parameters that a case names, by the name that the case gives. */
export function computation(written: Written, body: Body): (inputs: object, context: AssetContext) => unknown {
  const names: readonly string[] = written.params ?? [];
  const taken = names.map((name, index) => `${JSON.stringify(name)}: input${index}`);
  if (written.takesRest) taken.push("...others");
  const inputs = taken.length > 0 ? `{ ${taken.join(", ")} }` : written.takesContext ? "_" : "";
  const given = names.map((name, index) => `${JSON.stringify(name)}: input${index}`);
  if (written.takesRest) given.push("...others");
  const parameters = [inputs, ...(inputs === "" ? [] : ["context"])].join(", ");
  const name = JSON.stringify(written.name ?? "");
  const source = `return { [${name}](${parameters}) { return body({ ${given.join(", ")} }, arguments[1]); } }[${name}];`;
  return new Function("body", source)(body);
}

function assetOptions(written: Written, named: (name: string) => Declared | undefined): Parameters<typeof asset>[0] & object {
  const valueless = Object.entries<Written>(written.ins ?? {}).filter(([, input]) => input.valueless);
  const deps = [
    ...(written.deps ?? []).map((dep: Written) => dependency(dep, named)),
    ...valueless.map(([name, input]) => valuelessDep(name, input)),
  ];
  return {
    ...optional("name", written.explicitName),
    ...optional("keyPrefix", written.keyPrefix),
    ...optional("key", keyOf(written.key)),
    ...optional("ins", inputs(written, named)),
    ...(deps.length > 0 ? { deps } : {}),
    ...labels(written),
    ...stepOptions(written),
    ...optional("partitionsDef", partitions(written.partitions)),
    ...optional("outputRequired", written.outputOptional === true ? false : undefined),
    ...optional("configSchema", written.configSchema),
  };
}

/** Our inputs carry values: one without is a dependency. */
function valuelessDep(name: string, { key, keyPrefix, partitionMapping }: Written): AssetDep {
  const upstream = key === undefined ? withPrefix(keyPrefix ?? [], { path: [name] }) : AssetKey(key);
  return AssetDep(upstream, optional("partitionMapping", mapping(partitionMapping)));
}

function multiOptions(written: Written, named: (name: string) => Declared | undefined): object {
  return {
    ...optional("outs", mapped(written.outs, outOf)),
    ...optional(
      "specs",
      written.specs?.map((spec: Written) => AssetSpec(described(spec, named) as Parameters<typeof AssetSpec>[0])),
    ),
    ...optional("ins", inputs(written, named)),
    ...optional(
      "deps",
      written.deps?.map((dep: Written) => dependency(dep, named)),
    ),
    ...optional("internalAssetDeps", written.internalDeps),
    ...optional("canSubset", written.canSubset),
    ...optional("groupName", written.group ?? undefined),
    ...stepOptions(written),
    ...optional("partitionsDef", partitions(written.partitions)),
  };
}

function stepOptions(written: Written) {
  return {
    ...optional("requiredResourceKeys", written.resourceKeys),
    ...optional("opTags", written.opTags),
    ...optional("retryPolicy", written.retryPolicy && RetryPolicy(written.retryPolicy)),
    ...optional("checkSpecs", written.checkSpecs?.map(AssetCheckSpec)),
    ...optional("pool", written.pool),
  };
}

function outOf(out: Written): AssetOut {
  return AssetOut({
    ...optional("key", keyOf(out.key)),
    ...optional("keyPrefix", out.keyPrefix),
    ...optional("isRequired", out.required),
    ...optional("valueless", out.valueless),
    ...labels(out),
  });
}

/** The options of a description alone. */
function described(written: Written, named: (name: string) => Declared | undefined) {
  return {
    ...optional("key", keyOf(written.key)),
    ...optional(
      "deps",
      written.deps?.map((dep: Written) => dependency(dep, named)),
    ),
    ...labels(written),
    ...optional("partitionsDef", partitions(written.partitions)),
    ...optional("skippable", written.skippable),
  };
}

/** What labels and describes, under our names. Nothing given and null are the same to us. */
export function labels(written: Written) {
  return {
    ...optional("groupName", written.group),
    ...optional("tags", written.tags),
    ...optional("kinds", written.kinds),
    ...optional("owners", written.owners),
    ...optional("metadata", written.metadata),
    ...optional("description", written.description),
    ...optional("codeVersion", written.codeVersion),
    ...optional("automationCondition", condition(written.automationCondition)),
  };
}

function condition(written: Written): AutomationCondition | undefined {
  if (written === undefined || written === null) return undefined;
  if (written !== "eager") throw new NotImplemented(`the automation condition ${written}`);
  return AutomationCondition.eager();
}

function inputs(written: Written, named: (name: string) => Declared | undefined) {
  const valued = Object.entries<Written>(written.ins ?? {}).filter(([, input]) => !input.valueless);
  if (valued.length === 0) return undefined;
  return Object.fromEntries(
    valued.map(([name, input]) => [
      name,
      AssetIn({
        ...(input.key === undefined ? {} : { key: reference(input.key, named) }),
        ...optional("keyPrefix", input.keyPrefix),
        ...optional("partitionMapping", mapping(input.partitionMapping)),
      }),
    ]),
  );
}

/**
 * An entry of `deps`: a key, or `{ form, ref }`, or `{ key, partitionMapping }`. An AssetDep is made of the definition of
 * its name, if there is one.
 */
export function dependency(dep: Written, named: (name: string) => Declared | undefined = () => undefined): never {
  const made = () => {
    if (typeof dep !== "object" || Array.isArray(dep)) return dep;
    if (dep.key !== undefined) return AssetDep(dep.key, optional("partitionMapping", mapping(dep.partitionMapping)));
    switch (dep.form) {
      case "definition":
        return named(dep.ref);
      case "key":
        return AssetKey(dep.ref);
      case "dep-object":
        return AssetDep((named(dep.ref) ?? dep.ref) as string, optional("partitionMapping", mapping(dep.partitionMapping)));
      case "text":
        return dep.ref;
      case undefined:
        return dep;
      default:
        throw new NotImplemented(`dependencies of the form ${dep.form}`);
    }
  };
  // A case may give what no type allows, to see it refused.
  return made() as never;
}

function reference(key: Written, named: (name: string) => Declared | undefined): never {
  return (typeof key === "object" && !Array.isArray(key) ? named(key.definition) : key) as never;
}

function keyOf(key: Written): Written {
  return typeof key === "object" && key !== null && !Array.isArray(key) ? key.tuple : key;
}

/** Partitions as our data: their dates and keys under our names. */
export function partitions(given: Written): Written {
  if (given === undefined || given === null) return undefined;
  const { kind, start, end, keys, dims, ...others } = given;
  return {
    kind,
    ...others,
    ...optional("startDate", start),
    ...optional("endDate", end),
    ...optional("partitionKeys", keys),
    ...optional("dimensions", mapped(dims, partitions)),
  };
}

/** A mapping as our data; a text is its kind. */
export function mapping(given: Written): Written {
  if (given === undefined || given === null) return undefined;
  if (typeof given === "string") return { kind: given };
  const { dims, ...others } = given;
  const dimensions = mapped(dims, (inner, dimension) => ({ dimension, mapping: mapping(inner) }));
  return { ...others, ...optional("dimensions", dimensions) };
}

function results(written: Written) {
  return written.specs.map((spec: Written) => MaterializeResult({ assetKey: AssetKey(spec.key) }));
}

function returned(written: Written): unknown {
  if (written.declaredReturn === "none") return undefined;
  return "returns" in written ? written.returns : 1;
}

function mapped(given: Written, change: (value: Written, name: string) => unknown): Written {
  return given === undefined || given === null
    ? undefined
    : Object.fromEntries(Object.entries(given).map(([name, value]) => [name, change(value, name)]));
}

export function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: V });
}
