import type { PathAliases } from "./pathAliases.ts";
import { folderOf, joinPaths } from "./paths.ts";

/** What a specifier names: a file of the project, our own package, another package, or a file that is not there. */
export type ModuleTarget =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "ours"; readonly subPath: string }
  | { readonly kind: "package"; readonly name: string }
  | { readonly kind: "missing"; readonly specifier: string };

/** The name of our package, as users import it. */
export const ourPackage = "headwater";

/** Resolves the specifiers of one project. */
export type ModuleResolver = (fromFile: string, specifier: string) => ModuleTarget;

const extensions = [".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".jsx", ".mjs", ".cjs", ".json"];
const readable = /\.(?:[cm]?[jt]s|[jt]sx|json)$/;
/** What an extension that is written in an import may stand for. */
const written: ReadonlyMap<string, readonly string[]> = new Map([
  [".js", [".ts", ".tsx", ".js", ".jsx"]],
  [".jsx", [".tsx", ".jsx"]],
  [".mjs", [".mts", ".mjs"]],
  [".cjs", [".cts", ".cjs"]],
]);

/**
 * Makes a resolver over the files of a project: relative paths with or without extension, `.js` that means `.ts`,
 * folders with an index file, and the aliases of tsconfig.json and package.json. What is left is a package.
 */
export function createModuleResolver(exists: (path: string) => boolean, aliases: PathAliases): ModuleResolver {
  const patterns = aliases.paths
    .map(({ pattern, targets }) => ({ parts: pattern.split("*"), pattern, targets }))
    // Of several patterns the one with the longest text before its star counts, and one without a star before all.
    .sort((one, other) => one.parts.length - other.parts.length || sizeOf(other.parts) - sizeOf(one.parts));
  const resolved = new Map<string, ModuleTarget>();

  const findFile = (path: string): string | undefined => {
    const extension = /\.[cm]?jsx?$/.exec(path)?.[0] ?? "";
    const stem = path.slice(0, path.length - extension.length);
    for (const candidate of written.get(extension) ?? []) if (exists(stem + candidate)) return stem + candidate;
    if (readable.test(path) && exists(path)) return path;
    for (const candidate of extensions) if (exists(path + candidate)) return path + candidate;
    const index = path === "" ? "index" : `${path}/index`;
    for (const candidate of extensions) if (exists(index + candidate)) return index + candidate;
    return undefined;
  };

  const throughAliases = (specifier: string): string | undefined => {
    for (const { parts, pattern, targets } of patterns) {
      const [before = "", after = ""] = parts;
      const matches =
        parts.length === 1
          ? specifier === pattern
          : specifier.length >= before.length + after.length && specifier.startsWith(before) && specifier.endsWith(after);
      if (!matches) continue;
      const middle = specifier.slice(before.length, specifier.length - after.length);
      for (const target of targets) {
        const found = findFile(joinPaths(parts.length === 1 ? target : target.replaceAll("*", middle)));
        if (found !== undefined) return found;
      }
    }
    return aliases.baseUrl === undefined ? undefined : findFile(joinPaths(aliases.baseUrl, specifier));
  };

  const resolve = (folder: string, specifier: string): ModuleTarget => {
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) {
      const path = findFile(joinPaths(folder, specifier));
      return path === undefined ? { kind: "missing", specifier } : { kind: "file", path };
    }
    if (specifier === ourPackage || specifier.startsWith(`${ourPackage}/`)) {
      return { kind: "ours", subPath: specifier.slice(ourPackage.length + 1) };
    }
    const path = throughAliases(specifier);
    if (path !== undefined) return { kind: "file", path };
    const name = specifier
      .split("/")
      .slice(0, specifier.startsWith("@") ? 2 : 1)
      .join("/");
    return specifier.startsWith("#") ? { kind: "missing", specifier } : { kind: "package", name };
  };

  return (fromFile, specifier) => {
    const folder = folderOf(fromFile);
    const place = `${folder}\n${specifier}`;
    let target = resolved.get(place);
    if (target === undefined) {
      target = resolve(folder, specifier);
      resolved.set(place, target);
    }
    return target;
  };
}

function sizeOf(parts: readonly string[]): number {
  return (parts[0] as string).length;
}
