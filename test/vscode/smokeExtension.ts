import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** A throw-away extension with one of each thing that the page objects look at. Packed by vsce, as a user would get it. */
export function packSmokeExtension(): { file: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "headwater-smoke-"));
  const source = join(folder, "source");
  mkdirSync(source);
  writeFileSync(join(source, "package.json"), JSON.stringify(manifest, undefined, 2));
  writeFileSync(join(source, "extension.js"), readFileSync(join(import.meta.dirname, "smokeExtension/extension.cjs")));
  writeFileSync(join(source, "README.md"), "Looked at by the tests of the harness.\n");
  const file = join(folder, "smoke.vsix");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, "node_modules/@vscode/vsce/vsce"),
      "package",
      "--no-dependencies",
      "--allow-missing-repository",
      "--skip-license",
      "-o",
      file,
    ],
    { cwd: source, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`vsce failed:\n${stdout}${stderr}`);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const manifest = {
  name: "smoke",
  publisher: "headwater-tests",
  version: "0.0.1",
  description: "Looked at by the tests of the harness.",
  license: "Apache-2.0",
  engines: { vscode: "^1.100.0" },
  main: "./extension.js",
  activationEvents: ["onLanguage:typescript", "onStartupFinished"],
  capabilities: { untrustedWorkspaces: { supported: "limited", description: "Says nothing of its own." } },
  contributes: {
    commands: [
      { command: "smoke.greet", title: "Greet", category: "Smoke" },
      { command: "smoke.page", title: "Show Page", category: "Smoke" },
      { command: "smoke.slowLenses", title: "Register Slow Lenses", category: "Smoke" },
      { command: "smoke.trusted", title: "Only Where Trusted", category: "Smoke", enablement: "isWorkspaceTrusted" },
    ],
  },
};
