import { posix } from "node:path";
import type { NeighbourProject } from "../naming/otherProjects.ts";
import type { AnalyzedAsset } from "../projectAnalysis.ts";

const source = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const named = /\b(?:import|export)\b[^;"'{}]*\{([^{}]*)\}\s*from\s*["']([^"'\n]+)["']/g;
const whole = /\bimport\s*\*\s*as\s+([\w$]+)\s+from\s*["']([^"'\n]+)["']/g;

/**
 * Where another project imports the constant that holds an asset, by the name of the package or by a path. Texts alone are
 * looked at: those of all sources where the project depends on the package, else those that import the file itself.
 *
 * @returns the place as `file:line`; undefined where it does not, or the constant is exported under another name
 */
export function importOfConstant(
  other: NeighbourProject,
  project: NeighbourProject,
  { file, bindingName, exportedName }: AnalyzedAsset,
): string | undefined {
  if (bindingName === undefined || exportedName !== bindingName) return undefined;
  const target = posix.relative(other.root, posix.join(project.root, file));
  const isOurs = (from: string, specifier: string) =>
    specifier === project.name || specifier.startsWith(`${project.name}/`) || other.live?.resolve(from, specifier) === target;
  for (const path of mayImport(other, project.name, target)) {
    const text = other.files.read(path) ?? "";
    const at = text.includes(bindingName) ? placeOfImport(text, bindingName, (specifier) => isOurs(path, specifier)) : undefined;
    if (at !== undefined) return `${path}:${text.slice(0, at).split(/\r\n|\r|\n/).length}`;
  }
  return undefined;
}

function mayImport({ files, live }: NeighbourProject, packageName: string, target: string): Iterable<string> {
  const dependsOnIt = files.read("package.json")?.includes(JSON.stringify(packageName)) === true;
  return dependsOnIt ? files.list().filter((path) => source.test(path)) : (live?.importersOf(target) ?? []);
}

function placeOfImport(text: string, name: string, isOurs: (specifier: string) => boolean): number | undefined {
  for (const { index, 1: names = "", 2: specifier = "" } of text.matchAll(named)) {
    const isAmong = names.split(",").some(
      (each) =>
        each
          .trim()
          .replace(/^type\s+/, "")
          .split(/\s/)[0] === name,
    );
    if (isAmong && isOurs(specifier)) return index;
  }
  for (const { index, 1: local = "", 2: specifier = "" } of text.matchAll(whole)) {
    if (isOurs(specifier) && text.includes(`${local}.${name}`)) return index;
  }
  return undefined;
}
