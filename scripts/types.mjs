// Type checks: every package with TypeScript 6, what users compile with TypeScript 7 as well.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const typescript6 = [process.execPath, join(root, "node_modules/typescript/bin/tsc")];
const typescript7 = [process.execPath, join(root, "node_modules/typescript7/bin/tsc")];

/** Each check: what it is, and the command. */
export const typeChecks = [
  ...["model", "analysis", "runtime", "protocol", "cli", "server", "client", "webview", "tsconfig.tests.json"].map((project) => ({
    name: `types of ${project}`,
    command: [...typescript6, "-p", project],
  })),
  { name: "types of runtime with TypeScript 7", command: [...typescript7, "-p", "runtime"] },
  ...["examples/customers", "examples/flights"].flatMap((project) => [
    { name: `types of ${project}`, command: [...typescript6, "-p", project] },
    { name: `types of ${project} with TypeScript 7`, command: [...typescript7, "-p", project] },
  ]),
];

/** Runs a check in the background; its output comes back whole. */
export function runCheck({ name, command: [program, ...args] }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.on("close", (code) => resolve({ name, passed: code === 0, output }));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const check of typeChecks) {
    const { name, passed, output } = await runCheck(check);
    console.log(`${passed ? "ok    " : "FAILED"} ${name}${passed ? "" : `\n${output}`}`);
    if (!passed) process.exitCode = 1;
  }
}
