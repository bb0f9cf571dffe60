import { join } from "node:path";
import { makeRegistry, readRegistry, readRemembered, registryFile, registrySource, writeRegistry } from "@headwater/analysis";
import { CommandError, exitCodes } from "../commandError.ts";
import { compilerLibraries } from "../project/compilerLibraries.ts";
import { findProject } from "../project/findProject.ts";
import { readProject } from "../project/readProject.ts";

export interface TypesOptions {
  readonly project: string;
  /** Only say whether the file is as it would be written. */
  readonly check?: boolean;
}

/** `headwater types`: writes what each asset holds into the registry, from the types in the code; no user code runs. */
export async function types({ project, check }: TypesOptions): Promise<number> {
  const projectFolder = findProject(project);
  const analysis = await readProject(projectFolder)();
  const root = projectFolder.replaceAll("\\", "/");
  const made = await makeRegistry(root, registrySource(root, analysis), readRemembered(root), compilerLibraries());
  if (check) {
    const isCurrent = readRegistry(root) === made.text;
    const state = isCurrent ? "is as the code says" : 'is not what the code says: run "headwater types"';
    process.stdout.write(`${registryFile} ${state}.\n`);
    return isCurrent ? exitCodes.fine : exitCodes.failed;
  }
  const isWritten = write(projectFolder, () => writeRegistry(root, made));
  process.stdout.write(`${registryFile} ${isWritten ? "was written" : "is as the code says"}.\n`);
  return exitCodes.fine;
}

function write(projectFolder: string, attempt: () => boolean): boolean {
  try {
    return attempt();
  } catch (error) {
    const path = join(projectFolder, registryFile);
    throw new CommandError(`${path} could not be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
