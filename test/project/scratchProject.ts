import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");
const command = join(root, "runtime/bin/headwater.mjs");

/** A project in a temporary folder, with the built package `headwater` in its node_modules. */
export interface ScratchProject {
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): void;
  /** Runs the command to its end. */
  run(...args: string[]): Finished;
  /** Runs the command with `--json` and reads what it wrote. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into documents whose schemas have a test of their own.
  json(...args: string[]): any;
  /** Starts the command and leaves it running. */
  start(...args: string[]): Running;
  remove(): void;
}

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Settles when the output so far holds a text; fails when the process ends first. */
  until(text: string): Promise<void>;
  readonly finished: Promise<Finished>;
}

export function scratchProject(files: Readonly<Record<string, string>>): ScratchProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "headwater-project-")));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "runtime"), join(folder, "node_modules/headwater"), "dir");
  const write = (texts: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  write({ "package.json": JSON.stringify({ name: "scratch", type: "module", dependencies: { headwater: "*" } }), ...files });
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
  const run = (...args: string[]): Finished => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { cwd: folder, env, encoding: "utf8" });
    return { status, stdout, stderr };
  };
  return {
    folder,
    write,
    run,
    json(...args) {
      const { stdout, stderr } = run(...args, "--json");
      try {
        return JSON.parse(stdout);
      } catch {
        throw new Error(`No JSON from headwater ${args.join(" ")}:\n${stdout}\n${stderr}`);
      }
    },
    start(...args) {
      const child = spawn(process.execPath, [command, ...args], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
      let stdout = "";
      let stderr = "";
      const listeners = new Set<() => void>();
      const heard = () => {
        for (const listener of listeners) listener();
      };
      child.stdout.on("data", (chunk) => {
        stdout += chunk;
        heard();
      });
      child.stderr.on("data", (chunk) => {
        stderr += chunk;
        heard();
      });
      const finished = new Promise<Finished>((resolve) => {
        child.on("close", (status) => {
          resolve({ status, stdout, stderr });
          heard();
        });
      });
      const output = () => stdout + stderr;
      return {
        process: child,
        output,
        finished,
        until: (text) =>
          new Promise((resolve, reject) => {
            const look = () => {
              if (output().includes(text)) resolve();
              else if (child.exitCode !== null) reject(new Error(`It ended without "${text}":\n${output()}`));
              else return;
              listeners.delete(look);
            };
            listeners.add(look);
            look();
          }),
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The status of each asset in a run of `--json`. */
export function statuses(output: { run: { assets: { key: string; status: string }[] } }): Record<string, string> {
  return Object.fromEntries(output.run.assets.map(({ key, status }) => [key, status]));
}
