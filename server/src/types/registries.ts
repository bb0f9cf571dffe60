import { readFileSync } from "node:fs";
import { posix } from "node:path";
import {
  type MadeRegistry,
  readRegistry,
  readRemembered,
  registryFile,
  registrySource,
  writeRegistry,
} from "@headwater/analysis";
import { pathInside } from "../workspace/fileUris.ts";
import type { Project } from "../workspace/project.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { RegistryQuestion } from "./messages.ts";

/** Makes a registry somewhere. */
export type MakeRegistry = (question: RegistryQuestion, signal: AbortSignal) => Promise<MadeRegistry>;

/** Keeps the registries of projects as the code says, where there is one. */
export interface Registries {
  /** A file was saved, or has changed on disk. */
  saved(path: string): void;
  /** Makes the registries anew that may be others; one at a time. Gives those that were written. */
  refresh(): Promise<readonly string[]>;
  stop(): void;
}

/** Only the files that were saved, and those that depend on them, are given to the compiler: of the others it is remembered what they hold. */
export function createRegistries(workspace: Workspace, make: MakeRegistry): Registries {
  const stale = new Set<Project>();
  const stopping = new AbortController();
  let working: Promise<readonly string[]> = Promise.resolve([]);

  const refreshAll = async (): Promise<readonly string[]> => {
    const written: string[] = [];
    for (const project of [...stale]) {
      const { root, analysis } = project;
      if (analysis === undefined || hasUnsaved(workspace, project)) continue;
      stale.delete(project);
      // Whoever has none does not want one.
      if (readRegistry(root) === undefined) continue;
      const question = { root, source: registrySource(root, analysis), remembered: readRemembered(root) };
      const made = await make(question, stopping.signal);
      // What was saved in the meantime comes with the next round.
      if (!stopping.signal.aborted && readRegistry(root) !== undefined && writeRegistry(root, made)) written.push(root);
    }
    return written;
  };
  return {
    saved(path) {
      if (posix.basename(path) === registryFile) return;
      for (const project of workspace.projects()) if (project.files.concerns(path)) stale.add(project);
    },
    refresh() {
      working = working.then(refreshAll, refreshAll);
      return working;
    },
    stop: () => stopping.abort(),
  };
}

/** Whether an open file with assets is other than on disk, where the compiler reads it. The registry waits for it to be saved. */
function hasUnsaved({ open, projectOf }: Workspace, project: Project): boolean {
  for (const [path, { text }] of open) {
    const file = projectOf(path) === project ? pathInside(project.root, path) : undefined;
    if (file !== undefined && (project.assetsOf.get(file) ?? []).length > 0 && text !== readText(path)) return true;
  }
  return false;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
