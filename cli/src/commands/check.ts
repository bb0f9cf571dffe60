import { findOutdatedTypes, inOrder, withSeverities } from "@headwater/analysis";
import { type Severity, severityNames } from "@headwater/model";
import { commandOutputVersion } from "@headwater/protocol";
import { exitCodes } from "../commandError.ts";
import { loadedView } from "../loaded/loadedView.ts";
import { loadProject } from "../loaded/loadProject.ts";
import { onlyLoadedText, onlyLoadedToJson } from "../loaded/onlyLoaded.ts";
import { compareTypes } from "../project/compareTypes.ts";
import { findProject } from "../project/findProject.ts";
import { readProject } from "../project/readProject.ts";
import { diagnosticsText } from "../terminal/diagnostics.ts";
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

/** `headwater check`: every finding of the analysis; no user code runs, except with `loaded`. */
export async function check({ project, failOn, json, types, loaded, loadTimeout }: CheckOptions): Promise<number> {
  const projectFolder = findProject(project);
  const analysis = await readProject(projectFolder)();
  const view = loaded ? loadedView(analysis, await loadProject(projectFolder, analysis, loadTimeout)) : undefined;
  const found = view?.diagnostics ?? analysis.diagnostics;
  const root = projectFolder.replaceAll("\\", "/");
  const more = [...(await findOutdatedTypes(root, analysis)), ...(types ? await compareTypes(root, analysis) : [])];
  const diagnostics = withSeverities(inOrder([...found, ...more]), analysis.severity);
  if (json) {
    const of = (severity: Severity) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    const output = {
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
        assets: analysis.assets.length + (view?.onlyLoaded.assets.size ?? 0),
        files: analysis.definingFiles.length,
        errors: of("error"),
        warnings: of("warning"),
        informations: of("information"),
        hints: of("hint"),
      },
      ...(view === undefined ? {} : { loaded: onlyLoadedToJson(view) }),
    };
    process.stdout.write(`${JSON.stringify(output, undefined, 2)}\n`);
  } else {
    const only = view === undefined ? [] : onlyLoadedText(view);
    const text = diagnosticsText(analysis, diagnostics, projectFolder, process.stdout, view?.onlyLoaded.assets.size);
    process.stdout.write(`${[...only, ...(only.length === 0 ? [] : [""]), text].join("\n")}\n`);
  }
  const failed = diagnostics.some(({ severity }) => severityNames.indexOf(severity) <= severityNames.indexOf(failOn));
  return failed ? exitCodes.failed : exitCodes.fine;
}
