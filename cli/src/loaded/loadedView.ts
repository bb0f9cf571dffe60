import { type Diagnostic, inOrder, type ProjectAnalysis } from "@headwater/analysis";
import {
  type AssetGraph,
  compareLoaded,
  type FindingCode,
  type KeyId,
  keyId,
  type LoadedComparison,
  resolveGraph,
} from "@headwater/model";
import type { Loaded } from "../host/pool.ts";
import { atStartOf, placeOfFinding } from "./places.ts";

/** A project as analysis and loading know it together. */
export interface LoadedView extends LoadedComparison {
  /** The graph that loading gave; of files that could not be loaded as the analysis knows them. */
  readonly graph: AssetGraph;
  readonly diagnostics: readonly Diagnostic[];
  /** The files of the assets that only loading knows. */
  readonly files: ReadonlyMap<KeyId, string>;
}

/** What the analysis says only as long as nothing is known from loading. */
const unknownUntilLoaded: ReadonlySet<FindingCode> = new Set(["unknown-key", "unknown-definitions"]);

/** What the analysis says of a key that nobody has: loading may know who has it. */
const ofAbsentKeys: ReadonlySet<FindingCode> = new Set(["unknown-dependency", "unknown-input"]);

/** Puts together what the analysis says of a project and what loading it gave. Pure. */
export function loadedView(analysis: ProjectAnalysis, loaded: Loaded): LoadedView {
  const failed = new Set(
    loaded.problems.flatMap(({ code, file }) => (code === "load-failed" && file !== undefined ? [file] : [])),
  );
  const complete = failed.size === 0;
  const comparison = compareLoaded(
    {
      specs: analysis.assets.map(({ spec }) => spec),
      checkSteps: analysis.checkSteps.map(({ spec }) => spec),
      complete: analysis.complete,
      resourcesKnown: analysis.resourcesKnown,
    },
    { specs: loaded.specs, checkSteps: loaded.checkSteps, complete },
  );

  const keys = new Set(loaded.specs.map(({ key }) => keyId(key)));
  const unloaded = complete ? [] : analysis.assets.filter(({ id }) => !keys.has(id));
  const specs = [...loaded.specs, ...unloaded.map(({ spec }) => spec)];
  const { graph } = resolveGraph(specs, { keysIncomplete: !complete && !analysis.complete }, loaded.checkSteps);
  const files = new Map<KeyId, string>();
  for (const [index, { key }] of loaded.specs.entries()) {
    const file = loaded.places[index]?.file;
    const id = keyId(key);
    if (file !== undefined && comparison.onlyLoaded.assets.has(id) && !files.has(id)) files.set(id, file);
  }

  const said = new Set(loaded.problems.map(identityOf));
  const kept = analysis.diagnostics.filter((diagnostic) => {
    if (failed.has(diagnostic.file)) return true;
    if (unknownUntilLoaded.has(diagnostic.code)) return false;
    return !complete || !ofAbsentKeys.has(diagnostic.code) || said.has(identityOf(diagnostic));
  });
  const known = new Set(kept.map(identityOf));
  const subjects = [...analysis.assets, ...analysis.checkSteps];
  const added = loaded.problems
    .filter((problem) => !known.has(identityOf(problem)))
    .map(({ code, severity, message, asset, file, path = [] }): Diagnostic => {
      const declared = asset === undefined ? undefined : analysis.assets.find(({ id }) => id === asset);
      const place = declared === undefined ? atStartOf(file ?? "package.json") : placeOfFinding(declared, path);
      return { code: code as FindingCode, severity, message, ...place, related: [], suggestions: [] };
    });
  const disagreements = comparison.disagreements.map(({ code, severity, message, path, subject, asset }): Diagnostic => {
    const declared = subject === undefined ? undefined : subjects[subject];
    const place = declared === undefined ? atStartOf(files.get(keyId(asset)) ?? "package.json") : placeOfFinding(declared, path);
    return { code, severity, message, ...place, related: [], suggestions: [] };
  });
  return { ...comparison, graph, files, diagnostics: inOrder([...kept, ...added, ...disagreements]) };
}

function identityOf({ code, message }: { readonly code: string; readonly message: string }): string {
  return `${code}: ${message}`;
}
