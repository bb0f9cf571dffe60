// `npm run vscode [-- FOLDER]`: opens a real VS Code, with the extension of this repository, on examples/customers or another
// folder. That is `code` where it is on the PATH, else a whole VS Code in the browser, on this machine alone, until Ctrl-C.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { packExtension, vsix } from "./package.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { browser: { type: "boolean", default: false }, port: { type: "string", default: "0" } },
});
const folder = resolve(process.env.INIT_CWD ?? process.cwd(), positionals[0] ?? join(root, "examples/customers"));
if (!existsSync(folder) || !statSync(folder).isDirectory()) {
  console.error(`There is no folder ${folder}.`);
  process.exit(2);
}

await build();
const code = values.browser ? undefined : findCode();
if (code === undefined) await openInBrowser();
else openDesktop(code);

function openDesktop(program) {
  console.log(`Opening ${folder} in ${program}, with the extension from this repository.`);
  const args = ["--new-window", `--extensionDevelopmentPath=${root}`, folder];
  const { status } = spawnSync(program, args, { stdio: "inherit", shell: process.platform === "win32" });
  process.exit(status ?? 1);
}

async function openInBrowser() {
  const { startCodeServer } = await import("../test/vscode/codeServer.ts");
  const packed = packExtension();
  if (packed.status !== 0) {
    console.error(`The extension could not be packed:\n${packed.stdout}${packed.stderr}`);
    process.exit(1);
  }
  let server;
  try {
    server = await startCodeServer({ extensions: [vsix], port: Number(values.port) });
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
  console.log(`A VS Code with Headwater is open on ${folder}:

  ${server.address}/?folder=${encodeURIComponent(folder)}

It answers to this machine alone, trusts the folder, and keeps nothing but the changes to its files. Ctrl-C ends it.`);
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      stopping = true;
      void server.stop();
    });
  }
  await server.ended;
  if (stopping) return;
  console.error(`It has ended by itself. It wrote:\n${server.output().trim().split("\n").slice(-20).join("\n")}`);
  process.exit(1);
}

/** VS Code's command, where there is one. In a terminal of a VS Code that runs elsewhere it takes no extension for development. */
function findCode() {
  if (process.env.VSCODE_IPC_HOOK_CLI !== undefined) return undefined;
  const name = process.platform === "win32" ? "code.cmd" : "code";
  for (const place of (process.env.PATH ?? "").split(delimiter)) {
    try {
      accessSync(join(place, name), constants.X_OK);
      return join(place, name);
    } catch {
      // The next folder may have it.
    }
  }
  return undefined;
}
