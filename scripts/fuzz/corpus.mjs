// The TypeScript that packages ship, fetched once into .cache/fuzz with exact versions and checked against their hashes.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import packages from "./packages.json" with { type: "json" };

const source = /\.(?:[cm]?ts|tsx)$/;
const declarations = /\.d(?:\.[^./]+)?\.[cm]?ts$/;

/** The sources of the packages, without their declaration files, and those of this project. */
export function readCorpus(root) {
  const folder = join(root, ".cache", "fuzz");
  mkdirSync(folder, { recursive: true });
  const shipped = packages.flatMap(({ package: name, integrity }) => sourcesIn(fetchPackage(folder, name, integrity)));
  const skipped = new Set(["node_modules", "dist", ".cache", ".git", ".headwater"]);
  return { shipped, own: sourcesIn(root, skipped) };
}

function fetchPackage(folder, name, integrity) {
  const unpacked = join(folder, name.replaceAll("/", "-").replace("@", ""));
  if (existsSync(unpacked)) return unpacked;
  const partial = `${unpacked}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  run("npm", ["pack", name, "--silent", "--pack-destination", partial], partial);
  const [archive] = readdirSync(partial);
  const hash = createHash("sha512")
    .update(readFileSync(join(partial, archive)))
    .digest("base64");
  if (`sha512-${hash}` !== integrity) throw new Error(`${name} is not the package that scripts/fuzz/packages.json names.`);
  run("tar", ["-xzf", archive], partial);
  rmSync(join(partial, archive));
  renameSync(partial, unpacked);
  return unpacked;
}

function run(command, args, cwd) {
  const { status, error, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", shell: process.platform === "win32" });
  if (error ?? status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? stderr}`);
}

function sourcesIn(folder, skipped = new Set()) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : sourcesIn(path, skipped);
    return source.test(path) && !declarations.test(path) ? [{ path, text: readFileSync(path, "utf8") }] : [];
  });
}
