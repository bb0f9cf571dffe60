import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError, exitCodes } from "../commandError.ts";
import type { PlannedEdit } from "./planRename.ts";

/** A file before and after a rename. */
export interface ChangedFile {
  /** Relative to the project's folder, with `/`. */
  readonly file: string;
  readonly edits: readonly PlannedEdit[];
  /** Both without a byte order mark. */
  readonly before: string;
  readonly after: string;
  /** Whether the file begins with a byte order mark, which stays. */
  readonly hasMark: boolean;
}

/**
 * Applies edits to the texts of files, without writing them. The file that declares the asset comes last: where writing is cut
 * off, the key still has its old name there, and the same rename goes on where it ended.
 *
 * @param last the file that declares the asset
 * @throws CommandError where a file is no longer as it was read
 */
export function applyEdits(projectFolder: string, edits: readonly PlannedEdit[], last: string | undefined): ChangedFile[] {
  const changed = [...Map.groupBy(edits, ({ file }) => file)].map(([file, own]): ChangedFile => {
    const bytes = readFileSync(join(projectFolder, file));
    const text = bytes.toString("utf8");
    const before = text.replace(/^\uFEFF/, "");
    if (!Buffer.from(text, "utf8").equals(bytes)) throw cannotWrite(file, "it is not UTF-8, and would not stay as it is");
    if (before !== own[0]?.before) throw cannotWrite(file, "it was changed just now; run this again");
    return { file, edits: own, before, after: applied(before, own), hasMark: text !== before };
  });
  return changed.sort((one, other) => Number(one.file === last) - Number(other.file === last));
}

function applied(text: string, edits: readonly PlannedEdit[]): string {
  let after = text;
  for (const { range, newText } of edits.toSorted((one, other) => other.range.startOffset - one.range.startOffset)) {
    after = after.slice(0, range.startOffset) + newText + after.slice(range.endOffset);
  }
  return after;
}

/**
 * Writes files: first all of them under other names, then each in its place, so that a full disk or a file that may not be
 * written leaves everything as it was.
 *
 * @throws CommandError
 */
export function writeFiles(projectFolder: string, changed: readonly ChangedFile[]): void {
  const written: { readonly file: string; readonly temporary: string; readonly path: string }[] = [];
  try {
    for (const { file, after, hasMark } of changed) {
      // A link goes on pointing where it did.
      const path = realpathSync(join(projectFolder, file));
      const temporary = `${path}.${process.pid}.tmp`;
      written.push({ file, temporary, path });
      writeFileSync(temporary, (hasMark ? "\uFEFF" : "") + after, { mode: statSync(path).mode });
    }
  } catch (error) {
    for (const { temporary } of written) rmSync(temporary, { force: true });
    throw cannotWrite(
      written.at(-1)?.file ?? "",
      `${error instanceof Error ? error.message : String(error)}; nothing was changed`,
    );
  }
  for (const { temporary, path } of written) renameSync(temporary, path);
}

function cannotWrite(file: string, why: string): CommandError {
  return new CommandError(`${file} cannot be written: ${why}.`, exitCodes.failed);
}
