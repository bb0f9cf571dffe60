import {
  type AssetNode,
  type CheckNode,
  checkId,
  checkTags,
  isInputTag,
  type KeyId,
  keyId,
  type RunEvent,
  toUserString,
} from "@headwater/model";
import { coerceMetadata } from "../metadata/coerceMetadata.ts";
import type { AssetCheckResult } from "../results/assetCheckResult.ts";
import type { Step } from "./step.ts";
import { StepError } from "./stepError.ts";
import { isGenerator, nameOf, readReturned, readYielded, type StepItem } from "./stepItems.ts";
import { storeValue } from "./storeValue.ts";

/** What became of a compute function's result. */
export interface TakenResults {
  /** The values of the assets that were computed. */
  readonly values: ReadonlyMap<KeyId, unknown>;
  /** What counts as having happened once the step has gone well to its end. */
  readonly held: readonly RunEvent[];
  /** A blocking check did not pass: the step fails, with all that it gave on record (spec 4.7). */
  readonly failure?: StepError;
}

/**
 * Takes what a compute function returned, or yields: stores values and notes materializations, observations and checks
 * (spec 4.1). What a generator has yielded stays recorded whatever comes after it; what is returned counts only once the
 * step has gone well to its end.
 *
 * @throws StepError for what does not fit the declaration, and what an I/O manager throws
 */
export async function takeResults(step: Step, returned: unknown): Promise<TakenResults> {
  const values = new Map<KeyId, unknown>();
  const given = new Set<string>();
  const failed: CheckNode[] = [];
  const held: RunEvent[] = [];

  const take = async (item: StepItem, note: (event: RunEvent) => void) => {
    if (item.kind === "check") {
      const check = checkOf(step, item.result);
      if (given.has(check.id))
        throw new StepError("unexpected-check", `${nameOf(step)} evaluated the check "${check.id}" twice.`);
      given.add(check.id);
      if (isFailure(check, item.result)) failed.push(check);
      note(evaluation(step, check, item.result, given.has(check.asset)));
      return;
    }
    const { node, carried } = item;
    checkOrder(step, node, given);
    given.add(node.id);
    const tags = checkedTags(carried.tags);
    const metadata = coerceMetadata(carried.metadata);
    const version = carried.dataVersion === undefined ? {} : { dataVersion: carried.dataVersion.value };
    const base = { step: step.request.key, asset: node.id, metadata, tags, ...version };
    if (node.spec?.observable === true) {
      note({ type: "ASSET_OBSERVATION", ...base });
      return;
    }
    const value = node.spec?.valueless === true ? undefined : item.value;
    if (value !== undefined) {
      await storeValue(step, node, value);
      values.set(node.id, value);
    }
    note({ type: "ASSET_MATERIALIZATION", ...base, valueStored: value !== undefined });
  };

  if (isGenerator(returned)) {
    for await (const yielded of returned) {
      for (const item of readYielded(step, yielded)) await take(item, step.record);
    }
  } else {
    for (const item of readReturned(step, returned)) await take(item, (event) => held.push(event));
  }
  checkComplete(step, given);
  const [first, ...others] = failed;
  if (first === undefined) return { values, held };
  const names = [first, ...others].map(({ spec }) => `"${spec.name}" of "${toUserString(spec.asset)}"`).join(", ");
  const message = `The blocking check ${names} did not pass, so nothing downstream is computed.`;
  return { values, held, failure: new StepError("asset-check-failed", message) };
}

/** Whether a result stops what is downstream (spec 4.7). */
function isFailure({ spec }: CheckNode, { passed, severity }: AssetCheckResult): boolean {
  return spec.blocking && !passed && severity === "ERROR";
}

/** The check that a result is about. What it leaves out is clear where there is one only. */
function checkOf(step: Step, { assetKey, checkName }: AssetCheckResult): CheckNode {
  const all = [...step.checks.values()];
  const fitting = all.filter(
    ({ asset, spec }) =>
      (assetKey === undefined || asset === keyId(assetKey)) && (checkName === undefined || spec.name === checkName),
  );
  const [only, second] = fitting;
  if (only !== undefined && second === undefined) return only;
  const own = all
    .slice(0, 5)
    .map(({ id }) => `"${id}"`)
    .join(", ");
  if (only !== undefined) {
    throw new StepError(
      "unexpected-check",
      `${nameOf(step)} evaluates ${own}: say with assetKey and checkName which a result is about.`,
    );
  }
  const asked = assetKey === undefined ? `the check "${checkName ?? ""}"` : `"${checkId(assetKey, checkName ?? "…")}"`;
  const mend = own === "" ? "it was not asked to evaluate any: see context.selectedCheckKeys" : `it was asked to evaluate ${own}`;
  throw new StepError("unexpected-check", `${nameOf(step)} gave a result for ${asked}, but ${mend}.`);
}

function evaluation(step: Step, check: CheckNode, result: AssetCheckResult, isOwn: boolean): RunEvent {
  const targetRunId = isOwn ? step.environment.runId : step.environment.latest?.(check.asset)?.runId;
  return {
    type: "ASSET_CHECK_EVALUATION",
    step: step.request.key,
    check: check.id,
    asset: check.asset,
    passed: result.passed,
    severity: result.severity,
    blocking: check.spec.blocking,
    metadata: coerceMetadata(result.metadata),
    ...(result.description === undefined ? {} : { description: result.description }),
    ...(targetRunId === undefined ? {} : { targetRunId }),
  };
}

/** An asset comes before those of its unit that are made from it. */
function checkOrder(step: Step, node: AssetNode, given: ReadonlySet<string>): void {
  if (given.has(node.id)) throw new StepError("output-order", `${nameOf(step)} gave "${toUserString(node.key)}" twice.`);
  const early = node.downstream.find((id) => given.has(id) && step.members.has(id));
  if (early === undefined) return;
  const message = `${nameOf(step)} gave "${early}" before "${toUserString(node.key)}", on which it depends: yield "${toUserString(node.key)}" first.`;
  throw new StepError("output-order", message);
}

function checkedTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  // Tags of inputs, with which a result may say what it was made of, hold keys.
  const [wrong] = checkTags(Object.fromEntries(Object.entries(tags).filter(([tag]) => !isInputTag(tag))), ["tags"]);
  if (wrong !== undefined) throw new TypeError(`The result has a wrong tag. ${wrong.message}`);
  return { ...tags };
}

/** Everything that the step was to give is there, but for what may be missing. */
function checkComplete(step: Step, given: ReadonlySet<string>): void {
  const missing = [...step.members.values()].filter(
    ({ id, spec }) => step.selected.has(id) && spec?.outputRequired !== false && !given.has(id),
  );
  if (missing.length > 0) {
    const names = missing
      .slice(0, 5)
      .map(({ key }) => `"${toUserString(key)}"`)
      .join(", ");
    throw new StepError(
      "missing-output",
      `${nameOf(step)} ended without a result for ${names}: give one, or say that it is optional (outputRequired: false, or isRequired: false of its AssetOut).`,
    );
  }
  const unchecked = [...step.checks.values()].filter(({ id, asset }) => !given.has(id) && !isOptional(step, asset, given));
  if (unchecked.length === 0) return;
  const names = unchecked
    .slice(0, 5)
    .map(({ id }) => `"${id}"`)
    .join(", ");
  throw new StepError(
    "missing-check-result",
    `${nameOf(step)} ended without a result for the check ${names}: give AssetCheckResult({ passed, … }) for it.`,
  );
}

/** What was not made need not be checked. */
function isOptional(step: Step, asset: KeyId, given: ReadonlySet<string>): boolean {
  return step.selected.has(asset) && !given.has(asset);
}
