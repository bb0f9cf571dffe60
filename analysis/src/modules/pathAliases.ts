import type { ProjectFiles } from "../project/projectFiles.ts";
import { folderOf, isAbsolute, joinPaths, relativeTo } from "./paths.ts";

/** One pattern, as `@app/*`, and the paths that it stands for, best first. At most one `*` in each. */
export interface PathAlias {
  readonly pattern: string;
  readonly targets: readonly string[];
}

interface CompilerOptions {
  readonly baseUrl?: string;
  /** As they are written, with the folder of the file that they stand in. */
  readonly paths?: { readonly folder: string; readonly entries: Record<string, unknown> };
}

/** What the project's tsconfig.json (or jsconfig.json) and package.json say about where modules are. */
export interface PathAliases {
  readonly baseUrl?: string;
  readonly paths: readonly PathAlias[];
}

/**
 * Reads `paths` and `baseUrl` of the tsconfig.json at the project's root, with what it extends by a relative path, and
 * `imports` of package.json. A file that cannot be read says nothing.
 *
 * @param parseJson reads JSON with comments
 */
export function readPathAliases(files: ProjectFiles, parseJson: (text: string) => unknown): PathAliases {
  const config = ["tsconfig.json", "jsconfig.json"].find((name) => files.exists(name));
  const { baseUrl, paths }: CompilerOptions = config === undefined ? {} : readConfig(files, config, parseJson, new Set());
  const fromConfig = Object.entries(paths?.entries ?? {}).map(([pattern, targets]) => ({
    pattern,
    // The base counts wherever it was set, as in TypeScript; without one, the folder of the file with the paths.
    targets: texts(targets).map((target) => relativeTo(files.root, joinPaths(baseUrl ?? paths?.folder ?? "", target))),
  }));
  const all = [...fromConfig, ...readPackageImports(files, parseJson)];
  return { paths: all, ...(baseUrl === undefined ? {} : { baseUrl }) };
}

function readConfig(files: ProjectFiles, path: string, parseJson: (text: string) => unknown, seen: Set<string>): CompilerOptions {
  if (seen.has(path)) return {};
  seen.add(path);
  const config = readObject(files, path, parseJson);
  const folder = folderOf(path);
  let inherited: CompilerOptions = {};
  const bases = typeof config.extends === "string" ? [config.extends] : Array.isArray(config.extends) ? config.extends : [];
  for (const base of bases) {
    if (typeof base !== "string" || !(base.startsWith(".") || isAbsolute(base))) continue;
    const target = relativeTo(files.root, joinPaths(folder, base));
    const found = [target, `${target}.json`, `${target}/tsconfig.json`].find((candidate) => files.exists(candidate));
    if (found !== undefined) inherited = { ...inherited, ...readConfig(files, found, parseJson, seen) };
  }
  const given = objectOf(config.compilerOptions);
  const baseUrl =
    typeof given.baseUrl === "string" ? relativeTo(files.root, joinPaths(folder, given.baseUrl)) : inherited.baseUrl;
  const paths = given.paths === undefined ? inherited.paths : { folder, entries: objectOf(given.paths) };
  return { ...(baseUrl === undefined ? {} : { baseUrl }), ...(paths === undefined ? {} : { paths }) };
}

/** `"imports": { "#lib/*": "./src/lib/*.ts" }`, the first path of each where conditions choose. */
function readPackageImports(files: ProjectFiles, parseJson: (text: string) => unknown): PathAlias[] {
  if (!files.exists("package.json")) return [];
  return Object.entries(objectOf(readObject(files, "package.json", parseJson).imports)).flatMap(([pattern, target]) => {
    const targets = pathsIn(target).filter((path) => path.startsWith("./"));
    return pattern.startsWith("#") && targets.length > 0 ? [{ pattern, targets: targets.map((path) => joinPaths(path)) }] : [];
  });
}

function pathsIn(target: unknown): string[] {
  if (typeof target === "string") return [target];
  if (typeof target !== "object" || target === null) return [];
  return Object.values(target).flatMap(pathsIn);
}

function readObject(files: ProjectFiles, path: string, parseJson: (text: string) => unknown): Record<string, unknown> {
  try {
    return objectOf(parseJson(files.read(path) ?? ""));
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
