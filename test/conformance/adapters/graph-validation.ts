import { fromEscapedString, PlanError, planSelection } from "@headwater/model";
import { type AnyAsset, type AnyAssetCheck, type AnyMultiAsset, Definitions, defineJob, Executor } from "headwater";
import { type LoadedProject, type LoadProblem, loadDefinitions } from "headwater/engine";
import { type Adapter, type Got, NotImplemented } from "../adapter.ts";
import { selectAssets } from "../harness/selections.ts";
import { categoryOfCode, categoryOfError } from "./categories.ts";
import { declareAll, type Written } from "./declarations.ts";

/** Loads a whole set of declarations, and computes what a case selects of it. */
export const adapter: Adapter = {
  unordered: ["keys", "cycleMembers", "stubs", "duplicates"],
  run({ given }) {
    try {
      return answer(given);
    } catch (error) {
      if (error instanceof PlanError) return { ok: false, error: { category: "invalid-selection" } };
      if (error instanceof TypeError && isJobError(given)) return { ok: false, error: { category: "invalid-definition" } };
      const category = categoryOfError(error);
      if (category === undefined) throw error;
      return { ok: false, error: { category } };
    }
  },
};

/** Whether a case is about the names of jobs, which are refused where they are given. */
function isJobError({ declarations }: Written): boolean {
  return declarations.some(({ kind }: Written) => kind === "job");
}

function answer(given: Written): Got {
  const declarations = given.declarations.filter(({ kind }: Written) => kind !== "job");
  const jobs = given.declarations.filter(({ kind }: Written) => kind === "job");
  const declared = declareAll(declarations);
  const isCheck = (index: number) => declarations[index].kind === "check";
  const definitions = Definitions({
    assets: declared.filter((_, index) => !isCheck(index)) as (AnyAsset | AnyMultiAsset)[],
    assetChecks: declared.filter((_, index) => isCheck(index)) as AnyAssetCheck[],
    jobs: jobs.map(({ name }: Written) => defineJob({ name })),
  });
  const together = given.merge === undefined ? undefined : merged(given.merge);
  const exports = { default: definitions, ...(together === undefined ? {} : { merged: together }) };
  const project = loadDefinitions([{ file: "case.ts", exports }]);
  // A missing resource is refused where something is to be computed, and a job computes nothing when it is loaded.
  const errors = project.problems.filter(
    ({ severity, code }) => severity === "error" && (jobs.length === 0 || code !== "unknown-resource"),
  );
  const [first] = errors;
  if (first !== undefined) return { ...refused(first), ...details(project, errors) };
  if (given.selection !== undefined) {
    planSelection(project.graph, { assets: selectAssets(given.selection, project.graph) }, { maxConcurrent: 1 });
  }
  const stubs = [...project.graph.nodes.values()].filter(({ kind }) => kind === "stub");
  return {
    ok: true,
    keys: project.specs.map(({ key }) => key.path),
    assetCount: project.graph.nodes.size,
    stubs: stubs.map(({ key }) => key.path),
    ...(together === undefined ? {} : { executor: executorWord(together) }),
  };
}

function merged(parts: readonly Written[]): Definitions {
  const made = parts.map(({ resources, executor, assets = [], ...others }) => {
    const [other] = Object.keys(others);
    if (other !== undefined) throw new NotImplemented(`Definitions with ${other}`);
    return Definitions({
      assets: declareAll(assets) as (AnyAsset | AnyMultiAsset)[],
      resources,
      ...(executor === undefined ? {} : { executor: executorOf(executor) }),
    });
  });
  return Definitions.merge(...made);
}

/** Steps one after the other are what the tables call in-process. */
function executorOf(word: string): Executor {
  if (word !== "in-process" && word !== "multi-process") throw new NotImplemented(`the executor ${word}`);
  return Executor(word === "in-process" ? { maxConcurrent: 1 } : {});
}

function executorWord({ executor }: Definitions): string | undefined {
  if (executor === undefined) return undefined;
  return executor.maxConcurrent === 1 ? "in-process" : "multi-process";
}

/** Resources are asked for where something is to be computed: what lacks one can be loaded and looked at. */
function refused({ code }: LoadProblem): Got {
  return { ok: false, error: { category: categoryOfCode(code) }, when: code === "unknown-resource" ? "run" : "load" };
}

function details({ graph }: LoadedProject, errors: readonly LoadProblem[]): Got {
  const keysOf = (code: string) => {
    const ids = errors.filter((problem) => problem.code === code).map(({ asset }) => asset ?? "");
    return [...new Set(ids)].map((id) => fromEscapedString(id).path);
  };
  const unknown = errors.filter(({ code }) => code === "unknown-input");
  return {
    duplicates: keysOf("key-collision"),
    cycleMembers: keysOf("cycle"),
    unknown: unknown.map(({ asset, path }) => {
      const dependencies = graph.nodes.get(asset ?? "")?.dependencies ?? [];
      return dependencies.find(({ declaredAt }) => JSON.stringify(declaredAt) === JSON.stringify(path))?.key.path;
    }),
    suggestions: unknown.flatMap(({ suggestions = [] }) => suggestions.map((id) => fromEscapedString(id).path)),
  };
}
