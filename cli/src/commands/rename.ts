import { basename } from "node:path";
import { indexProject, nodeFiles, openAnalysis, typeScriptLanguage } from "@headwater/analysis";
import { type AssetKey, fromEscapedString, keyId, sameKey, toUserString } from "@headwater/model";
import { commandOutputVersion } from "@headwater/protocol";
import { CommandError, exitCodes } from "../commandError.ts";
import { findProject } from "../project/findProject.ts";
import { asFirstRead } from "../rename/asFirstRead.ts";
import { openCarrying } from "../rename/carrying.ts";
import { applyEdits, type ChangedFile, writeFiles } from "../rename/changedFiles.ts";
import { neighboursOf } from "../rename/neighbours.ts";
import { checkRenamed, planRename } from "../rename/planRename.ts";
import { renameText } from "../terminal/rename.ts";
import { placeToJson } from "./json.ts";

export interface RenameOptions {
  readonly project: string;
  readonly json?: boolean;
  /** Change nothing, and show what would be changed. */
  readonly dryRun?: boolean;
  /** The code has the new key already: only carry history and stored value. */
  readonly onlyHistory?: boolean;
}

/**
 * `headwater rename OLD NEW`: gives an asset another key in every file that names it, and its history and stored value to that
 * key; no user code runs. What could not be carried later is refused before a file is changed.
 */
export async function rename(old: string, now: string, options: RenameOptions): Promise<number> {
  const { json, dryRun = false, onlyHistory } = options;
  const [from, to] = [readKey(old), readKey(now)];
  if (sameKey(from, to)) throw new CommandError("The key is called so already: give another one.");
  const projectFolder = findProject(options.project);
  const files = asFirstRead(nodeFiles(projectFolder));
  const language = await typeScriptLanguage();
  const project = { ...indexProject(files, openAnalysis(language, files)), name: basename(projectFolder) };
  let changed: readonly ChangedFile[] = [];
  if (onlyHistory) checkRenamed(project, from, to);
  else {
    const neighbours = neighboursOf(projectFolder, language);
    const edits = await planRename(project, neighbours, from, to);
    changed = applyEdits(projectFolder, edits, project.index.get(keyId(from))?.file);
  }
  const carrying = await openCarrying(projectFolder, from, to);
  try {
    if (!dryRun) writeFiles(projectFolder, changed);
    const carried = dryRun ? carrying.preview : await carryAfter(() => carrying.carry(), changed, from, to);
    const output = json
      ? JSON.stringify(
          {
            version: commandOutputVersion,
            command: "rename",
            from: toUserString(from),
            to: toUserString(to),
            dryRun,
            edits: changed.flatMap(({ file, edits }) =>
              edits.map(({ range, newText }) => ({ ...placeToJson(file, range), newText })),
            ),
            history: carried,
          },
          undefined,
          2,
        )
      : renameText({ from, to, changed, carried, dryRun }, process.stdout);
    process.stdout.write(`${output}\n`);
    return exitCodes.fine;
  } finally {
    carrying.close();
  }
}

/** Carries history once the code has the new key; a run of another process may have begun by then. */
async function carryAfter<T>(carry: () => Promise<T>, changed: readonly ChangedFile[], from: AssetKey, to: AssetKey): Promise<T> {
  try {
    return await carry();
  } catch (error) {
    if (changed.length === 0 || !(error instanceof Error)) throw error;
    const again = `headwater rename ${JSON.stringify(keyId(from))} ${JSON.stringify(keyId(to))} --only-history`;
    throw new CommandError(
      `The code has the new key, but the history was not carried: ${error.message} Later do so with: ${again}`,
      exitCodes.failed,
    );
  }
}

/** A key as users write it: segments with slashes between them, `\/` for a slash within one. */
function readKey(text: string): AssetKey {
  const key = fromEscapedString(text);
  if (key.path.some((segment) => segment === "")) {
    throw new CommandError(
      `${JSON.stringify(text)} is not a key: write its segments with slashes between them, as in staging/orders.`,
    );
  }
  return key;
}
