import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, extname, isAbsolute, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type * as esbuild from "esbuild";
import { unreadableFile } from "./unreadableFile.ts";

/** Why a source file cannot be built. */
export interface BrokenFile {
  readonly message: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
}

const brokenNamespace = "headwater-broken";
const ours = "headwater";

/** What stands in for the values that Node gives each module, in the text of any module: see {@link ownValues}. */
export const definedValues = {
  "import.meta.url": "__headwater_url",
  "import.meta.dirname": "__headwater_dirname",
  "import.meta.filename": "__headwater_filename",
  "import.meta.resolve": "__headwater_resolve",
  __dirname: "__headwater_dirname",
  __filename: "__headwater_filename",
} as const;

/** What every built file begins with. */
export const builtFileHead =
  'import { createRequire as __headwater_createRequire } from "node:module"; const require = __headwater_createRequire(import.meta.url); const __headwater_resolve_package = import.meta.resolve;';

/**
 * Reads the sources of a project for esbuild: everything that does not lie in a `node_modules` folder, so packages of the
 * same workspace too, which may be TypeScript. Other packages stay outside and are imported as they are.
 */
export function sources(projectFolder: string, broken: ReadonlyMap<string, BrokenFile>): esbuild.Plugin {
  return {
    name: "headwater-sources",
    setup(build) {
      const resolved = new Map<string, Promise<esbuild.OnResolveResult>>();
      build.onResolve({ filter: /^[^./\\]/ }, ({ path, importer, resolveDir, kind, pluginData }) => {
        if (pluginData === ours || kind === "entry-point" || isAbsolute(path)) return undefined;
        if (path === ours || path.startsWith(`${ours}/`) || isBuiltin(path)) return { path, external: true };
        const place = `${kind}\n${resolveDir}\n${path}`;
        const found = resolved.get(place) ?? resolvePackage(build, projectFolder, { path, importer, resolveDir, kind });
        resolved.set(place, found);
        return found;
      });
      if (broken.size > 0) {
        build.onResolve({ filter: /^[./\\]/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
          if (pluginData === ours) return undefined;
          const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: ours });
          const isBroken = found.errors.length === 0 && broken.has(toProjectPath(projectFolder, found.path));
          return isBroken ? { path: found.path, namespace: brokenNamespace } : undefined;
        });
        build.onLoad({ filter: /.*/, namespace: brokenNamespace }, ({ path }) => {
          const file = toProjectPath(projectFolder, path);
          const { line, column, message } = broken.get(file) as BrokenFile;
          const text = `${file}:${line}:${column} cannot be read: ${message}`;
          // As CommonJS it may be imported under any name; the error comes when it is loaded.
          const contents = `module.exports = {}; throw Object.assign(new SyntaxError(${JSON.stringify(text)}), { name: ${JSON.stringify(unreadableFile)} });`;
          return { contents, loader: "js" };
        });
      }
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: "file" }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        if (!/\bimport\.meta\.|\b__(?:dir|file)name\b/.test(text)) return undefined;
        const own = ownValues(path);
        // On the same line as the first one, so that line numbers stay.
        const contents = text.startsWith("#!") ? text.replace("\n", () => `\n${own}`) : own + text;
        return { contents, loader: loaderOf(path) };
      });
    },
  };
}

interface Import {
  readonly path: string;
  readonly importer: string;
  readonly resolveDir: string;
  readonly kind: esbuild.ImportKind;
}

/** Where a name leads that is not a path: to a source by way of tsconfig or of a link, else out of the build. */
async function resolvePackage(
  build: esbuild.PluginBuild,
  projectFolder: string,
  { path, importer, resolveDir, kind }: Import,
): Promise<esbuild.OnResolveResult> {
  const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: ours });
  if (found.errors.length > 0 || found.external || found.namespace !== "file") return { path, external: true };
  if (!/[\\/]node_modules[\\/]/.test(found.path) && /\.([cm]?[jt]sx?|json)$/.test(found.path)) return { path: found.path };
  // Built files lie in the project's folder: from there Node would not find what another package of the workspace has for
  // itself.
  const isOwn = !toProjectPath(projectFolder, importer).startsWith("../");
  return { path: isOwn ? path : pathToFileURL(found.path).href, external: true };
}

/** Gives a source file its own `import.meta` and `__dirname`, since it is built into a file elsewhere. */
function ownValues(path: string): string {
  const url = JSON.stringify(pathToFileURL(path).href);
  return [
    `const __headwater_url = ${url}`,
    `__headwater_dirname = ${JSON.stringify(dirname(path))}`,
    `__headwater_filename = ${JSON.stringify(path)}`,
    `__headwater_resolve = (name) => (/^\\.{0,2}\\//.test(name) ? new URL(name, __headwater_url).href : __headwater_resolve_package(name));`,
  ].join(", ");
}

function loaderOf(path: string): esbuild.Loader {
  const extension = extname(path);
  if (extension === ".tsx" || extension === ".jsx") return extension.slice(1) as esbuild.Loader;
  return extension.includes("ts") ? "ts" : "js";
}

/** A file's path relative to the project, with `/`. */
export function toProjectPath(projectFolder: string, path: string): string {
  return relative(projectFolder, path).split(sep).join("/");
}
