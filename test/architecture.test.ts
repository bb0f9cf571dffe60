import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "headwater-architecture-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = JSON.parse(readFileSync(join(root, "biome.json"), "utf8")) as Record<string, unknown>;
writeFileSync(join(folder, "biome.json"), JSON.stringify({ ...config, vcs: undefined }));

/** Lints one import as if it stood in the given file, and says whether the house allows it. */
function allows(file: string, specifier: string): boolean {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `import { thing } from "${specifier}";\n\nconsole.log(thing);\n`);
  const args = ["lint", "--only=style/noRestrictedImports", "--reporter=json", file];
  const { stdout } = spawnSync(join(root, "node_modules/.bin/biome"), args, { cwd: folder, encoding: "utf8" });
  rmSync(path);
  const report = JSON.parse(stdout) as { summary: { errors: number }; diagnostics: { category: string }[] };
  expect(report.diagnostics.every(({ category }) => category === "lint/style/noRestrictedImports")).toBe(true);
  return report.summary.errors === 0;
}

describe("who may import whom", () => {
  test.each([
    ["model/src/keys/x.ts", "node:fs", false],
    ["model/src/keys/x.ts", "headwater", false],
    ["model/src/keys/x.ts", "./assetKey.ts", true],
    ["model/src/keys/x.test.ts", "node:fs", true],
    ["analysis/src/x.ts", "@headwater/model", true],
    ["analysis/src/x.ts", "headwater/engine", false],
    ["analysis/src/x.ts", "@headwater/protocol", false],
    ["runtime/src/x.ts", "@headwater/model", true],
    ["runtime/src/x.ts", "@headwater/analysis", false],
    ["runtime/src/x.ts", "@headwater/cli", false],
    ["protocol/src/x.ts", "@headwater/model", true],
    ["protocol/src/x.ts", "headwater", false],
    ["cli/src/x.ts", "@headwater/analysis", true],
    ["cli/src/x.ts", "headwater/engine", true],
    ["cli/src/x.ts", "../../analysis/src/analyze.ts", false],
    ["cli/src/x.ts", "vscode", false],
    ["server/src/x.ts", "@headwater/analysis", true],
    ["server/src/x.ts", "headwater", false],
    ["client/src/x.ts", "vscode", true],
    ["client/src/x.ts", "@headwater/analysis", false],
    ["webview/src/x.ts", "@headwater/protocol", true],
    ["webview/src/x.ts", "vscode", false],
  ])("%s importing %s: %s", (file, specifier, allowed) => expect(allows(file, specifier)).toBe(allowed));
});

describe("the model's tsconfig", () => {
  test.each([
    ["nothing of Node", "console.log(process.pid);", false],
    ["no DOM", "document.title;", false],
    ["no timers", "setTimeout(() => {}, 1);", false],
    ["the language itself", "export const names = new Set([1]).union(new Set([2]));", true],
  ])("knows %s", (_, text, compiles) => {
    const file = join(folder, "planted.mts");
    writeFileSync(file, text);
    const project = join(folder, "tsconfig.json");
    writeFileSync(project, JSON.stringify({ extends: join(root, "model/tsconfig.json"), include: [file], exclude: [] }));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", project], { encoding: "utf8" });
    expect(stdout).toMatch(compiles ? /^$/ : /Cannot find name/);
  });
});
