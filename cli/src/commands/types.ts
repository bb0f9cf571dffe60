import { join } from "node:path";
import { makeRegistry, readRegistry, readRemembered, registryFile, registrySource, writeRegistry } from "@headwater/analysis";
import { commandOutputVersion } from "@headwater/protocol";
import { CommandError, exitCodes } from "../commandError.ts";
import { compilerLibraries } from "../project/compilerLibraries.ts";
import { findProject } from "../project/findProject.ts";
import { readProject } from "../project/readProject.ts";

export interface TypesOptions {
  readonly project: string;
  /** Only say whether the file is as it would be written. */
  readonly check?: boolean;
  readonly json?: boolean;
}

/** `headwater types`: writes what each asset holds into the registry, from the types in the code; no user code runs. */
export async function types({ project, check, json }: TypesOptions): Promise<number> {
  const projectFolder = findProject(project);
  const analysis = await readProject(projectFolder)();
  const root = projectFolder.replaceAll("\\", "/");
  const made = await makeRegistry(root, registrySource(root, analysis), readRemembered(root), compilerLibraries());
  const isCurrent = check ? readRegistry(root) === made.text : !write(projectFolder, () => writeRegistry(root, made));
  const state = isCurrent ? "current" : check ? "outdated" : "written";
  if (json) {
    const found = [...made.types].map(([key, type]) => ({ key, type }));
    const output = { version: commandOutputVersion, command: "types", file: registryFile, state, types: found };
    process.stdout.write(`${JSON.stringify(output, undefined, 2)}\n`);
  } else process.stdout.write(`${registryFile} ${inWords[state]}.\n`);
  return state === "outdated" ? exitCodes.failed : exitCodes.fine;
}

const inWords = {
  current: "is as the code says",
  written: "was written",
  outdated: 'is not what the code says: run "headwater types"',
} as const;

function write(projectFolder: string, attempt: () => boolean): boolean {
  try {
    return attempt();
  } catch (error) {
    const path = join(projectFolder, registryFile);
    throw new CommandError(`${path} could not be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
