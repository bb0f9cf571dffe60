import {
  type AssetDeclaration,
  type AssetKey,
  type CheckedDeclarations,
  checkDeclaration,
  type DeclarationFamily,
  type Finding,
  familyOptions,
  type InputParameters,
  isAssetKey,
  type SpecChange,
  toUserString,
  UNKNOWN,
  UNNAMED,
  type Unknown,
} from "@headwater/model";
import { type Brand, type Branded, brandOf } from "../brand.ts";
import type { AssetContext } from "../context/assetContext.ts";
import { AssetDefinitionError } from "./assetDefinitionError.ts";
import { plainOptions, type References } from "./plainOptions.ts";

/** The kinds of brand that a declaration carries. */
export type DefinitionKind = "asset" | "multiAsset" | "assetCheck";

/** A call of `asset()` or one of its family, as it is kept inside the definition. */
export interface AssetCall {
  readonly family: DeclarationFamily;
  readonly options: Readonly<Record<string, unknown>>;
  /** Of what is only described: a function that throws. */
  readonly compute: (inputs: Readonly<Record<string, unknown>>, context: AssetContext) => unknown;
  readonly parameters: InputParameters;
  /** The compute function's name, if it has one. */
  readonly functionName?: string;
  /** The name of the exported constant, once a loader has found it. */
  exportedName?: string;
  /** The call that this one changes. */
  readonly origin?: AssetCall;
  /** What this one changes, as far as names are known by now. */
  readonly change?: () => SpecChange;
}

interface CallBrand<Kind extends DefinitionKind> extends Brand<Kind> {
  readonly call: AssetCall;
}

/** Makes the brand of a definition. */
export function brandWith<Kind extends DefinitionKind>(kind: Kind, call: AssetCall): Brand<Kind> {
  const brand: CallBrand<Kind> = { kind, call };
  return brand;
}

/** Whether a value was made by `asset()` or one of its family, of this copy of the package or another. */
export function isDefinition(value: unknown): value is Branded<DefinitionKind> {
  const kind = brandOf(value);
  return kind === "asset" || kind === "multiAsset" || kind === "assetCheck";
}

/** The call behind a definition. */
export function callOf(definition: Branded<DefinitionKind>): AssetCall {
  return (definition["~headwater"] as CallBrand<DefinitionKind>).call;
}

/** A call with a change of what it declares. */
export function changed(origin: AssetCall, change: () => SpecChange): AssetCall {
  const { family, options, compute, parameters, functionName } = origin;
  return { family, options, compute, parameters, ...(functionName === undefined ? {} : { functionName }), origin, change };
}

/** What is known of a project that is not loaded. */
const notLoaded = { resourceKeys: new Set<string>(), resourcesIncomplete: true } as const;

/**
 * What the rules say of a call by now.
 *
 * @param nameRequired whether a name that is missing is an error
 */
export function checkCall(call: AssetCall, nameRequired: boolean): CheckedDeclarations {
  return checkDeclaration(declarationOf(call, { ...notLoaded, nameRequired }));
}

/**
 * The declaration of a call, for the rules of the model. References are resolved as far as names are known by now.
 *
 * @param allNamed whether what has no name by now will never have one
 */
export function declarationOf(
  call: AssetCall,
  circumstances: Pick<AssetDeclaration, "nameRequired" | "resourceKeys" | "resourcesIncomplete">,
  allNamed = false,
): AssetDeclaration {
  return {
    ...circumstances,
    ...fallbackName(call),
    family: call.family,
    options: plainOptions(call.options, allNamed ? finalReferences : references),
    parameters: call.parameters,
    ...changesOf(call),
  };
}

/** Keys that are known: they stay what they are. */
const knownKeys = new WeakMap<AssetCall, readonly AssetKey[]>();

/** The keys that a definition computes or describes; `UNKNOWN` while one is pending. A check has none. */
export function keysOf(definition: Branded<DefinitionKind>): readonly AssetKey[] | Unknown {
  const call = callOf(definition);
  const before = knownKeys.get(call);
  if (before !== undefined) return before;
  const keys = readKeys(call);
  if (keys !== UNKNOWN) knownKeys.set(call, keys);
  return keys;
}

/** Only the options that make keys are read, so that assets which depend on each other can be asked for theirs. */
function readKeys(call: AssetCall): readonly AssetKey[] | Unknown {
  const { name, keyPrefix, key, outs, specs } = call.options;
  const keysAlone = { name, keyPrefix, key, outs: onlyKeys(outs), specs: onlyKeys(specs) };
  const known = Object.entries(keysAlone).filter(([option]) => Object.hasOwn(familyOptions[call.family].takes, option));
  const read = checkDeclaration({
    ...fallbackName(call),
    family: call.family,
    options: plainlyWritten(Object.fromEntries(known)),
    nameRequired: false,
    parameters: { kind: "none" },
    ...notLoaded,
    ...changesOf(call),
  });
  return read.keyUnknown ? UNKNOWN : read.specs.map((spec) => spec.key);
}

/**
 * Everything that a definition declares, as plain data.
 *
 * @throws Error while a name is pending, AssetDefinitionError where a rule is broken that only the name could tell
 */
export function declaredBy(call: AssetCall): CheckedDeclarations {
  const checked = checkCall(call, true);
  const [first, ...others] = checked.findings.filter(({ severity }) => severity === "error") as [Finding?, ...Finding[]];
  if (first?.code === "missing-name") throw pendingName(call);
  if (first !== undefined) throw new AssetDefinitionError(subjectOf(call), [first, ...others]);
  if (checked.keyUnknown) throw pendingName(call);
  return checked;
}

/** Says that a name is pending, and how to mend it. */
export function pendingName({ family }: AssetCall): Error {
  const what = isCheckFamily(family) ? "check" : "asset";
  return new Error(
    `This ${what} has no name yet: export it as a constant from a module that is loaded, name its compute function, or give ${family}({ name: "…" }).`,
  );
}

function isCheckFamily(family: DeclarationFamily): boolean {
  return family === "assetCheck" || family === "multiAssetCheck";
}

/** How a message calls what is declared, at the beginning of a sentence. */
export function subjectOf(call: AssetCall): string {
  const { name, key } = call.options;
  const path = isAssetKey(key) ? key : { path: key };
  const whole = isAssetKey(path) ? toUserString(path) : key;
  const given = [name, whole, call.functionName, call.exportedName].find((text) => typeof text === "string" && text !== "");
  if (isCheckFamily(call.family)) return given === undefined ? "A check without a name" : `The check "${given}"`;
  return given === undefined ? "An asset without a name" : `The asset "${given}"`;
}

const references: References = {
  keyOf(value) {
    if (brandOf(value) === "assetOutput") return keyOfOutput(value as AssetOutputBranded);
    if (brandOf(value) !== "asset") return undefined;
    const keys = keysOf(value as Branded<"asset">);
    if (keys === UNKNOWN) return UNKNOWN;
    return keys[0] ?? UNKNOWN;
  },
  keysOf: (value) => (brandOf(value) === "multiAsset" ? keysOf(value as Branded<"multiAsset">) : undefined),
  settingsOf(value) {
    if (brandOf(value) !== "asset") return undefined;
    const call = callOf(value as Branded<"asset">);
    return call.origin === undefined ? call.options : settingsAfterChanges(call);
  },
};

/** When all that is exported has its name. */
const finalReferences: References = {
  ...references,
  keyOf(value) {
    const key = references.keyOf(value);
    return key === UNKNOWN && brandOf(value) === "asset" ? UNNAMED : key;
  },
};

/** Options as the model reads them. */
export function plainlyWritten(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return plainOptions(options, references);
}

function settingsAfterChanges(call: AssetCall): Readonly<Record<string, unknown>> {
  const [spec] = checkCall(call, false).specs;
  if (spec === undefined) return call.options;
  const deps = spec.deps.map(({ key, partitionMapping }) => ({ asset: key, partitionMapping }));
  return { ...call.options, key: spec.key, deps };
}

/** An output of `multiAsset()`, as far as it is looked at here. */
interface AssetOutputBranded {
  readonly key: AssetKey;
}

function keyOfOutput(output: AssetOutputBranded): AssetKey | Unknown {
  try {
    return output.key;
  } catch {
    return UNKNOWN;
  }
}

function fallbackName(call: AssetCall): { fallbackName?: string } {
  for (let from: AssetCall | undefined = call; from !== undefined; from = from.origin) {
    const name = from.functionName ?? from.exportedName;
    if (name !== undefined) return { fallbackName: name };
  }
  return {};
}

function changesOf(call: AssetCall): { changes?: readonly SpecChange[] } {
  const changes: SpecChange[] = [];
  for (let from: AssetCall | undefined = call; from !== undefined; from = from.origin) {
    if (from.change !== undefined) changes.unshift(from.change());
  }
  return changes.length === 0 ? {} : { changes };
}

/** The outputs without what does not concern their keys. */
function onlyKeys(given: unknown): unknown {
  if (Array.isArray(given)) return given.map((spec) => settingsWithKey(references.settingsOf(spec) ?? spec));
  if (typeof given !== "object" || given === null) return given;
  return Object.fromEntries(Object.entries(given).map(([name, out]) => [name, settingsWithKey(out?.settings ?? out)]));
}

function settingsWithKey(settings: unknown): unknown {
  if (typeof settings !== "object" || settings === null) return settings;
  const { key, keyPrefix } = settings as Readonly<Record<string, unknown>>;
  return { ...(key === undefined ? {} : { key }), ...(keyPrefix === undefined ? {} : { keyPrefix }) };
}
