import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const root = join(import.meta.dirname, "../..");
const leftOut = new Set(["node_modules", ".headwater", ".vscode", "dist"]);

/** A copy of an example in a temporary folder, with its packages linked, for a journey to change as it likes. */
export function copyExample(name: "customers" | "flights"): { folder: string; remove(): void } {
  const example = join(root, "examples", name);
  const holder = realpathSync(mkdtempSync(join(tmpdir(), "headwater-example-")));
  // The folder's own name is what VS Code shows.
  const folder = join(holder, name);
  cpSync(example, folder, { recursive: true, filter: (source) => source === example || !leftOut.has(basename(source)) });
  linkPackages(join(folder, "node_modules"), [join(root, "node_modules"), join(example, "node_modules")]);
  return { folder, remove: () => rmSync(holder, { recursive: true, force: true }) };
}

/** One link a package; a later folder's package hides an earlier one's. */
function linkPackages(target: string, folders: readonly string[]): void {
  const packages = new Map<string, string>();
  for (const folder of folders) for (const name of entries(folder)) packages.set(name, realpathSync(join(folder, name)));
  mkdirSync(target);
  for (const [name, path] of packages) symlinkSync(path, join(target, name), "dir");
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch {
    return [];
  }
}
