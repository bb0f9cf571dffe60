import { type AssetDeclaration, type AssetKey, checkAssetDeclaration, type InputParameters } from "@headwater/model";
import type { Evaluation } from "../evaluate/evaluation.ts";
import { listOf } from "../evaluate/lists.ts";
import { plainOptions, unknownIn } from "../evaluate/plainData.ts";
import type { AssetSite, AssetValue, FunctionValue, Origin, Value } from "../evaluate/value.ts";
import type { Parameter } from "../facts/expression.ts";

/** The arguments of a call of `asset()`, as far as they are known. */
export interface AssetReading {
  readonly site: AssetSite;
  /** Absent for `asset(compute)`. */
  readonly options?: Value;
  readonly compute?: Value;
  /** True where the arguments are spread, so that not even their number is known. */
  readonly argumentsUnknown: boolean;
  readonly parameters: InputParameters;
  /** The compute function's own name, or that of the constant that it is the value of. */
  readonly functionName?: string;
  /** Where the arguments' list stands; it ends with the call. */
  readonly origin: Origin;
}

/** Reads calls of `asset()`, each once. */
export type AssetReader = (site: AssetSite) => AssetReading;

/** Makes a reader. */
export function createAssetReader(evaluation: Evaluation): AssetReader {
  const readings = new Map<AssetSite, AssetReading>();
  return (site) => {
    let reading = readings.get(site);
    if (reading === undefined) {
      reading = readCall(evaluation, site);
      readings.set(site, reading);
    }
    return reading;
  };
}

function readCall(evaluation: Evaluation, site: AssetSite): AssetReading {
  const origin: Origin = { file: site.scope.file, span: site.call.span };
  const { items, doubt } = listOf(evaluation, site.call.args, site.scope, origin);
  if (doubt !== undefined) return { site, argumentsUnknown: true, parameters: { kind: "unknown" }, origin };
  const onlyOptions = items.length === 1 && items[0]?.kind === "object";
  const options = items.length > 1 || onlyOptions ? items[0] : undefined;
  const compute = onlyOptions ? undefined : items[options === undefined ? 0 : 1];
  const functionName = compute?.kind === "function" ? compute.function.name : undefined;
  return {
    site,
    argumentsUnknown: false,
    parameters: compute?.kind === "function" ? parametersOf(compute) : { kind: "unknown" },
    origin,
    ...(options ? { options } : {}),
    ...(compute ? { compute } : {}),
    ...(functionName ? { functionName } : {}),
  };
}

/** What the first parameter says about the inputs. */
function parametersOf({ function: compute }: FunctionValue): InputParameters {
  const first: Parameter | undefined = compute.parameters[0];
  if (first === undefined) return { kind: "none" };
  const { target } = first;
  if (first.rest) return { kind: "opaque", name: target.kind === "name" ? `...${target.name}` : "..." };
  if (target.kind === "name") return { kind: "opaque", name: target.name };
  if (target.kind === "array") return { kind: "opaque", name: target.text };
  const names = target.properties.map(({ key }) => key);
  if (names.includes(undefined)) return { kind: "unknown" };
  return { kind: "names", names: names as string[], rest: target.rest !== undefined };
}

/** The declaration that a call makes, for the rules of the model. */
export function declarationOf(
  reading: AssetReading,
  exportedName: string | undefined,
  resourceKeys: ReadonlySet<string>,
  keyOf: (asset: AssetValue) => readonly string[] | undefined,
): AssetDeclaration {
  const { options, compute } = reading;
  const computeUnknown =
    reading.argumentsUnknown || (compute !== undefined && compute.kind !== "function" && !isWrongCompute(compute));
  // Of a function that is not to be seen not even the name is known.
  const fallbackName = computeUnknown ? undefined : (reading.functionName ?? exportedName);
  const incomplete =
    reading.argumentsUnknown || (options !== undefined && (options.kind !== "object" || options.doubt !== undefined));
  return {
    options: options === undefined ? {} : plainOptions(options, keyOf),
    optionsIncomplete: incomplete,
    nameRequired: !computeUnknown,
    parameters: reading.parameters,
    resourceKeys,
    ...(fallbackName === undefined ? {} : { fallbackName }),
  };
}

/** Whether something stands where the compute function should be that certainly is none. */
export function isWrongCompute(compute: Value): boolean {
  return compute.kind === "literal" || compute.kind === "list" || compute.kind === "object" || compute.kind === "asset";
}

/** The key that a declaration gives, from its name options alone: dependencies are not looked at. */
export function keyOfDeclaration(declaration: AssetDeclaration): AssetKey | undefined {
  const { name, keyPrefix, key } = declaration.options;
  const { spec } = checkAssetDeclaration({ ...declaration, options: { name, keyPrefix, key }, parameters: { kind: "unknown" } });
  return spec?.key;
}

/** Why the key of an asset is not known, fit to follow "because it is", and where the reason stands. */
export function whyKeyUnknown(reading: AssetReading): { reason: string; origin: Origin } {
  const { options, compute, origin } = reading;
  if (reading.argumentsUnknown) return { reason: "in arguments that are spread", origin };
  if (options?.kind === "object") {
    for (const option of ["key", "name", "keyPrefix"]) {
      const entry = options.entries.get(option);
      const unknown = entry && unknownIn(entry.value);
      if (unknown !== undefined) return { reason: unknown.reason, origin: unknown.origin };
    }
    if (options.doubt !== undefined)
      return { reason: `in options that are ${options.doubt.reason}`, origin: options.doubt.origin };
  }
  if (options?.kind === "unknown") return { reason: `in options that are ${options.reason}`, origin: options.origin };
  if (compute?.kind === "unknown") {
    return { reason: `the name of a compute function that is ${compute.reason}`, origin: compute.origin };
  }
  return { reason: "made while the code runs", origin };
}
