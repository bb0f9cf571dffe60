import type { FactStore } from "../facts/factStore.ts";
import type { Span } from "../facts/span.ts";
import type { Language } from "../facts/typescript/load.ts";
import { createModules, type Modules } from "../modules/modules.ts";
import { createPathAliases } from "../modules/pathAliases.ts";
import { createModuleResolver, ourPackage } from "../modules/resolveModule.ts";
import type { ProjectFiles } from "./projectFiles.ts";
import { type ProjectSettings, readProjectSettings } from "./projectSettings.ts";
import { projectSources, relevantFiles } from "./relevantFiles.ts";

/** A project whose files were found, before anything in them is evaluated. */
export interface OpenProject {
  readonly settings: ProjectSettings;
  readonly modules: Modules;
  /** The files whose exports count, sorted: those that reach our package, narrowed by the entry if there is one. */
  readonly counted: readonly string[];
  /** Every file that reaches our package, sorted. */
  readonly relevant: readonly string[];
  readonly sources: number;
  readonly entry?: string;
  readonly problems: readonly { readonly message: string; readonly span: Span }[];
  /** Sources that are there but could not be read, with the reason. */
  readonly unreadable: ReadonlyMap<string, string>;
  readonly packageMayHoldAssets: (name: string) => boolean;
  /** Whether a file imports our package, at any remove; one that is no source of the project too. */
  readonly reachesOurs: (file: string) => boolean;
}

/**
 * Decides which files define the assets of a project. The analysis and the loader of runs both take its answer, so that
 * the same assets are seen and run.
 */
export function openProject(files: ProjectFiles, language: Language, store: FactStore): OpenProject {
  const settings = readProjectSettings(files, language, store);
  const problems = [...settings.problems];
  const { all, counted } = projectSources(files, settings.exclude);
  const known = new Set(all);
  const resolve = createModuleResolver(
    (path) => known.has(path) || files.exists(path),
    createPathAliases(files, language.parseJson),
  );
  const modules = createModules(files, resolve, language, store);
  const unreadable = new Map<string, string>();
  const packageMayHoldAssets = dependsOnOurs(files);
  const relevant = relevantFiles(files, all, resolve, store, packageMayHoldAssets, (path, reason) =>
    unreadable.set(path, reason),
  );

  const sorted = [...relevant.files].sort();
  let chosen = sorted.filter((path) => counted.has(path));
  let entry: string | undefined;
  if (settings.entry !== undefined) {
    const { path, span } = settings.entry;
    const target = resolve("package.json", path.startsWith(".") ? path : `./${path}`);
    if (target.kind === "file") {
      entry = target.path;
      const reached = importClosure(modules, entry, relevant.files);
      chosen = chosen.filter((each) => reached.has(each));
    } else {
      const message = `package.json names the entry ${JSON.stringify(path)}, which does not exist: correct "headwater", or remove it so that every exported asset counts.`;
      problems.push({ message, span });
    }
  }
  return {
    settings,
    modules,
    counted: chosen,
    relevant: sorted,
    sources: all.length,
    problems,
    unreadable,
    packageMayHoldAssets,
    reachesOurs: (file) => relevant.files.has(file),
    ...(entry === undefined ? {} : { entry }),
  };
}

/** The relevant files that a file imports, at any remove. A path between relevant files goes through relevant files only. */
function importClosure(modules: Modules, from: string, relevant: ReadonlySet<string>): Set<string> {
  const reached = new Set([from]);
  for (const path of reached) {
    const facts = modules.get(path)?.facts;
    const specifiers = [
      ...(facts?.imports ?? []).map(({ specifier }) => specifier),
      ...(facts?.exports ?? []).flatMap((fact) => (fact.kind === "local" ? [] : [fact.specifier])),
    ];
    for (const specifier of specifiers) {
      const target = modules.resolve(path, specifier);
      if (target.kind === "file" && relevant.has(target.path)) reached.add(target.path);
    }
  }
  return reached;
}

/** Whether an installed package says that it depends on ours; only then can what it exports be assets. */
function dependsOnOurs(files: ProjectFiles): (name: string) => boolean {
  const answers = new Map<string, boolean>();
  const look = (name: string): boolean => {
    if (name === "" || name.startsWith("node:")) return false;
    const depth = files.root.split("/").filter(Boolean).length;
    for (let up = 0; up <= depth; up++) {
      const manifest = readManifest(files, `${"../".repeat(up)}node_modules/${name}/package.json`);
      if (manifest === undefined) continue;
      return ["dependencies", "peerDependencies"].some((group) => {
        const listed = manifest[group];
        return typeof listed === "object" && listed !== null && ourPackage in listed;
      });
    }
    return false;
  };
  return (name) => {
    let answer = answers.get(name);
    if (answer === undefined) {
      answer = look(name);
      answers.set(name, answer);
    }
    return answer;
  };
}

function readManifest(files: ProjectFiles, path: string): Record<string, unknown> | undefined {
  try {
    const text = files.read(path);
    const manifest: unknown = text === undefined ? undefined : JSON.parse(text);
    return typeof manifest === "object" && manifest !== null ? (manifest as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
