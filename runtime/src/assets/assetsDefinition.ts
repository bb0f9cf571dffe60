import {
  type AssetDeclaration,
  type AssetKey,
  type AssetSpec,
  checkAssetDeclaration,
  type Finding,
  type InputParameters,
  isAssetKey,
  toUserString,
  UNKNOWN,
  type Unknown,
} from "@headwater/model";
import { type Brand, type Branded, brandOf } from "../brand.ts";
import { type AssetContext, consoleLog } from "../context/assetContext.ts";
import { AssetDefinitionError } from "./assetDefinitionError.ts";
import { plainOptions } from "./plainOptions.ts";

/**
 * An asset: what `asset()` makes (spec 3). `T` is what downstream assets load, `N` the option `name`, `R` what the compute
 * function returns.
 */
export interface AssetsDefinition<out T = unknown, out N extends string = string, out R = unknown> extends Branded<"asset", T> {
  /** The option `name` as it was given. */
  readonly name: N | undefined;
  /**
   * The asset's key.
   *
   * @throws Error while the key is pending: neither `name` nor `key` was given, the compute function has no name, and no
   *   loader has filled in the name of the exported constant yet. The message says how to mend it
   */
  readonly key: AssetKey;
  /**
   * Everything that the declaration says, as plain data.
   *
   * @throws Error while the key is pending
   */
  readonly spec: AssetSpec;
  /**
   * Calls the compute function as it is, for unit tests: nothing is loaded, set up, stored or recorded.
   *
   * @param inputs the inputs and resources, by name
   * @param context what the test wants to replace in the context; the rest stands in for a run
   * @returns what the compute function returns: often a promise
   * @throws what the compute function throws
   */
  compute(inputs?: Readonly<Record<string, unknown>>, context?: Partial<AssetContext>): R;
}

/** Any asset. */
export type AnyAsset = AssetsDefinition;

/** A call of `asset()`, as it is kept inside the definition. */
export interface AssetCall {
  readonly options: Readonly<Record<string, unknown>>;
  readonly compute: (inputs: Readonly<Record<string, unknown>>, context: AssetContext) => unknown;
  readonly parameters: InputParameters;
  /** The compute function's name, if it has one. */
  readonly functionName?: string;
  /** The name of the exported constant, once a loader has found it. */
  exportedName?: string;
}

interface AssetBrand extends Brand<"asset"> {
  readonly call: AssetCall;
}

/** Makes a definition from a call that the rules have passed. */
export function defineAsset(call: AssetCall): AssetsDefinition {
  const brand: AssetBrand = { kind: "asset", call };
  const definition: AssetsDefinition = {
    "~headwater": brand,
    name: typeof call.options.name === "string" ? call.options.name : undefined,
    get key() {
      const key = keyOf(definition);
      if (key === UNKNOWN) throw new Error(pendingMessage);
      return key;
    },
    get spec() {
      const { spec, findings } = checkAssetDeclaration(declarationOf(call, { nameRequired: true, resourceKeys: new Set() }));
      const [first, ...others] = findings.filter(({ severity }) => severity === "error") as [Finding?, ...Finding[]];
      if (first?.code === "missing-name") throw new Error(pendingMessage);
      if (first !== undefined) throw new AssetDefinitionError(subjectOf(call), [first, ...others]);
      if (spec === undefined) throw new Error(pendingMessage);
      return spec;
    },
    compute(inputs = {}, context = {}) {
      return call.compute(inputs, {
        get assetKey() {
          return context.assetKey ?? definition.key;
        },
        runId: context.runId ?? "direct-call",
        log: context.log ?? consoleLog,
        signal: context.signal ?? new AbortController().signal,
      });
    },
  };
  return definition;
}

const pendingMessage =
  'This asset has no name yet: export it as a constant from a module that is loaded, name its compute function, or give asset({ name: "…" }).';

/** Whether a value was made by `asset()`, of this copy of the package or another. */
export function isAsset(value: unknown): value is AssetsDefinition {
  return brandOf(value) === "asset";
}

/** The call behind a definition. */
export function callOf(definition: AssetsDefinition): AssetCall {
  return (definition["~headwater"] as AssetBrand).call;
}

/** The key of an asset; `UNKNOWN` while it is pending. */
export function keyOf(definition: AssetsDefinition): AssetKey | Unknown {
  const call = callOf(definition);
  const { name, keyPrefix, key } = call.options;
  const { spec } = checkAssetDeclaration({
    ...fallbackName(call),
    options: { name, keyPrefix, key },
    nameRequired: false,
    parameters: { kind: "none" },
    resourceKeys: new Set(),
  });
  return spec?.key ?? UNKNOWN;
}

/** The declaration of a call, for the rules of the model. References are resolved as far as names are known by now. */
export function declarationOf(
  call: AssetCall,
  circumstances: Pick<AssetDeclaration, "nameRequired" | "resourceKeys">,
): AssetDeclaration {
  return {
    ...circumstances,
    ...fallbackName(call),
    options: plainOptions(call.options, (value) => (isAsset(value) ? keyOf(value) : undefined)),
    parameters: call.parameters,
  };
}

/** How a message calls the asset, at the beginning of a sentence. */
export function subjectOf(call: AssetCall): string {
  const { name, key } = call.options;
  const whole = Array.isArray(key) ? key.join("/") : isAssetKey(key) ? toUserString(key) : key;
  const given = [name, whole, call.functionName, call.exportedName].find((text) => typeof text === "string" && text !== "");
  return given === undefined ? "An asset without a name" : `The asset "${given}"`;
}

function fallbackName(call: AssetCall): { fallbackName?: string } {
  const name = call.functionName ?? call.exportedName;
  return name === undefined ? {} : { fallbackName: name };
}
