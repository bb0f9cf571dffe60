import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "@headwater/analysis";
import type { Severity } from "@headwater/model";
import { noAssets } from "./graph.ts";
import { count, styleFor } from "./style.ts";

const colours = { error: "red", warning: "yellow", information: "blue", hint: "dim" } as const satisfies Record<Severity, string>;

/** How many there are of what was looked at. */
export interface Checked {
  readonly assets: number;
  /** Assets whose keys cannot be known. */
  readonly unnamed: number;
  readonly files: number;
  /** Of a workspace; one otherwise. */
  readonly projects: number;
}

/**
 * Writes findings as a compiler does: place, severity, code, message, the line itself, a summary.
 *
 * @param folder what their files are relative to
 */
export function diagnosticsText(
  diagnostics: readonly Diagnostic[],
  checked: Checked,
  folder: string,
  stream: NodeJS.WriteStream,
): string {
  const style = styleFor(stream);
  const lines = new Map<string, readonly string[]>();
  const lineOf = (file: string, line: number): string => {
    if (!lines.has(file)) lines.set(file, readLines(join(folder, file)));
    return lines.get(file)?.[line] ?? "";
  };
  const frame = (file: string, range: Diagnostic["range"]): string[] => {
    const text = lineOf(file, range.start.line);
    if (text.trim() === "") return [];
    const number = String(range.start.line + 1);
    const end = range.end.line === range.start.line ? range.end.character : text.length;
    const marks =
      text.slice(0, range.start.character).replace(/[^\t]/g, " ") + "~".repeat(Math.max(1, end - range.start.character));
    const margin = " ".repeat(number.length);
    return [`  ${style("dim", `${number} │`)} ${text}`, `  ${style("dim", `${margin} │`)} ${style("red", marks)}`];
  };
  const place = (file: string, range: { start: { line: number; character: number } }) =>
    style("cyan", `${file}:${range.start.line + 1}:${range.start.character + 1}`);

  const blocks = diagnostics.map(({ code, severity, message, file, range, related }) =>
    [
      `${place(file, range)}  ${style(colours[severity], severity)}  ${style("dim", code)}`,
      `  ${message}`,
      ...frame(file, range),
      ...related.map((other) => `  ${place(other.file, other.range)}  ${other.message}`),
    ].join("\n"),
  );
  const none = checked.assets + checked.unnamed === 0 ? [noAssets] : [];
  return [...blocks, ...none, summary(diagnostics, checked)].join("\n\n");
}

function summary(diagnostics: readonly Diagnostic[], { assets, files, projects }: Checked): string {
  const of = (severity: Severity) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const found = [count(of("error"), "error"), count(of("warning"), "warning")];
  if (of("information") > 0) found.push(`${of("information")} for information`);
  if (of("hint") > 0) found.push(count(of("hint"), "hint"));
  const where = projects === 1 ? "" : ` in ${count(projects, "project")}`;
  return `${found.join(", ")} in ${count(assets, "asset")} of ${count(files, "file")}${where}.`;
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split(/\r?\n/);
  } catch {
    return [];
  }
}
