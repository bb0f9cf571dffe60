import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeRegistry, type RememberedTypes, registryFile } from "@headwater/analysis";
import { CommandError, exitCodes } from "../commandError.ts";
import { compilerLibraries } from "../project/compilerLibraries.ts";
import { findProject } from "../project/findProject.ts";
import { readProject } from "../project/readProject.ts";

export interface TypesOptions {
  readonly project: string;
  /** Only say whether the file is as it would be written. */
  readonly check?: boolean;
}

/** What earlier runs have found, for this format of it. */
const rememberedIn = ".headwater/types-1.json";

/** `headwater types`: writes what each asset holds into the registry, from the types in the code; no user code runs. */
export async function types({ project, check }: TypesOptions): Promise<number> {
  const projectFolder = findProject(project);
  const analysis = await readProject(projectFolder)();
  const root = projectFolder.replaceAll("\\", "/");
  const made = await makeRegistry(root, analysis, readRemembered(projectFolder), compilerLibraries());
  const path = join(projectFolder, registryFile);
  const isCurrent = readText(path) === made.text;
  if (check) {
    const state = isCurrent ? "is as the code says" : 'is not what the code says: run "headwater types"';
    process.stdout.write(`${registryFile} ${state}.\n`);
    return isCurrent ? exitCodes.fine : exitCodes.failed;
  }
  if (!isCurrent) writeAtomically(path, made.text);
  remember(projectFolder, made.remembered);
  process.stdout.write(`${registryFile} ${isCurrent ? "is as the code says" : "was written"}.\n`);
  return exitCodes.fine;
}

/** Replaces a file as a whole, or leaves it as it was. */
function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new CommandError(`${path} could not be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function readRemembered(projectFolder: string): RememberedTypes {
  try {
    const read: unknown = JSON.parse(readText(join(projectFolder, rememberedIn)) ?? "{}");
    return isRemembered(read) ? read : {};
  } catch {
    return {};
  }
}

/** What is remembered only saves time: without it everything is found anew. */
function remember(projectFolder: string, remembered: RememberedTypes): void {
  const path = join(projectFolder, rememberedIn);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeAtomically(path, JSON.stringify(remembered));
  } catch {}
}

function isRemembered(read: unknown): read is RememberedTypes {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  return (
    isObject(read) &&
    Object.values(read).every(
      (entry) =>
        isObject(entry) &&
        typeof entry.hash === "string" &&
        isObject(entry.types) &&
        Object.values(entry.types).every((type) => typeof type === "string"),
    )
  );
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
