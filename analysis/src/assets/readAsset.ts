import type { InputParameters } from "@headwater/model";
import { digestOf } from "../evaluate/digest.ts";
import type { Evaluation } from "../evaluate/evaluation.ts";
import { listOf } from "../evaluate/lists.ts";
import type { AssetSite, FunctionValue, Origin, Value } from "../evaluate/value.ts";
import type { Parameter } from "../facts/expression.ts";
import { changedOptions } from "./changedOptions.ts";

/** The arguments of a call of `asset()` or its family, as far as they are known. */
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

/** Reads calls of `asset()` and its family, each once. */
export interface AssetReader {
  read(site: AssetSite): AssetReading;
  /** Forgets what the calls of a file say. */
  forget(home: string): void;
  /** Evaluates what makes a site, unless that was done; false where it makes it no more. */
  make(site: AssetSite): boolean;
  /** Forgets what one call says, since its own key was not known when it was read. */
  forgetSite(site: AssetSite): void;
}

/** Makes a reader. */
export function createAssetReader(evaluation: Evaluation): AssetReader {
  const readings = new Map<string, Map<AssetSite, AssetReading>>();
  const reader: AssetReader = {
    read(site) {
      let own = readings.get(site.home);
      if (own === undefined) {
        own = new Map();
        readings.set(site.home, own);
      }
      let reading = own.get(site);
      if (reading === undefined) {
        reader.make(site);
        const { changed } = site;
        reading = evaluation.inArguments(site, () =>
          changed === undefined ? readCall(evaluation, site) : readChanged(reader.read(changed.from), site),
        );
        own.set(site, reading);
      }
      const made = reading;
      evaluation.reads.note(site.home, `settings ${site.id}`, () => settingsDigest(made));
      return reading;
    },
    forget: (home) => void readings.delete(home),
    make(site) {
      if (evaluation.isMade(site)) return true;
      const { maker, home } = site;
      evaluation.reads.within(home, () => {
        if (maker.kind === "binding") evaluation.binding(home, maker.name);
        else if (reader.make(maker.of)) reader.read(maker.of);
      });
      return evaluation.isMade(site);
    },
    forgetSite: (site) => void readings.get(site.home)?.delete(site),
  };
  return reader;
}

/** What a call says, as text, without the places where it says it. */
export function settingsDigest({ options, compute, argumentsUnknown, parameters, functionName }: AssetReading): string {
  const values = [options, compute].map((value) => (value === undefined ? "" : digestOf(value)));
  return JSON.stringify([...values, argumentsUnknown, parameters, functionName]);
}

function readCall(evaluation: Evaluation, site: AssetSite): AssetReading {
  const origin: Origin = { file: site.scope.file, span: site.call.span };
  const { items, doubt } = listOf(evaluation, site.call.args, site.scope, origin);
  if (doubt !== undefined) return { site, argumentsUnknown: true, parameters: { kind: "unknown" }, origin };
  if (isDescription(site)) {
    const [options] = items;
    return { site, argumentsUnknown: false, parameters: { kind: "none" }, origin, ...(options ? { options } : {}) };
  }
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

/** What is only described has nothing but its options, so these are what changes; all else is changed afterwards. */
function readChanged(before: AssetReading, site: AssetSite): AssetReading {
  if (site.changed === undefined || !isFolded(site)) return { ...before, site };
  return { ...before, site, options: changedOptions(before.options, site.changed.change, before.origin) };
}

/** Whether a change is one of the options themselves, as loading makes it. */
export function isFolded({ family, changed }: AssetSite): boolean {
  return family === "externalAsset" && (changed?.change.kind === "replace" || changed?.change.kind === "merge");
}

/** Whether a call takes options alone. */
export function isDescription({ family }: AssetSite): boolean {
  return family === "externalAsset";
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

/** Whether nothing in a call names what it makes, so that the constant that holds it does. */
export function isNamedByConstant({ options, functionName }: AssetReading): boolean {
  if (functionName !== undefined) return false;
  return options?.kind !== "object" || !(options.entries.has("name") || options.entries.has("key"));
}

/** Whether the compute function is there, but not to be seen. */
export function isComputeUnknown({ argumentsUnknown, compute }: AssetReading): boolean {
  return argumentsUnknown || (compute !== undefined && compute.kind !== "function" && !isWrongCompute(compute));
}

/** Whether something stands where the compute function should be that certainly is none. */
export function isWrongCompute(compute: Value): boolean {
  return ["literal", "list", "object", "asset", "outputs", "output"].includes(compute.kind);
}
