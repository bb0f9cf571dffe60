import { posix } from "node:path";
import {
  createAssetIndex,
  type Diagnostic,
  externalHere,
  findOutdatedTypes,
  inOrder,
  type NeighbourProject,
  nodeFiles,
  type ProjectAnalysis,
  withSeverities,
} from "@headwater/analysis";
import { type Severity, severityNames } from "@headwater/model";
import { commandOutputVersion } from "@headwater/protocol";
import { exitCodes } from "../commandError.ts";
import { type LoadedView, loadedView } from "../loaded/loadedView.ts";
import { loadProject } from "../loaded/loadProject.ts";
import { onlyLoadedText, onlyLoadedToJson } from "../loaded/onlyLoaded.ts";
import { compareTypes } from "../project/compareTypes.ts";
import { findPackage } from "../project/findProject.ts";
import { readProject } from "../project/readProject.ts";
import { workspaceProjects } from "../project/workspaceProjects.ts";
import { type Checked, diagnosticsText } from "../terminal/diagnostics.ts";
import { placeToJson } from "./json.ts";

export interface CheckOptions {
  readonly project: string;
  readonly failOn: Severity;
  readonly json?: boolean;
  /** Also compare the types at both ends of each edge, which takes the compiler. */
  readonly types?: boolean;
  /** Also load the project in a worker process, and compare what that gives with what the analysis claims. */
  readonly loaded?: boolean;
  /** How many seconds loading may take. */
  readonly loadTimeout: number;
}

interface CheckedProject extends NeighbourProject {
  readonly analysis: ProjectAnalysis;
  readonly view: LoadedView | undefined;
  /** One of its files as it is seen from the folder that is checked. */
  readonly seen: (file: string) => string;
}

/**
 * `headwater check`: every finding of the analysis, in a monorepo's root of all its projects; no user code runs, except with
 * `loaded`.
 */
export async function check(options: CheckOptions): Promise<number> {
  const folder = findPackage(options.project);
  const projects: CheckedProject[] = [];
  for (const { root, name } of workspaceProjects(folder)) {
    const within = posix.relative(folder.replaceAll("\\", "/"), root);
    projects.push(await readOne({ root, name, seen: (file) => posix.join(within, file) }, options));
  }
  const diagnostics: Diagnostic[] = [];
  for (const project of projects) {
    for (const { file, related, ...found } of await findingsOf(project, projects, options)) {
      const places = related.map((place) => ({ ...place, file: project.seen(place.file) }));
      diagnostics.push({ ...found, file: project.seen(file), related: places });
    }
  }
  const checked: Checked = {
    assets: sum(projects, ({ analysis, view }) => analysis.assets.length + (view?.onlyLoaded.assets.size ?? 0)),
    unnamed: sum(projects, ({ analysis }) => analysis.unnamed.length),
    files: sum(projects, ({ analysis }) => analysis.definingFiles.length),
    projects: projects.length,
  };
  const text = options.json
    ? `${JSON.stringify(toJson(diagnostics, checked, projects), undefined, 2)}\n`
    : toText(diagnostics, checked, projects, folder);
  process.stdout.write(text);
  const failed = diagnostics.some(({ severity }) => severityNames.indexOf(severity) <= severityNames.indexOf(options.failOn));
  return failed ? exitCodes.failed : exitCodes.fine;
}

async function readOne(
  project: Pick<CheckedProject, "root" | "name" | "seen">,
  { loaded, loadTimeout }: CheckOptions,
): Promise<CheckedProject> {
  const { root } = project;
  const analysis = await readProject(root)();
  const view = loaded ? loadedView(analysis, await loadProject(root, analysis, loadTimeout)) : undefined;
  const index = createAssetIndex();
  index.follow(analysis, "everything");
  return { ...project, files: nodeFiles(root), analysis, index, view };
}

async function findingsOf(
  project: CheckedProject,
  projects: readonly CheckedProject[],
  { types }: CheckOptions,
): Promise<readonly Diagnostic[]> {
  const { root, analysis, view } = project;
  const found = (view?.diagnostics ?? analysis.diagnostics).map((finding) => externalHere(projects, project, finding));
  const more = [...(await findOutdatedTypes(root, analysis)), ...(types ? await compareTypes(root, analysis) : [])];
  return withSeverities(inOrder([...found, ...more]), analysis.severity);
}

function toText(
  diagnostics: readonly Diagnostic[],
  checked: Checked,
  projects: readonly CheckedProject[],
  folder: string,
): string {
  const only = projects.flatMap(({ view, seen }) => {
    const lines = view === undefined ? [] : onlyLoadedText(view, seen);
    return lines.length === 0 ? [] : [...lines, ""];
  });
  return `${[...only, diagnosticsText(diagnostics, checked, folder, process.stdout)].join("\n")}\n`;
}

function toJson(diagnostics: readonly Diagnostic[], { assets, files }: Checked, projects: readonly CheckedProject[]) {
  const of = (severity: Severity) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const loaded = projects.flatMap(({ view, seen }) => (view === undefined ? [] : [onlyLoadedToJson(view, seen)]));
  return {
    version: commandOutputVersion,
    command: "check",
    diagnostics: diagnostics.map(({ code, severity, message, file, range, related, suggestions }) => ({
      code,
      severity,
      message,
      ...placeToJson(file, range),
      related: related.map((other) => ({ message: other.message, ...placeToJson(other.file, other.range) })),
      suggestions: [...suggestions],
    })),
    summary: {
      assets,
      files,
      errors: of("error"),
      warnings: of("warning"),
      informations: of("information"),
      hints: of("hint"),
    },
    ...(loaded.length === 0
      ? {}
      : {
          loaded: {
            assets: loaded.flatMap((each) => each.assets),
            dependencies: loaded.flatMap((each) => each.dependencies),
            attributes: loaded.flatMap((each) => each.attributes),
            checks: loaded.flatMap((each) => each.checks),
          },
        }),
  };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
