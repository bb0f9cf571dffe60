import { isDeepStrictEqual } from "node:util";
import { checkToIdentifier, checkToUserString, type RunEvent } from "@headwater/model";
import type { AssetContext } from "headwater";
import type { LoadedProject } from "headwater/engine";
import type { Adapter, Got } from "../adapter.ts";
import { declaredId, idOf, orError, projectError, resultError, runWord, sameKeys } from "../harness/answers.ts";
import { bareMetadata, type Carried, makeInstance, makeStorage, materialized } from "../harness/instance.ts";
import { projectOf } from "../harness/projects.ts";
import type { Written } from "./declarations.ts";

export const adapter: Adapter = {
  unordered: ["additionalDeps"],
  remarks: ["failureGist"],
  agrees: {
    check: holds,
    evaluations: sameEvaluations,
    materialized: sameKeys,
    paramLoads: holds,
    paramValues: holds,
    latestStatus: holds,
  },
  async run({ given, expect }) {
    if ("check" in given) {
      const check = { assetKey: { path: [given.check.asset].flat() }, name: given.check.name };
      return { text: checkToUserString(check), stepName: checkToIdentifier(check) };
    }
    const seen: { name: string; context: AssetContext; inputs: Readonly<Record<string, unknown>> }[] = [];
    const storage = makeStorage();
    const refusing = { handleOutput: refuse, loadInput: refuse };
    const answer = await orError(() =>
      projectOf(given.assets ?? [], given.checks, {
        storage,
        outcomes: given.outcomes,
        seen: (name, context, inputs) => seen.push({ name, context, inputs }),
      }),
    );
    if ("error" in answer) return { ok: false, error: answer.error, count: duplicates(answer.thrown) };
    const project = answer.made;
    const error = projectError(project);
    if (error !== undefined) return { ok: false, error };
    const declared = { ok: true, ...declarationAnswers(project) };
    const runs = ["run", "evaluations", "paramValues", "error", "materialized", "seenByStep"].some((field) => field in expect);
    if (!runs) return declared;

    const instance = makeInstance(project, given.storage === undefined ? storage : { ...storage, ioManager: refusing });
    const earlier = (given.assets ?? []).filter((asset: Written) => asset.materializedEarlier === true);
    if (earlier.length > 0) await instance.run({ assets: earlier.map(declaredId), checks: [] });
    const ran = await orError(() => instance.run(selectionOf(given.selection, project)));
    if ("error" in ran) return { ...declared, run: "refused", error: ran.error };
    const failed = resultError(ran.made);
    return { ...declared, ...runAnswers(project, ran.made, seen), ...(failed === undefined ? {} : { error: failed }) };
  },
};

function refuse(): never {
  throw new Error("This storage refuses every load and store.");
}

function selectionOf(selection: Written, project: LoadedProject) {
  if (selection === undefined) return undefined;
  const assets = (selection.assets ?? []).map(idOf);
  if (selection.checks !== undefined) return { assets, checks: selection.checks };
  if (selection.minusChecksOf === undefined) return { assets };
  const without = new Set(selection.minusChecksOf.map(idOf));
  const checks = [...project.graph.checks.values()].filter(({ asset }) => assets.includes(asset) && !without.has(asset));
  return { assets, checks: checks.map(({ id }) => id) };
}

function declarationAnswers({ graph }: LoadedProject): Got {
  const [check] = graph.checks.values();
  const [step] = graph.checkSteps;
  const target = check?.asset;
  const others = (step?.dependencies ?? []).filter(({ id }) => id !== target);
  const inputs = (step?.dependencies ?? []).filter(({ inputName }) => inputName !== undefined);
  return {
    check: check && { name: check.spec.name, asset: check.spec.asset.path, description: check.spec.description },
    inputCount: new Set(step?.dependencies.map(({ id }) => id)).size,
    additionalDeps: others.map(({ key }) => key.path),
    paramLoads: Object.fromEntries(inputs.map(({ inputName, key }) => [inputName, key.path])),
  };
}

function runAnswers(
  { graph }: LoadedProject,
  run: Carried,
  seen: readonly { name: string; context: AssetContext; inputs: Readonly<Record<string, unknown>> }[],
): Got {
  const failed = run.events.find((event) => event.type === "STEP_FAILURE");
  const step = failed === undefined ? undefined : graph.checks.get(failed.step)?.step;
  const checkNames = new Set([...graph.checks.values()].map(({ spec }) => spec.name));
  const words = { passed: "succeeded", warned: "failed", error: "failed" } as const;
  const last = seen.at(-1)?.context;
  return {
    run: runWord(run),
    materialized: materialized(run.events),
    materializationCount: materialized(run.events).length,
    evaluations: run.events.flatMap((event) => (event.type === "ASSET_CHECK_EVALUATION" ? evaluation(event, run) : [])),
    checkExecuted: seen.some(({ name }) => checkNames.has(name)),
    failedStep: step === undefined ? failed?.step : graph.checkSteps[step]?.spec.stepName,
    paramValues: Object.assign({}, ...seen.map(({ inputs }) => inputs)),
    latestStatus: Object.fromEntries(
      [...run.view.checks.values()].map(({ id, status }) => [id, status in words ? words[status as keyof typeof words] : status]),
    ),
    seenByStep: last && {
      assets: last.selectedAssetKeys.map(({ path }) => path),
      checks: last.selectedCheckKeys.map(checkToUserString),
    },
  };
}

function evaluation(event: RunEvent & { type: "ASSET_CHECK_EVALUATION" }, { events }: Carried): Got {
  const [asset, check] = [event.asset, event.check.slice(event.check.lastIndexOf(":") + 1)];
  const now = materialized(events).includes(asset);
  const targetRun = event.targetRunId === undefined ? "none" : now ? "this" : "earlier";
  return { asset, check, passed: event.passed, metadata: bareMetadata(event.metadata), targetRun };
}

/** As many evaluations as expected, each with what its expectation tells. */
function sameEvaluations(expected: unknown, got: unknown): boolean {
  const [list, all] = [expected as readonly Written[], [...(got as readonly Written[])]];
  if (list.length !== all.length) return false;
  return list.every((one) => {
    const place = all.findIndex((other) => holds({ ...one, asset: idOf(one.asset) }, other));
    if (place >= 0) all.splice(place, 1);
    return place >= 0;
  });
}

/** Whether what is expected is all there; there may be more. */
function holds(expected: unknown, got: unknown): boolean {
  return Object.entries(expected as object).every(([name, value]) => isDeepStrictEqual((got as Written)?.[name], value));
}

/** How often the check of a refused declaration stands there. */
function duplicates(thrown: unknown): number | undefined {
  const findings: readonly { readonly code: string }[] = (thrown as Written).findings ?? [];
  const found = findings.filter(({ code }) => code === "duplicate-check").length;
  return found === 0 ? undefined : found + 1;
}
