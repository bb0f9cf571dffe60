import type { ProjectFiles } from "../project/projectFiles.ts";
import { folderOf, isAbsolute, joinPaths, relativeTo } from "./paths.ts";

/** One pattern: `@app/*` is `@app/` before its star and nothing after it. The paths that it stands for, best first. */
export interface PathAlias {
  readonly before: string;
  /** Absent where the pattern has no star. */
  readonly after?: string;
  readonly targets: readonly string[];
}

/** What the tsconfig.json (or jsconfig.json) of a folder and the project's package.json say about where modules are. */
export interface PathAliases {
  readonly baseUrl?: string;
  /** The one that fits best comes first. */
  readonly patterns: readonly PathAlias[];
}

/** The aliases that the files of a folder see. */
export type AliasesOf = (folder: string) => PathAliases;

/** As they are written, with the folders of the files that they stand in. */
interface CompilerOptions {
  readonly baseUrl?: { readonly folder: string; readonly path: string };
  readonly paths?: { readonly folder: string; readonly entries: Record<string, unknown> };
}

/**
 * Makes a reader of aliases. A file sees those of the nearest tsconfig.json around it, also above the project, with what
 * that extends, and `imports` of the project's package.json. A file that cannot be read says nothing.
 *
 * @param parseJson reads JSON with comments
 * @param read hears of every file that is read, and of those that `extends` names and that are not there
 */
export function createPathAliases(
  files: ProjectFiles,
  parseJson: (text: string) => unknown,
  read: (path: string) => void = () => {},
): AliasesOf {
  const saved = files.saved ?? files;
  return aliasesIn(
    {
      ...saved,
      exists: saved.exists,
      read(path) {
        read(path);
        return saved.read(path);
      },
    },
    parseJson,
    read,
  );
}

function aliasesIn(files: ProjectFiles, parseJson: (text: string) => unknown, missing: (path: string) => void): AliasesOf {
  const imports = bestFirst(readPackageImports(files, parseJson));
  const none: PathAliases = { patterns: imports };
  const depth = files.root.split("/").filter(Boolean).length;
  const known = new Map<string, PathAliases>();
  const readFrom = (folder: string): PathAliases => {
    const config = ["tsconfig.json", "jsconfig.json"].map((name) => joinPaths(folder, name)).find(files.exists);
    if (config !== undefined) return readAliases(files, config, parseJson, imports, missing);
    const isTop = folder === "" ? depth === 0 : folder.split("/").filter((part) => part === "..").length >= depth;
    return isTop ? none : aliasesOf(folder.endsWith("..") || folder === "" ? joinPaths(folder, "..") : folderOf(folder));
  };
  const aliasesOf: AliasesOf = (folder) => {
    let aliases = known.get(folder);
    if (aliases === undefined) {
      aliases = readFrom(folder);
      known.set(folder, aliases);
    }
    return aliases;
  };
  return aliasesOf;
}

function readAliases(
  files: ProjectFiles,
  config: string,
  parseJson: (text: string) => unknown,
  imports: readonly PathAlias[],
  missing: (path: string) => void,
): PathAliases {
  const { baseUrl, paths } = readConfig({ files, parseJson, missing, seen: new Set() }, config);
  const place = (path: string, folder: string) => {
    const own = path.replace(/^\$\{configDir\}/, ".");
    return relativeTo(files.root, joinPaths(own === path ? folder : folderOf(config), own));
  };
  const base = baseUrl && place(baseUrl.path, baseUrl.folder);
  const fromConfig = Object.entries(paths?.entries ?? {}).map(([pattern, targets]) =>
    // The base counts wherever it was set, as in TypeScript; without one, the folder of the file with the paths.
    aliasOf(
      pattern,
      texts(targets).map((target) => place(target, base ?? paths?.folder ?? "")),
    ),
  );
  return { patterns: bestFirst([...fromConfig, ...imports]), ...(base === undefined ? {} : { baseUrl: base }) };
}

/** Those without a star, then those with the longest text before it. */
function bestFirst(aliases: PathAlias[]): PathAlias[] {
  const hasStar = ({ after }: PathAlias) => Number(after !== undefined);
  return aliases.sort((one, other) => hasStar(one) - hasStar(other) || other.before.length - one.before.length);
}

function aliasOf(pattern: string, targets: readonly string[]): PathAlias {
  const star = pattern.indexOf("*");
  return star < 0 ? { before: pattern, targets } : { before: pattern.slice(0, star), after: pattern.slice(star + 1), targets };
}

interface Reading {
  readonly files: ProjectFiles;
  readonly parseJson: (text: string) => unknown;
  readonly missing: (path: string) => void;
  /** What was read on the way. */
  readonly seen: Set<string>;
}

function readConfig(reading: Reading, path: string): CompilerOptions {
  const { files, parseJson, missing, seen } = reading;
  if (seen.has(path)) return {};
  seen.add(path);
  const config = readObject(files, path, parseJson);
  const folder = folderOf(path);
  let inherited: CompilerOptions = {};
  const bases = typeof config.extends === "string" ? [config.extends] : Array.isArray(config.extends) ? config.extends : [];
  for (const base of bases) {
    if (typeof base !== "string") continue;
    const candidates = basesNamed(files, folder, base);
    const found = candidates.find((candidate) => files.exists(candidate));
    if (found !== undefined) inherited = { ...inherited, ...readConfig(reading, found) };
    else for (const candidate of candidates) if (!candidate.includes("node_modules/")) missing(candidate);
  }
  const given = objectOf(config.compilerOptions);
  const baseUrl = typeof given.baseUrl === "string" ? { path: given.baseUrl, folder } : inherited.baseUrl;
  const paths = given.paths === undefined ? inherited.paths : { folder, entries: objectOf(given.paths) };
  return { ...(baseUrl === undefined ? {} : { baseUrl }), ...(paths === undefined ? {} : { paths }) };
}

/** What `extends` may name, best first: a path, or a file of a package. */
function basesNamed(files: ProjectFiles, folder: string, base: string): string[] {
  const isPath = base.startsWith(".") || isAbsolute(base);
  const depth = folder.split("/").length + files.root.split("/").length;
  const starts = isPath ? [base] : Array.from({ length: depth }, (_, up) => `${"../".repeat(up)}node_modules/${base}`);
  return starts
    .map((start) => relativeTo(files.root, joinPaths(folder, start)))
    .flatMap((target) => [target, `${target}.json`, `${target}/tsconfig.json`]);
}

/** `"imports": { "#lib/*": "./src/lib/*.ts" }`, the first path of each where conditions choose. */
function readPackageImports(files: ProjectFiles, parseJson: (text: string) => unknown): PathAlias[] {
  if (!files.exists("package.json")) return [];
  return Object.entries(objectOf(readObject(files, "package.json", parseJson).imports)).flatMap(([pattern, target]) => {
    const targets = pathsIn(target).filter((path) => path.startsWith("./"));
    return pattern.startsWith("#") && targets.length > 0
      ? [
          aliasOf(
            pattern,
            targets.map((path) => joinPaths(path)),
          ),
        ]
      : [];
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
