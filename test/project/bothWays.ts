import { join } from "node:path";
import { analyzeProject, nodeFiles } from "@headwater/analysis";
import { type AssetGraph, compareLoaded, type LoadedComparison } from "@headwater/model";
import { type LoadedModule, loadDefinitions } from "headwater/engine";
import { bundleProject } from "../../cli/src/host/bundle.ts";
import { importBuilt } from "../../cli/src/worker/importBuilt.ts";
import { scratchProject } from "./scratchProject.ts";

/** What is known of a project, in forms that compare. */
export interface Known {
  /** Keys of assets and stubs. */
  readonly keys: readonly string[];
  /** Of each asset how it is computed: its key, kind, step, unit and group. */
  readonly steps: readonly string[];
  /** Checks as `asset:name step`, and `upstream -> step` for what their own steps wait for. */
  readonly checks: readonly string[];
  /** `upstream -> downstream`. */
  readonly edges: readonly string[];
  /** `code: message`, each once. */
  readonly findings: readonly string[];
}

/** What the analysis says of a project without running it, and what loading says after running it. */
export interface BothWays {
  readonly analysed: Known;
  /** Whether the analysis claims to know every asset. */
  readonly complete: boolean;
  readonly loaded: Known;
  readonly comparison: LoadedComparison;
  /** What the files threw that could not be loaded. */
  readonly refused: readonly string[];
}

/** Makes a project of files, looks at it both ways, and removes it. */
export async function bothWays(files: Readonly<Record<string, string>>): Promise<BothWays> {
  const scratch = scratchProject(files);
  try {
    const analysis = await analyzeProject(nodeFiles(scratch.folder));
    const { definingFiles, entry } = analysis;
    const bundle = await bundleProject(
      scratch.folder,
      join(scratch.folder, ".headwater"),
      definingFiles.map(({ file }) => file),
    );
    const refused: string[] = [];
    const modules: LoadedModule[] = [];
    for (const { file, localExports } of definingFiles) {
      try {
        const exports = await importBuilt(bundle.outputs.get(file) as Parameters<typeof importBuilt>[0]);
        modules.push({ file, localExports, exports });
      } catch (error) {
        refused.push(error instanceof Error ? error.message : String(error));
      }
    }
    const loaded = loadDefinitions(modules, entry?.listsAssets ? { entry: entry.file } : {});
    return {
      // What is never loaded, loading does not see.
      analysed: knownOf(
        analysis.graph,
        analysis.diagnostics.filter(({ code }) => code !== "never-loaded"),
      ),
      complete: analysis.complete,
      loaded: knownOf(loaded.graph, loaded.problems),
      comparison: compareLoaded(
        {
          specs: analysis.assets.map(({ spec }) => spec),
          checkSteps: analysis.checkSteps.map(({ spec }) => spec),
          complete: analysis.complete,
          resourcesKnown: analysis.resourcesKnown,
        },
        { specs: loaded.specs, checkSteps: loaded.checkSteps, complete: refused.length === 0 },
      ),
      refused,
    };
  } finally {
    scratch.remove();
  }
}

function knownOf({ nodes, checks, checkSteps }: AssetGraph, findings: readonly { code: string; message: string }[]): Known {
  return {
    keys: [...nodes.keys()].sort(),
    steps: [...nodes.values()]
      .flatMap(({ id, kind, spec }) =>
        spec === undefined ? [] : [[id, kind, spec.stepName, spec.unit?.id, spec.groupName].join(" ")],
      )
      .sort(),
    checks: [
      ...[...checks.values()].map(({ id, step }) => `${id} ${step === undefined ? "" : checkSteps[step]?.spec.stepName}`),
      ...checkSteps.flatMap(({ spec, dependencies }) => dependencies.map(({ id, kind }) => `${id} -> ${spec.stepName} ${kind}`)),
    ].sort(),
    edges: [...nodes.values()].flatMap(({ id, upstream }) => upstream.map((other) => `${other} -> ${id}`)).sort(),
    findings: [...new Set(findings.map(({ code, message }) => `${code}: ${message}`))].sort(),
  };
}
