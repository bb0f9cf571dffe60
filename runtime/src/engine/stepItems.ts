import { types } from "node:util";
import { type AssetNode, type KeyId, keyId, toUserString } from "@headwater/model";
import { type AssetCheckResult, isAssetCheckResult } from "../results/assetCheckResult.ts";
import { isDataVersion } from "../results/dataVersion.ts";
import { isMaterializeResult } from "../results/materializeResult.ts";
import { isObserveResult } from "../results/observeResult.ts";
import { isOutput } from "../results/output.ts";
import type { CarriedResult } from "../results/resultOptions.ts";
import type { Step } from "./step.ts";
import { StepError } from "./stepError.ts";

/** One thing that a compute function gave: an asset's value or news of it, or what a check found. */
export type StepItem =
  | {
      readonly kind: "asset";
      readonly node: AssetNode;
      /** `undefined`: nothing is stored. */
      readonly value: unknown;
      readonly carried: Omit<CarriedResult, "assetKey">;
    }
  | { readonly kind: "check"; readonly result: AssetCheckResult };

const nothing = { metadata: {}, tags: {} };

/** Whether a compute function gives its results one after the other. */
export function isGenerator(returned: unknown): returned is Iterable<unknown> | AsyncIterable<unknown> {
  return types.isGeneratorObject(returned);
}

/**
 * What a compute function returned, as a list of things (spec 4.1). The result of an `asset()` is its value, unless it was
 * made by `MaterializeResult()` and the like; that of a `multiAsset()` is an object of output names to values, a result,
 * or a list of results; that of a check is one of `AssetCheckResult()`, or a list of these.
 *
 * @throws StepError for what the declaration does not allow
 */
export function readReturned(step: Step, returned: unknown): StepItem[] {
  if (isMadeResult(returned)) return readMade(step, returned);
  if (step.members.size === 0 || isListOfMade(returned)) return readList(step, returned);
  const [only, second] = step.members.values();
  if (only !== undefined && second === undefined && only.spec?.unit === undefined) return [plain(only, returned)];
  return readOutputs(step, returned);
}

/** What a generator yields: results that say what they are about, or, for one asset, its value. */
export function readYielded(step: Step, yielded: unknown): StepItem[] {
  if (isMadeResult(yielded)) return readMade(step, yielded);
  const [only, second] = step.members.values();
  if (only !== undefined && second === undefined) return [plain(only, yielded)];
  throw new StepError(
    "wrong-result",
    `${nameOf(step)} yields what MaterializeResult(…), Output(…) or AssetCheckResult(…) make, not a plain value.`,
  );
}

function plain(node: AssetNode, value: unknown): StepItem {
  if (node.spec?.observable !== true) return { kind: "asset", node, value, carried: nothing };
  if (value === undefined) return { kind: "asset", node, value, carried: nothing };
  if (isDataVersion(value)) return { kind: "asset", node, value: undefined, carried: { ...nothing, dataVersion: value } };
  throw new StepError(
    "wrong-result",
    `The observation of "${toUserString(node.key)}" gives DataVersion(…) or ObserveResult(…), not a value: nothing is stored for an external asset.`,
  );
}

function isMadeResult(value: unknown): boolean {
  return isMaterializeResult(value) || isOutput(value) || isObserveResult(value) || isAssetCheckResult(value);
}

function isListOfMade(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && value.every(isMadeResult);
}

function readMade(step: Step, made: unknown): StepItem[] {
  if (isAssetCheckResult(made)) return [{ kind: "check", result: made }];
  if (isOutput(made)) {
    const { value, metadata, tags, dataVersion, outputName } = made;
    const node = outputName === undefined ? onlyMember(step) : memberOfOutput(step, outputName);
    return [{ kind: "asset", node, value, carried: { metadata, tags, ...(dataVersion === undefined ? {} : { dataVersion }) } }];
  }
  if (!isMaterializeResult(made) && !isObserveResult(made)) return [];
  const { assetKey, metadata, tags, dataVersion, checkResults = [] } = made;
  const node = assetKey === undefined ? onlyMember(step) : memberOfKey(step, keyId(assetKey));
  const observes = node.spec?.observable === true;
  if (observes !== isObserveResult(made)) {
    const [right, wrong] = observes ? ["ObserveResult", "MaterializeResult"] : ["MaterializeResult", "ObserveResult"];
    throw new StepError(
      "wrong-result",
      `"${toUserString(node.key)}" is ${observes ? "observed" : "computed"}: give ${right}(…), not ${wrong}(…).`,
    );
  }
  const value = isMaterializeResult(made) ? made.value : undefined;
  return [
    { kind: "asset", node, value, carried: { metadata, tags, ...(dataVersion === undefined ? {} : { dataVersion }) } },
    // Without a key of its own, a check's result is about the asset of the result that carries it.
    ...checkResults.map((result): StepItem => ({ kind: "check", result: { assetKey: node.key, ...result } })),
  ];
}

function readList(step: Step, returned: unknown): StepItem[] {
  if (isListOfMade(returned)) return returned.flatMap((made) => readMade(step, made));
  if (returned === undefined || (Array.isArray(returned) && returned.length === 0)) return [];
  const instead = returned === null ? "null" : Array.isArray(returned) ? "a list of other things" : `a plain ${typeof returned}`;
  throw new StepError(
    "wrong-result",
    `${nameOf(step)} evaluates checks, so it has to return AssetCheckResult({ passed, … }) or a list of these, not ${instead}.`,
  );
}

/** The values of a `multiAsset()` by the names of its outputs. */
function readOutputs(step: Step, returned: unknown): StepItem[] {
  if (returned === undefined) return readNothing(step);
  const prototype: unknown = typeof returned === "object" && returned !== null ? Object.getPrototypeOf(returned) : undefined;
  if (typeof returned !== "object" || returned === null || (prototype !== null && Object.getPrototypeOf(prototype) !== null)) {
    throw new StepError(
      "wrong-result",
      `${severalOutputs(step)}, not ${returned === null ? "null" : `a single ${typeof returned}`}.`,
    );
  }
  const values = new Map(Object.entries(returned));
  for (const name of values.keys()) memberOfOutput(step, name);
  return [...step.members.values()].flatMap((node): StepItem[] => {
    const name = node.spec?.outputName ?? "";
    return values.has(name) ? [plain(node, values.get(name))] : [];
  });
}

/** To return nothing says of outputs that carry no value that they are there. */
function readNothing(step: Step): StepItem[] {
  const chosen = [...step.members.values()].filter(({ id }) => step.selected.has(id));
  if (!chosen.every(({ spec }) => spec?.valueless === true))
    throw new StepError("wrong-result", `${severalOutputs(step)}, not nothing.`);
  return chosen.filter(({ spec }) => spec?.outputRequired || spec?.unit?.canSubset).map((node) => plain(node, undefined));
}

function severalOutputs(step: Step): string {
  const names = [...step.members.values()].map(({ spec }) => spec?.outputName ?? "");
  return `${nameOf(step)} has several outputs, so it returns an object like { ${names
    .slice(0, 3)
    .map((name) => `${name}: …`)
    .join(", ")} }`;
}

function onlyMember(step: Step): AssetNode {
  const [only, second] = step.members.values();
  if (only === undefined)
    throw new StepError("wrong-result", `${nameOf(step)} evaluates checks: it gives AssetCheckResult(…) only.`);
  if (second === undefined) return only;
  const mend = "Say which with assetKey, or outputName of an Output.";
  throw new StepError(
    "unknown-output",
    `${nameOf(step)} computes several assets, but a result does not say which it is about. ${mend}`,
  );
}

function memberOfKey(step: Step, id: KeyId): AssetNode {
  const node = step.members.get(id);
  if (node !== undefined) return node;
  const own = [...step.members.values()].slice(0, 5).map(({ key }) => `"${toUserString(key)}"`);
  throw new StepError(
    "unknown-output",
    `${nameOf(step)} gave a result for "${id}", but it computes ${own.join(", ") || "no assets"}.`,
  );
}

function memberOfOutput(step: Step, name: string): AssetNode {
  const nodes = [...step.members.values()];
  const node = nodes.find(({ spec }) => spec?.outputName === name);
  if (node !== undefined) return node;
  const own = nodes.slice(0, 5).map(({ spec }) => `"${spec?.outputName ?? ""}"`);
  throw new StepError("unknown-output", `${nameOf(step)} gave the output "${name}", but its outputs are ${own.join(", ")}.`);
}

/** How a message calls the step, at the beginning of a sentence. */
export function nameOf({ members, request }: Step): string {
  const [first] = members.values();
  const unit = first?.spec?.unit === undefined ? undefined : first.spec.stepName;
  return `The step "${unit ?? request.key}"`;
}
