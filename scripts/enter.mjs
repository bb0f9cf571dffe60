// The way into every script of this repository: `node scripts/enter.mjs <script> [arguments]`. It runs on Node 18 or
// newer with nothing installed, installs what is missing, and goes on in the pinned Node of the dev dependency `node`.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [script, ...rest] = process.argv.slice(2);

const major = Number(process.versions.node.split(".")[0]);
if (major < 18) {
  console.error(`Headwater's scripts need Node 18 or newer, this is ${process.versions.node}.`);
  process.exit(2);
}

const lock = join(root, "package-lock.json");
const stamp = join(root, "node_modules", ".headwater-installed");
const wanted = () => createHash("sha256").update(readFileSync(lock)).digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted()) install();

const node = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
const target = join(root, "scripts", `${script}.mjs`);
if (script === undefined || !existsSync(target)) {
  console.error(`There is no script "${script ?? ""}" in scripts/.`);
  process.exit(2);
}
const result = spawnSync(node, [target, ...rest], {
  stdio: "inherit",
  // Child processes find the pinned Node first, whatever the machine has.
  env: { ...process.env, PATH: `${dirname(node)}${process.platform === "win32" ? ";" : ":"}${process.env.PATH ?? ""}` },
});
if (result.error) throw result.error;
process.exit(result.status ?? 1);

/**
 * `npm ci` fails where a registry lacks builds for foreign platforms, so this installs and then compares the lock. Builds for
 * foreign platforms come and go with the registry: they do not count, and the lock stays as it was committed.
 */
function install() {
  const before = readFileSync(lock, "utf8");
  console.error("Installing what the project needs (npm install)…");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const done = spawnSync(npm, ["install", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (done.error || done.status !== 0) {
    console.error("npm install failed: see its message above.");
    process.exit(1);
  }
  const after = readFileSync(lock, "utf8");
  if (after !== before && needed(after) === needed(before)) writeFileSync(lock, before);
  else if (after !== before) {
    console.error("package-lock.json did not fit package.json and npm install changed it: look at the change, then commit it.");
    process.exit(1);
  }
  writeFileSync(stamp, wanted());
}

/** What a lock pins, without the packages of which npm installs only those for the machine that it runs on. */
function needed(text) {
  const { packages, ...others } = JSON.parse(text);
  const entries = Object.entries(packages).filter(([, { optional, os, cpu }]) => !(optional && (os ?? cpu) !== undefined));
  return JSON.stringify({ ...others, packages: Object.fromEntries(entries) });
}
