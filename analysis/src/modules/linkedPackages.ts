import { exports, legacy } from "resolve.exports";
import type { ProjectFiles } from "../project/projectFiles.ts";
import { joinPaths } from "./paths.ts";

/**
 * The files that an import of a package may mean, best first, where the package is a folder of the same workspace: linked
 * into `node_modules`, as npm, pnpm and yarn do with workspaces, or the project itself by its own name. None for what is
 * installed, and where nothing of that name is exported.
 *
 * @param folder the folder of the file that imports
 * @param name the name of the package, with its scope
 * @param subPath what follows the name, without a slash at its beginning
 */
export type LinkedPackages = (folder: string, name: string, subPath: string) => readonly string[];

/** A package whose folder is none that a package manager fills. */
interface LinkedPackage {
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  /** Where the compiler writes, and from where; the folder that it writes to comes first where there is one. */
  readonly built: readonly BuiltFolder[];
}

interface BuiltFolder {
  readonly to: string;
  readonly from: string;
}

/** Types first, since they lead to what was written rather than to what was made of it. */
const conditions = [["types"], ["import"], ["require"]] as const;
const source = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/**
 * Makes a finder of linked packages.
 *
 * @param parseJson reads JSON with comments
 * @param read hears of every file of settings that is read
 */
export function createLinkedPackages(
  { saved, ...now }: ProjectFiles,
  parseJson: (text: string) => unknown,
  read: (path: string) => void = () => {},
): LinkedPackages {
  const settings = saved ?? now;
  const files = {
    ...now,
    read(path: string) {
      read(path);
      return settings.read(path);
    },
  };
  const depth = files.root.split("/").filter(Boolean).length;
  const packages = new Map<string, LinkedPackage | undefined>();
  const meant = new Map<string, readonly string[]>();
  const own = readObject(files, "package.json", parseJson);

  const find = (start: string, name: string): LinkedPackage | undefined => {
    if (start === "" && own.name === name) return { folder: "", manifest: own, built: builtFolders(files, "", parseJson) };
    const segments = start.split("/").filter(Boolean);
    const around = depth + segments.length - 2 * segments.filter((segment) => segment === "..").length;
    for (let up = 0; up <= around; up++) {
      const folder = files.folderAt(joinPaths(start, "../".repeat(up), "node_modules", name));
      if (folder === undefined) continue;
      if (`${folder}/`.includes("node_modules/")) return undefined;
      return {
        folder,
        manifest: readObject(files, joinPaths(folder, "package.json"), parseJson),
        built: builtFolders(files, folder, parseJson),
      };
    }
    return undefined;
  };

  return (from, name, subPath) => {
    if (name.startsWith("node:")) return [];
    // Inside of a project all files see the same packages, save for what is installed in one of its folders.
    const start = from.startsWith("..") ? from : "";
    const place = `${start}\n${name}`;
    if (!packages.has(place)) packages.set(place, find(start, name));
    const found = packages.get(place);
    if (found === undefined) return [];
    const whole = `${place}/${subPath}`;
    let sources = meant.get(whole);
    if (sources === undefined) {
      const exported = exportedPaths(found.manifest, name, subPath).map((path) => joinPaths(found.folder, path));
      const written = exported.flatMap((path) => sourcesOf(path, found.built));
      const compiled = exported.filter((path) => source.test(path) && !path.includes(".d."));
      sources = [...new Set([...written, ...compiled])];
      meant.set(whole, sources);
    }
    return sources;
  };
}

/** The files of a package that an import may mean, best first, relative to its folder. */
function exportedPaths(manifest: Readonly<Record<string, unknown>>, name: string, subPath: string): string[] {
  if (manifest.exports === undefined) {
    if (subPath !== "") return [subPath, `${subPath}.ts`, `${subPath}/index.ts`];
    const main = [manifest.types, legacy({ ...manifest, name }, { browser: false })].filter((path) => typeof path === "string");
    return [...main, "index.ts", "index.js"];
  }
  const paths = conditions.flatMap((chosen) => {
    try {
      const found = exports({ name, exports: manifest.exports as never }, subPath === "" ? name : `${name}/${subPath}`, {
        unsafe: true,
        conditions: [...chosen, "node", "default"],
      });
      return found ?? [];
    } catch {
      // It is not among the exports.
      return [];
    }
  });
  return [...new Set<string>(paths)];
}

/** The sources that a file may have been made of, best first; the file itself where it is one. */
function sourcesOf(path: string, built: readonly BuiltFolder[]): string[] {
  const made = /^(.*?)(?:\.d\.([cm]?)ts|\.([cm]?)jsx?)$/.exec(path);
  if (made === null) return source.test(path) ? [path] : [];
  const [, stem = "", declared, compiled] = made;
  const kind = declared ?? compiled ?? "";
  const stems = built.flatMap(({ to, from }) => (stem.startsWith(`${to}/`) ? [joinPaths(from, stem.slice(to.length + 1))] : []));
  return [...stems, stem].flatMap((each) => [`${each}.${kind}ts`, `${each}.tsx`]);
}

/** What the tsconfig.json of a package says, and where builds commonly write. */
function builtFolders(files: ProjectFiles, folder: string, parseJson: (text: string) => unknown): BuiltFolder[] {
  const config = readObject(files, joinPaths(folder, "tsconfig.json"), parseJson).compilerOptions;
  const { outDir, declarationDir, rootDir } =
    typeof config === "object" && config !== null ? (config as Record<string, unknown>) : {};
  const to = [outDir, declarationDir].filter((path) => typeof path === "string");
  const from = typeof rootDir === "string" ? [rootDir] : ["src", ""];
  const said = to.flatMap((path) => from.map((root) => ({ to: joinPaths(folder, path), from: joinPaths(folder, root) })));
  const common = ["dist", "lib", "build"].map((path) => ({ to: joinPaths(folder, path), from: joinPaths(folder, "src") }));
  return [...said, ...common];
}

function readObject(files: ProjectFiles, path: string, parseJson: (text: string) => unknown): Readonly<Record<string, unknown>> {
  try {
    const value = parseJson(files.read(path) ?? "");
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
