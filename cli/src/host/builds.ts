import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** A file of a build, where the bundler would have written it. */
export interface BuiltFile {
  readonly path: string;
  readonly contents: Uint8Array;
}

const keptBuilds = 3;

/**
 * Where the bundler is told to write. The builds lie beside it, so that what it wrote of the way to the sources stays
 * right.
 */
export function buildFolder(stateFolder: string): string {
  return join(stateFolder, "build", "current");
}

/**
 * Keeps a build in a folder that is named after its content. Old ones are removed, except those that workers may still
 * import from.
 */
export function keepBuild(
  stateFolder: string,
  files: readonly BuiltFile[],
  inUse: ReadonlySet<string>,
): { hash: string; folder: string } {
  const hash = createHash("sha256");
  for (const { path, contents } of files) hash.update(path).update(contents);
  const digest = hash.digest("hex").slice(0, 16);
  const builds = dirname(buildFolder(stateFolder));
  const folder = join(builds, digest);
  const from = buildFolder(stateFolder);
  if (files.every(({ path }) => existsSync(join(folder, relative(from, path))))) return { hash: digest, folder };
  const temporary = join(builds, `.${digest}-${process.pid}`);
  for (const { path, contents } of files) {
    const target = join(temporary, relative(from, path));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, contents);
  }
  // One of which something was removed.
  rmSync(folder, { recursive: true, force: true });
  renameSync(temporary, folder);
  prune(builds, new Set([digest, ...inUse]));
  return { hash: digest, folder };
}

function prune(builds: string, needed: ReadonlySet<string>): void {
  const age = (name: string) => statSync(join(builds, name)).mtimeMs;
  const others = readdirSync(builds).filter((name) => !needed.has(name));
  const unfinished = others.filter((name) => name.startsWith("."));
  const oldest = others
    .filter((name) => !name.startsWith("."))
    .sort((one, other) => age(one) - age(other))
    .slice(0, -keptBuilds);
  for (const name of [...unfinished, ...oldest]) rmSync(join(builds, name), { recursive: true, force: true });
}
