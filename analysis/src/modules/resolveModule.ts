import type { AliasesOf, PathAliases } from "./pathAliases.ts";
import { folderOf, joinPaths } from "./paths.ts";

/** What a specifier names: a file of the project, our own package, another package, or a file that is not there. */
export type ModuleTarget =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "ours"; readonly subPath: string }
  | { readonly kind: "package"; readonly name: string }
  /** `mayBeCode` is false where the name says that it is something else, as "./style.css" does. */
  | { readonly kind: "missing"; readonly specifier: string; readonly mayBeCode: boolean };

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
export function createModuleResolver(exists: (path: string) => boolean, aliases: AliasesOf): ModuleResolver {
  const aliased = new Map<PathAliases, Map<string, string | undefined>>();
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

  const throughAliases = ({ patterns, baseUrl }: PathAliases, specifier: string): string | undefined => {
    for (const { before, after, targets } of patterns) {
      const matches =
        after === undefined
          ? specifier === before
          : specifier.length >= before.length + after.length && specifier.startsWith(before) && specifier.endsWith(after);
      if (!matches) continue;
      const middle = after === undefined ? "" : specifier.slice(before.length, specifier.length - after.length);
      for (const target of targets) {
        const found = findFile(joinPaths(target.replaceAll("*", middle)));
        if (found !== undefined) return found;
      }
    }
    return baseUrl === undefined ? undefined : findFile(joinPaths(baseUrl, specifier));
  };

  /** What does not begin with a dot means the same to all files with the same aliases. */
  const findAliased = (folder: string, specifier: string): string | undefined => {
    const own = aliases(folder);
    let known = aliased.get(own);
    if (known === undefined) {
      known = new Map();
      aliased.set(own, known);
    }
    if (!known.has(specifier)) known.set(specifier, throughAliases(own, specifier));
    return known.get(specifier);
  };

  const resolve = (folder: string, specifier: string): ModuleTarget => {
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) {
      const whole = joinPaths(folder, specifier);
      const path = findFile(whole);
      return path === undefined ? { kind: "missing", specifier, mayBeCode: !exists(whole) } : { kind: "file", path };
    }
    if (specifier === ourPackage || specifier.startsWith(`${ourPackage}/`)) {
      return { kind: "ours", subPath: specifier.slice(ourPackage.length + 1) };
    }
    const path = findAliased(folder, specifier);
    if (path !== undefined) return { kind: "file", path };
    const name = specifier
      .split("/")
      .slice(0, specifier.startsWith("@") ? 2 : 1)
      .join("/");
    return specifier.startsWith("#") ? { kind: "missing", specifier, mayBeCode: true } : { kind: "package", name };
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
