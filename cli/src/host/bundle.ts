import { createRequire } from "node:module";
import { join } from "node:path";
import type { BuiltModule } from "@headwater/protocol";
import type * as esbuild from "esbuild";
import { stateFolderName, toStoreError } from "headwater/engine";
import { buildFolder, keepBuild } from "./builds.ts";
import { CannotRun } from "./cannotRun.ts";
import { type BrokenFile, builtFileHead, definedValues, sources } from "./sources.ts";

/** The user's modules, built for Node. */
export interface Bundle {
  /** Changes exactly when what would run changes. */
  readonly hash: string;
  /** The built file of each source file, by the source's path relative to the project with `/`. */
  readonly outputs: ReadonlyMap<string, Pick<BuiltModule, "output" | "isCommonJs">>;
}

/**
 * Builds the files of a project that define assets, each as an entry of its own, so that one which throws while it is
 * loaded leaves the others alone: one that cannot be built throws when it is imported. Code that several share lands in a
 * chunk that is loaded once. Packages stay outside.
 *
 * @param inUse the hashes of builds that workers have loaded
 * @throws CannotRun; StoreError when the build cannot be written
 */
export async function bundleProject(
  projectFolder: string,
  stateFolder: string,
  files: readonly string[],
  inUse: ReadonlySet<string> = new Set(),
): Promise<Bundle> {
  const { outputFiles, metafile } = await build(projectFolder, stateFolder, files);
  try {
    const { hash, folder } = keepBuild(stateFolder, outputFiles, inUse);
    const built = (file: string) => ({
      output: join(folder, `${outputName(file)}.mjs`),
      isCommonJs: metafile.inputs[file]?.format === "cjs",
    });
    return { hash, outputs: new Map(files.map((file) => [file, built(file)])) };
  } catch (error) {
    throw toStoreError(error, `${stateFolderName}/build`);
  }
}

/** Builds again without what turns out to be broken, until all that is left can be built. */
async function build(
  projectFolder: string,
  stateFolder: string,
  files: readonly string[],
): Promise<esbuild.BuildResult<{ write: false; metafile: true }>> {
  const { build } = createRequire(import.meta.url)("esbuild") as typeof esbuild;
  const broken = new Map<string, BrokenFile>();
  for (;;) {
    try {
      return await build(options(projectFolder, stateFolder, files, broken));
    } catch (error) {
      const before = broken.size;
      for (const { text, location } of (error as Partial<esbuild.BuildFailure>).errors ?? []) {
        if (location === null || broken.has(location.file)) continue;
        broken.set(location.file, { message: text, line: location.line, column: location.column + 1 });
      }
      if (broken.size > before) continue;
      throw new CannotRun(`The project cannot be built: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function options(
  projectFolder: string,
  stateFolder: string,
  files: readonly string[],
  broken: ReadonlyMap<string, BrokenFile>,
): esbuild.BuildOptions & { write: false; metafile: true } {
  return {
    absWorkingDir: projectFolder,
    entryPoints: files.map((file) => ({ in: `./${file}`, out: outputName(file) })),
    outdir: buildFolder(stateFolder),
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    platform: "node",
    target: `node${process.versions.node}`,
    // As Node itself resolves: without the condition "module".
    conditions: [],
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
    define: definedValues,
    banner: { js: builtFileHead },
    plugins: [sources(projectFolder, broken)],
  };
}

/** Two sources never share an output: `a.ts` and `a.js` keep their endings. */
function outputName(file: string): string {
  return file.replaceAll("..", "__");
}
