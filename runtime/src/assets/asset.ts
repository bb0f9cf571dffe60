import { type AssetOption, assetOptions, checkAssetDeclaration, type Finding, finding } from "@headwater/model";
import type { AssetContext } from "../context/assetContext.ts";
import { AssetDefinitionError } from "./assetDefinitionError.ts";
import type { AssetOptions } from "./assetOptions.ts";
import { type AssetCall, type AssetsDefinition, declarationOf, defineAsset, subjectOf } from "./assetsDefinition.ts";
import { readParameters } from "./inputParameters.ts";
import type { Agrees, InputReferences, Inputs, Output } from "./inputTypes.ts";

/**
 * Declares an asset: something that a function computes and that is kept (spec 1).
 *
 * The compute function takes an object of inputs and resources, which it destructures, and the context. A name that it
 * destructures is a resource if `requiredResourceKeys` or the project's `Definitions({ resources })` says so, otherwise
 * the value of the asset of that name, or of the one that `ins` gives it. What it returns is stored and loaded by
 * downstream assets; `undefined` and a `MaterializeResult` without a value store nothing.
 *
 * @example
 * export const rawCustomers = asset(async () => await readCsv("customers.csv"));
 * export const cleanCustomers = asset({ ins: { raw: rawCustomers } }, ({ raw }) => raw.filter(({ email }) => email !== ""));
 * @throws AssetDefinitionError with everything that is wrong with the declaration
 */
export function asset<R, P = Inputs<undefined, never>>(
  compute: ((inputs: P, context: AssetContext) => R) & Agrees<P, undefined, never, AssetContext>,
): AssetsDefinition<Output<R>, string, R>;
export function asset<
  R,
  const I extends InputReferences | undefined = undefined,
  const Q extends string = never,
  const N extends string = string,
  P = Inputs<I, Q>,
>(
  options: AssetOptions<I, Q, N>,
  compute: ((inputs: P, context: AssetContext) => R) & Agrees<P, I, Q, AssetContext>,
): AssetsDefinition<Output<R>, N, R>;
export function asset(...given: readonly unknown[]): AssetsDefinition {
  const [options, compute] = given.length === 1 && typeof given[0] === "function" ? [{}, given[0]] : given;
  const wrong = checkArguments(options, compute);
  if (wrong !== undefined) throw definitionError("asset()", [wrong]);
  // The checks above are all that can be known about what a caller without types hands over.
  const call = callFrom(options as Readonly<Record<string, unknown>>, compute as AssetCall["compute"]);
  const { obstacle } = readParameters(call.compute);
  const { findings } = checkAssetDeclaration(declarationOf(call, { nameRequired: false, resourceKeys: new Set() }));
  const all = [
    ...unusualObjects(call.options),
    ...(obstacle === undefined || (call.options.ins ?? undefined) !== undefined ? [] : [obstacle]),
    ...findings.filter(({ code }) => obstacle === undefined || code !== "inputs-not-destructured"),
  ];
  const [first, ...others] = all.filter(({ severity }) => severity === "error");
  if (first !== undefined) throw definitionError(subjectOf(call), [first, ...others]);
  return defineAsset(call);
}

function definitionError(subject: string, findings: readonly [Finding, ...Finding[]]): AssetDefinitionError {
  const error = new AssetDefinitionError(subject, findings);
  // The stack begins where the user called asset().
  Error.captureStackTrace(error, asset);
  return error;
}

function checkArguments(options: unknown, compute: unknown): Finding | undefined {
  if (!isPlain(options))
    return finding("invalid-option", "It takes a compute function, or an object of options and a compute function.");
  if (typeof compute !== "function") {
    return finding("invalid-option", "The compute function is missing: write asset({ … }, async ({ upstream }) => …).");
  }
  if (/^class\b/.test(Function.prototype.toString.call(compute))) {
    return finding("invalid-option", "The compute function is a class, which cannot be called: pass a function.");
  }
  return undefined;
}

function callFrom(options: Readonly<Record<string, unknown>>, compute: AssetCall["compute"]): AssetCall {
  const { parameters } = readParameters(compute);
  // A bound function's name begins with "bound", and `export default function` is named "default": nobody chose these.
  const functionName = /^(default|bound .*|)$/.test(compute.name) ? undefined : compute.name;
  return { options: { ...options }, compute, parameters, ...(functionName === undefined ? {} : { functionName }) };
}

const entryOptions: readonly AssetOption[] = ["ins", "metadata", "tags", "opTags"];

/** Entries that are inherited would be lost without a word. Lists, Maps and Sets are refused by the model. */
function unusualObjects(options: Readonly<Record<string, unknown>>): Finding[] {
  return entryOptions.flatMap((option) => {
    const value = options[option];
    if (typeof value !== "object" || value === null || Symbol.iterator in value || isPlain(value)) return [];
    return finding("invalid-option", `${option} takes ${assetOptions[option]}, and a plain one: no instance of a class.`, [
      option,
    ]);
  });
}

/** Whether a value is an object literal or the like, of this realm or another. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
