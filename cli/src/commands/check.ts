import { findOutdatedTypes, inOrder, withSeverities } from "@headwater/analysis";
import { type Severity, severityNames } from "@headwater/model";
import { commandOutputVersion } from "@headwater/protocol";
import { exitCodes } from "../commandError.ts";
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
}

/** `headwater check`: every finding of the analysis; no user code runs. */
export async function check({ project, failOn, json, types }: CheckOptions): Promise<number> {
  const projectFolder = findProject(project);
  const analysis = await readProject(projectFolder)();
  const root = projectFolder.replaceAll("\\", "/");
  const more = [...(await findOutdatedTypes(root, analysis)), ...(types ? await compareTypes(root, analysis) : [])];
  const diagnostics = withSeverities(inOrder([...analysis.diagnostics, ...more]), analysis.severity);
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
        assets: analysis.assets.length,
        files: analysis.definingFiles.length,
        errors: of("error"),
        warnings: of("warning"),
        informations: of("information"),
        hints: of("hint"),
      },
    };
    process.stdout.write(`${JSON.stringify(output, undefined, 2)}\n`);
  } else {
    process.stdout.write(`${diagnosticsText(analysis, diagnostics, projectFolder, process.stdout)}\n`);
  }
  const failed = diagnostics.some(({ severity }) => severityNames.indexOf(severity) <= severityNames.indexOf(failOn));
  return failed ? exitCodes.failed : exitCodes.fine;
}
