import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type InstalledWorkbench, installWorkbench } from "./install.ts";
import { markedProcesses, marker } from "./processes.ts";
import { quietSettings, trustSettings } from "./settings.ts";

export interface CodeServerOptions {
  /** Packaged extensions (VSIX files) that are installed before the start. */
  readonly extensions?: readonly string[];
  /** True where VS Code shall ask whether the folder is trusted; false (the default) trusts everything without a word. */
  readonly trust?: boolean;
  /** User settings beyond the quiet ones, and over them. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment beyond that of this process; undefined takes a name away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** True for tests inside the extension host, which the server ignores otherwise. */
  readonly testsInside?: boolean;
  /** The port; a free one by default. */
  readonly port?: number;
}

export interface CodeServer {
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  /** `127.0.0.1:PORT`, the authority of this server in `vscode-remote:` URIs. */
  readonly authority: string;
  /** Temporary: user data, extensions, HOME; deleted with the server. */
  readonly folder: string;
  /** What the server has written so far. */
  output(): string;
  /** The log files of the workbench, newest last, each with its end: extension host, servers, output channels. */
  logs(linesEach: number): string;
  /** Processes that the server and its extensions have started and that are alive (Linux; elsewhere always empty). */
  processes(): { pid: number; command: string }[];
  /** Ends the whole process group, and what an extension has started outside of it. */
  stop(): Promise<void>;
  /** Settles when the server has ended, by `stop` or by itself. */
  readonly ended: Promise<void>;
}

const keeper = join(import.meta.dirname, "keeper.ts");

/** Starts code-server on a free loopback port with data folders of its own, and waits until it answers. */
export async function startCodeServer(options: CodeServerOptions = {}): Promise<CodeServer> {
  const workbench = await installWorkbench();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "headwater-vscode-")));
  const env = environment(folder, options.env ?? {});
  const data = ["--config", join(folder, "config.yaml"), "--user-data-dir", join(folder, "user"), "--extensions-dir"];
  data.push(join(folder, "extensions"));

  for (const name of ["home", "config", "cache", "data", "state", "runtime", "extensions", "user/User"]) {
    mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  }
  writeFileSync(join(folder, "config.yaml"), "auth: none\ncert: false\n");
  const settings = { ...quietSettings, ...(options.trust ? trustSettings : {}), ...options.settings };
  writeFileSync(join(folder, "user/User/settings.json"), JSON.stringify(settings, undefined, 2));

  for (const file of options.extensions ?? []) await installExtension(workbench, data, env, file);

  const started = spawn(
    workbench.node,
    [
      keeper,
      folder,
      workbench.node,
      workbench.entry,
      ...data,
      "--bind-addr",
      `127.0.0.1:${options.port ?? 0}`,
      "--disable-telemetry",
      "--disable-update-check",
      "--disable-getting-started-override",
      "--disable-proxy",
      // A reloaded window gets a new extension host; the old one shall not wait for three hours.
      ...["--reconnection-grace-time", "20"],
      ...(options.trust ? [] : ["--disable-workspace-trust"]),
      ...(options.testsInside ? ["--vscode-option", "enable-smoke-test-driver"] : []),
    ],
    // Detached, so that Ctrl-C reaches the keeper through the closing of its input alone.
    { env, cwd: join(folder, "home"), detached: true, stdio: ["pipe", "pipe", "pipe"] },
  );
  const output = collect(started);
  const ended = new Promise<void>((resolve) => started.once("exit", () => resolve()));
  const stop = async () => {
    started.stdin.end();
    await Promise.race([ended, sleep(10_000, undefined, { ref: false })]);
  };
  try {
    const address = await listening(started, output);
    return {
      address,
      authority: new URL(address).host,
      folder,
      output,
      logs: (lines) => tails(join(folder, "user/logs"), lines),
      processes: () => markedProcesses(folder),
      stop,
      ended,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function environment(folder: string, more: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    // What belongs to another VS Code, to the test runner or to npm would change how this one behaves.
    if (/^(VSCODE_|ELECTRON_|CODE_SERVER_|npm_|VITEST|NODE_OPTIONS$|NODE_ENV$|PORT$|PASSWORD$|HASHED_PASSWORD$|TEST$)/.test(name))
      continue;
    env[name] = value;
  }
  return {
    ...env,
    HOME: join(folder, "home"),
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_DATA_HOME: join(folder, "data"),
    XDG_STATE_HOME: join(folder, "state"),
    XDG_RUNTIME_DIR: join(folder, "runtime"),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    [marker]: folder,
    ...more,
  };
}

async function installExtension(
  { node, entry }: InstalledWorkbench,
  data: readonly string[],
  env: NodeJS.ProcessEnv,
  file: string,
): Promise<void> {
  const child = spawn(node, [entry, ...data, "--install-extension", file, "--force"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const output = collect(child);
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`The extension ${file} could not be installed (${code}):\n${output()}`);
}

function collect(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text = (text + chunk).slice(-200_000);
    });
  }
  return () => text;
}

/** The address, once the server answers on it. */
async function listening(child: ChildProcess, output: () => string): Promise<string> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const address = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output())?.[1];
    if (address !== undefined) {
      const answer = await fetch(`${address}/healthz`).catch(() => undefined);
      if (answer?.ok) return address;
    }
    await sleep(50);
  }
  const what = child.exitCode === null ? "did not answer within 60 s" : `ended with ${child.exitCode}`;
  throw new Error(`code-server ${what}. It wrote:\n${output()}`);
}

function tails(folder: string, lines: number): string {
  let files: { path: string; time: number }[];
  try {
    files = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".log"))
      .map((path) => ({ path, time: statSync(join(folder, path)).mtimeMs }))
      .sort((a, b) => a.time - b.time);
  } catch {
    return "(no log files)";
  }
  return files
    .map(({ path }) => {
      const all = readFileSync(join(folder, path), "utf8").trimEnd().split("\n");
      return `===== ${path}\n${all.slice(-lines).join("\n")}`;
    })
    .join("\n\n");
}
