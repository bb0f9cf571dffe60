import { type DeclarationFamily, type Finding, familyOptions, finding, type OptionTable } from "@headwater/model";
import { type AssetCall, checkCall, subjectOf } from "./assetCall.ts";
import { AssetDefinitionError } from "./assetDefinitionError.ts";
import { readParameters } from "./inputParameters.ts";

/** The functions whose inputs may be told by their options alone. */
const inputsOption: Readonly<Partial<Record<DeclarationFamily, "ins" | "additionalIns">>> = {
  asset: "ins",
  graphAsset: "ins",
  multiAsset: "ins",
  graphMultiAsset: "ins",
  multiAssetCheck: "ins",
  assetCheck: "additionalIns",
};

/**
 * Makes a call of a declaring function from what it was given, if every rule holds that can be decided by now.
 *
 * @param given options and compute function, or the compute function alone
 * @param caller the function itself: the stack of an error begins where the user called it
 * @throws AssetDefinitionError with everything that is wrong
 */
export function declare(family: DeclarationFamily, given: readonly unknown[], caller: (...given: never) => unknown): AssetCall {
  const [options, compute] = given.length === 1 && typeof given[0] === "function" ? [{}, given[0]] : given;
  const wrong = checkArguments(family, options, compute);
  if (wrong !== undefined) throw definitionError(familyOptions[family].caller, [wrong], caller);
  // The checks above are all that can be known about what a caller without types hands over.
  const call = callFrom(family, options as Readonly<Record<string, unknown>>, compute as AssetCall["compute"]);
  return checked(call, readParameters(call.compute).obstacle, caller);
}

/** As {@link declare}, for what is only described: there is no compute function. */
export function describeAsset(
  family: DeclarationFamily,
  options: unknown,
  what: string,
  caller: (...given: never) => unknown,
): AssetCall {
  if (!isPlain(options)) {
    throw definitionError(
      what,
      [finding("invalid-option", `It takes an object of options, as in ${what.replace("()", "")}({ key: "…" }).`)],
      caller,
    );
  }
  const compute = () => {
    throw new Error("This asset is only described: there is no function that computes it.");
  };
  return checked({ family, options: { ...options }, compute, parameters: { kind: "none" } }, undefined, caller);
}

function checked(call: AssetCall, obstacle: Finding | undefined, caller: (...given: never) => unknown): AssetCall {
  const { findings } = checkCall(call, false);
  const inputs = inputsOption[call.family];
  const toldByOptions = inputs !== undefined && (call.options[inputs] ?? undefined) !== undefined;
  const all = [
    ...unusualObjects(call),
    ...(obstacle === undefined || toldByOptions ? [] : [obstacle]),
    ...findings.filter(({ code }) => obstacle === undefined || code !== "inputs-not-destructured"),
  ];
  const [first, ...others] = all.filter(({ severity }) => severity === "error");
  if (first !== undefined) throw definitionError(subjectOf(call), [first, ...others], caller);
  return call;
}

function definitionError(
  subject: string,
  findings: readonly [Finding, ...Finding[]],
  caller: (...given: never) => unknown,
): AssetDefinitionError {
  const error = new AssetDefinitionError(subject, findings);
  Error.captureStackTrace(error, caller);
  return error;
}

function checkArguments(family: DeclarationFamily, options: unknown, compute: unknown): Finding | undefined {
  const name = family;
  if (!isPlain(options))
    return finding("invalid-option", "It takes a compute function, or an object of options and a compute function.");
  if (typeof compute !== "function") {
    return finding("invalid-option", `The compute function is missing: write ${name}({ … }, async ({ upstream }) => …).`);
  }
  if (/^class\b/.test(Function.prototype.toString.call(compute))) {
    return finding("invalid-option", "The compute function is a class, which cannot be called: pass a function.");
  }
  return undefined;
}

function callFrom(
  family: DeclarationFamily,
  options: Readonly<Record<string, unknown>>,
  compute: AssetCall["compute"],
): AssetCall {
  const { parameters } = readParameters(compute);
  // A bound function's name begins with "bound", and `export default function` is named "default": nobody chose these.
  const functionName = /^(default|bound .*|)$/.test(compute.name) ? undefined : compute.name;
  return { family, options: { ...options }, compute, parameters, ...(functionName === undefined ? {} : { functionName }) };
}

const entryOptions = ["ins", "additionalIns", "outs", "internalAssetDeps", "metadata", "tags", "opTags"];

/** Entries that are inherited would be lost without a word. Lists, Maps and Sets are refused by the model. */
function unusualObjects({ family, options }: AssetCall): Finding[] {
  const { takes }: OptionTable = familyOptions[family];
  return entryOptions.flatMap((option) => {
    const value = options[option];
    if (!Object.hasOwn(takes, option)) return [];
    if (typeof value !== "object" || value === null || Symbol.iterator in value || isPlain(value)) return [];
    const message = `${option} takes ${takes[option]}, and a plain one: no instance of a class.`;
    return finding("invalid-option", message, [option]);
  });
}

/** Whether a value is an object literal or the like, of this realm or another. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
