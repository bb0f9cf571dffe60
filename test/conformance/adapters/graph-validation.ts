import { fromEscapedString, upgradeSelection } from "@headwater/model";
import { type AnyAsset, type AnyAssetCheck, type AnyMultiAsset, Definitions, type IOManager, materialize } from "headwater";
import { type LoadedProject, type LoadProblem, loadDefinitions } from "headwater/engine";
import { type Adapter, type Got, NotImplemented } from "../adapter.ts";
import { categoryOfCode, categoryOfError } from "./categories.ts";
import { declareAll, type Written } from "./declarations.ts";

/** Loads a whole set of declarations, and computes what a case selects of it. */
export const adapter: Adapter = {
  unordered: ["keys", "cycleMembers", "stubs", "duplicates"],
  async run({ given }) {
    const kinds: readonly string[] = given.declarations.map(({ kind }: Written) => kind);
    if (kinds.includes("job")) throw new NotImplemented("jobs");
    try {
      return await answer(given);
    } catch (error) {
      const category = categoryOfError(error);
      if (category === undefined) throw error;
      return { ok: false, error: { category } };
    }
  },
};

const anyValue: IOManager = { handleOutput: () => undefined, loadInput: () => 1 };

async function answer(given: Written): Promise<Got> {
  const declared = declareAll(given.declarations);
  const isCheck = (index: number) => given.declarations[index].kind === "check";
  const definitions = Definitions({
    assets: declared.filter((_, index) => !isCheck(index)) as (AnyAsset | AnyMultiAsset)[],
    assetChecks: declared.filter((_, index) => isCheck(index)) as AnyAssetCheck[],
  });
  const exports = { default: definitions, ...(given.merge === undefined ? {} : { merged: merged(given.merge) }) };
  const project = loadDefinitions([{ file: "case.ts", exports }]);
  const errors = project.problems.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first !== undefined) return { ...refused(first), ...details(project, errors) };
  if (given.selection !== undefined) {
    const select = upgradeSelection([given.selection].flat().join(" "));
    // What is selected loads what is not: a case asks whether it may be selected, not what was stored before.
    await materialize(definitions, { select, ioManagers: { ioManager: anyValue } });
  }
  const stubs = [...project.graph.nodes.values()].filter(({ kind }) => kind === "stub");
  return {
    ok: true,
    keys: project.specs.map(({ key }) => key.path),
    assetCount: project.graph.nodes.size,
    stubs: stubs.map(({ key }) => key.path),
  };
}

function merged(parts: readonly Written[]): Definitions {
  const made = parts.map(({ resources, ...others }) => {
    const [other] = Object.keys(others);
    if (other !== undefined) throw new NotImplemented(`Definitions with ${other}`);
    return Definitions({ resources });
  });
  return Definitions.merge(...made);
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
