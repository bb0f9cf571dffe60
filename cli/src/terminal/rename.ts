import { type AssetKey, type Carried, describeCarried, toUserString } from "@headwater/model";
import type { ChangedFile } from "../rename/changedFiles.ts";
import { count, plain, styleFor } from "./style.ts";

/** What a rename changes, line by line as a difference, with what became of history and value. */
export interface ShownRename {
  readonly from: AssetKey;
  readonly to: AssetKey;
  readonly changed: readonly ChangedFile[];
  readonly carried: Carried;
  readonly dryRun: boolean;
}

export function renameText({ from, to, changed, carried, dryRun }: ShownRename, stream: NodeJS.WriteStream): string {
  const style = styleFor(stream);
  const blocks = changed.map(({ file, edits, before, after }) => {
    const numbers = new Set(edits.map(({ range }) => range.start.line));
    const [old, now] = [linesOf(before), linesOf(after)];
    const lines = [...numbers]
      .sort((one, other) => one - other)
      .flatMap((number) => [
        style("red", `  ${number + 1} - ${plain(old[number] ?? "").trim()}`),
        style("green", `  ${number + 1} + ${plain(now[number] ?? "").trim()}`),
      ]);
    return [style("cyan", file), ...lines].join("\n");
  });
  const places = changed.reduce((sum, { edits }) => sum + edits.length, 0);
  const done = dryRun ? "would be" : "was";
  const [old, now] = [from, to].map((key) => JSON.stringify(toUserString(key)));
  const where = `in ${count(places, "place")} of ${count(changed.length, "file")}`;
  const summary = changed.length === 0 ? [] : [`${old} ${done} renamed to ${now} ${where}.`];
  return [...blocks, [...summary, describeCarried(carried, to, dryRun)].join("\n")].join("\n\n");
}

/** Lines end where the analysis ends them, so that numbers agree. */
function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/);
}
