import type { LinkedPackages } from "./linkedPackages.ts";
import { extensions, written } from "./meantPaths.ts";
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
export interface ModuleResolver {
  (fromFile: string, specifier: string): ModuleTarget;
  /**
   * The paths, as imports write them, that mean no file now and that a specifier would mean if they did (`pathsMeaning`):
   * those before the one that it means, or all.
   */
  waitsFor(fromFile: string, specifier: string): readonly string[];
  /** Forgets what was resolved: files have come or gone. */
  forget(): void;
}

const readable = /\.(?:[cm]?[jt]s|[jt]sx|json)$/;

/**
 * Makes a resolver over the files of a project: relative paths with or without extension, `.js` that means `.ts`,
 * folders with an index file, the aliases of tsconfig.json and package.json, and packages of the same workspace. What is
 * left is a package.
 */
export function createModuleResolver(
  exists: (path: string) => boolean,
  aliases: AliasesOf,
  linked: LinkedPackages,
): ModuleResolver {
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

  /** The paths that aliases make of a specifier, best first. */
  const aliasedPaths = ({ patterns, baseUrl }: PathAliases, specifier: string): string[] => {
    const paths: string[] = [];
    for (const { before, after, targets } of patterns) {
      const matches =
        after === undefined
          ? specifier === before
          : specifier.length >= before.length + after.length && specifier.startsWith(before) && specifier.endsWith(after);
      if (!matches) continue;
      const middle = after === undefined ? "" : specifier.slice(before.length, specifier.length - after.length);
      for (const target of targets) paths.push(joinPaths(target.replaceAll("*", middle)));
    }
    if (baseUrl !== undefined) paths.push(joinPaths(baseUrl, specifier));
    return paths;
  };

  const throughAliases = (own: PathAliases, specifier: string): string | undefined => {
    for (const path of aliasedPaths(own, specifier)) {
      const found = findFile(path);
      if (found !== undefined) return found;
    }
    return undefined;
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

  const linkedSources = (folder: string, specifier: string): readonly string[] => {
    const name = packageIn(specifier);
    return specifier.startsWith("#") ? [] : linked(folder, name, specifier.slice(name.length + 1));
  };

  const resolve = (folder: string, specifier: string): ModuleTarget => {
    if (isRelative(specifier)) {
      const whole = joinPaths(folder, specifier);
      const path = findFile(whole);
      return path === undefined ? { kind: "missing", specifier, mayBeCode: !exists(whole) } : { kind: "file", path };
    }
    if (specifier === ourPackage || specifier.startsWith(`${ourPackage}/`)) {
      return { kind: "ours", subPath: specifier.slice(ourPackage.length + 1) };
    }
    const path = findAliased(folder, specifier) ?? linkedSources(folder, specifier).find(exists);
    if (path !== undefined) return { kind: "file", path };
    return specifier.startsWith("#")
      ? { kind: "missing", specifier, mayBeCode: true }
      : { kind: "package", name: packageIn(specifier) };
  };

  const resolveOnce = (fromFile: string, specifier: string): ModuleTarget => {
    const folder = folderOf(fromFile);
    const place = `${folder}\n${specifier}`;
    let target = resolved.get(place);
    if (target === undefined) {
      target = resolve(folder, specifier);
      resolved.set(place, target);
    }
    return target;
  };
  return Object.assign(resolveOnce, {
    waitsFor(fromFile: string, specifier: string) {
      const target = resolveOnce(fromFile, specifier);
      if (target.kind === "ours") return [];
      const folder = folderOf(fromFile);
      if (isRelative(specifier)) return target.kind === "file" ? [] : [joinPaths(folder, specifier)];
      const paths = aliasedPaths(aliases(folder), specifier);
      const found = target.kind === "file" ? paths.findIndex((path) => findFile(path) !== undefined) : -1;
      if (found >= 0) return paths.slice(0, found);
      const sources = linkedSources(folder, specifier);
      return [...paths, ...(target.kind === "file" ? sources.slice(0, sources.indexOf(target.path)) : sources)];
    },
    forget() {
      resolved.clear();
      aliased.clear();
    },
  });
}

/** The name of the package that a specifier begins with. */
function packageIn(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function isRelative(specifier: string): boolean {
  return /^\.{1,2}(?:\/|$)/.test(specifier);
}
