import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type * as esbuild from "esbuild";

/** The user's modules, built for Node. */
export interface Bundle {
  /** Changes exactly when what would run changes. */
  readonly hash: string;
  /** The built file of each source file, by the source's path relative to the project with `/`. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Files that could not be parsed: importing them, directly or not, throws with this message. */
  readonly broken: ReadonlyMap<string, BrokenFile>;
}

export interface BrokenFile {
  readonly message: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
}

const keptBuilds = 3;

/**
 * Builds the files of a project that define assets, each as an entry of its own, so that one which throws while it is
 * loaded leaves the others alone. Code that several share lands in a chunk that is loaded once. Packages stay outside.
 */
export async function bundleProject(projectFolder: string, stateFolder: string, files: readonly string[]): Promise<Bundle> {
  const { build } = createRequire(import.meta.url)("esbuild") as typeof esbuild;
  const broken = new Map<string, BrokenFile>();
  for (;;) {
    try {
      const result = await build(options(projectFolder, stateFolder, files, broken));
      return { ...write(projectFolder, stateFolder, files, result), broken };
    } catch (error) {
      const before = broken.size;
      for (const { file, broken: what } of brokenFiles(error)) broken.set(file, what);
      if (broken.size === before) throw error;
    }
  }
}

function options(projectFolder: string, stateFolder: string, files: readonly string[], broken: ReadonlyMap<string, BrokenFile>) {
  return {
    absWorkingDir: projectFolder,
    entryPoints: files.map((file) => ({ in: `./${file}`, out: outputName(file) })),
    outdir: join(stateFolder, "build", "current"),
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    platform: "node",
    target: `node${process.versions.node}`,
    packages: "external",
    sourcemap: "inline",
    sourcesContent: false,
    metafile: true,
    // Assets take their names and inputs from the functions' own source.
    keepNames: true,
    minify: false,
    treeShaking: false,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    logLevel: "silent",
    define: {
      "import.meta.url": "__headwater_url",
      "import.meta.dirname": "__headwater_dirname",
      "import.meta.filename": "__headwater_filename",
    },
    banner: {
      js: 'import { createRequire as __headwater_createRequire } from "node:module"; const require = __headwater_createRequire(import.meta.url);',
    },
    plugins: [sources(projectFolder, broken)],
  } satisfies esbuild.BuildOptions;
}

/** Gives each source file its own `import.meta`, and stands in for files that cannot be parsed. */
function sources(projectFolder: string, broken: ReadonlyMap<string, BrokenFile>): esbuild.Plugin {
  return {
    name: "headwater-sources",
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: "file" }, ({ path }) => {
        const file = toProjectPath(projectFolder, path);
        const failure = broken.get(file);
        if (failure !== undefined) {
          const message = `${file}:${failure.line}:${failure.column} cannot be read: ${failure.message}`;
          // As CommonJS it may be imported under any name; the error comes when it is loaded.
          return { contents: `module.exports = {}; throw new SyntaxError(${JSON.stringify(message)});`, loader: "js" };
        }
        const text = readFileSync(path, "utf8");
        if (!text.includes("import.meta.")) return undefined;
        const own = [
          `const __headwater_url = ${JSON.stringify(pathToFileURL(path).href)}`,
          `__headwater_dirname = ${JSON.stringify(dirname(path))}`,
          `__headwater_filename = ${JSON.stringify(path)};`,
        ].join(", ");
        // On the same line as the first one, so that line numbers stay.
        const contents = text.startsWith("#!") ? text.replace("\n", `\n${own}`) : own + text;
        return { contents, loader: loaderOf(path) };
      });
    },
  };
}

function loaderOf(path: string): esbuild.Loader {
  const extension = extname(path);
  if (extension === ".tsx" || extension === ".jsx") return extension.slice(1) as esbuild.Loader;
  return extension.includes("ts") ? "ts" : "js";
}

function write(
  projectFolder: string,
  stateFolder: string,
  files: readonly string[],
  result: esbuild.BuildResult<{ write: false; metafile: true }>,
): Omit<Bundle, "broken"> {
  const hash = createHash("sha256");
  for (const { path, contents } of result.outputFiles) hash.update(path).update(contents);
  const digest = hash.digest("hex").slice(0, 16);
  const builds = join(stateFolder, "build");
  const folder = join(builds, digest);
  if (!existsSync(folder)) {
    const temporary = join(builds, `.${digest}-${process.pid}`);
    for (const { path, contents } of result.outputFiles) {
      const target = join(temporary, relative(join(builds, "current"), path));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, contents);
    }
    renameSync(temporary, folder);
    prune(builds, digest);
  }
  const outputs = new Map(files.map((file) => [file, join(folder, `${outputName(file)}.mjs`)]));
  for (const output of outputs.values()) {
    if (!existsSync(output)) throw new Error(`The build of ${toProjectPath(projectFolder, output)} is missing.`);
  }
  return { hash: digest, outputs };
}

/** Old builds are kept while a worker may still be importing from them. */
function prune(builds: string, current: string): void {
  const others = readdirSync(builds).filter((name) => name !== current && !name.startsWith("."));
  for (const name of others.slice(0, Math.max(0, others.length - keptBuilds))) {
    rmSync(join(builds, name), { recursive: true, force: true });
  }
}

function brokenFiles(error: unknown): { file: string; broken: BrokenFile }[] {
  const errors = (error as Partial<esbuild.BuildFailure>).errors ?? [];
  return errors.flatMap(({ text, location }) =>
    location === null ? [] : { file: location.file, broken: { message: text, line: location.line, column: location.column + 1 } },
  );
}

/** Two sources never share an output: `a.ts` and `a.js` keep their endings. */
function outputName(file: string): string {
  return file.replaceAll("..", "__");
}

function toProjectPath(projectFolder: string, path: string): string {
  return relative(projectFolder, path).split(sep).join("/");
}
