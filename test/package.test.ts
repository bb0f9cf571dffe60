import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "headwater-package-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, ...args: string[]) {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

describe("the packed package, installed into an empty folder", () => {
  beforeAll(() => {
    const packed = spawnSync(
      "npm",
      ["pack", "--workspace", "headwater", "--pack-destination", folder, "--json", "--loglevel=error"],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    expect(packed.status, packed.stderr).toBe(0);
    const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
    expect(tarball).toBeDefined();
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
    const installed = run("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", `./${tarball}`);
    expect(installed.status, installed.output).toBe(0);
    writeFileSync(
      join(folder, "assets.ts"),
      `import { asset, MaterializeResult } from "headwater";

import type { AnalyzedTexts } from "headwater/testing";

export const numbers = asset(() => [1, 2, 3]);
export const keysOf = ({ keys }: AnalyzedTexts): readonly string[] => keys;
export const sum = asset({ ins: { numbers } }, ({ numbers }) => {
  const total: number = numbers.reduce((sum, number) => sum + number, 0);
  return MaterializeResult({ metadata: { total } });
});
`,
    );
  });

  test("has a command that materializes an asset", () => {
    const { status, output } = run(join(folder, "node_modules/.bin/headwater"), "materialize");
    expect(output).toMatch(/✓ numbers/);
    expect(output).toMatch(/✓ sum .*total 6/);
    expect(status).toBe(0);
  });

  test("says which assets the analysis sees in a text", () => {
    writeFileSync(
      join(folder, "seen.mjs"),
      `import { analyzeTexts } from "headwater/testing";
       const { keys } = await analyzeTexts('import { asset } from "headwater"; export const rows = asset(() => 1);');
       console.log(keys.join());`,
    );
    expect(run(process.execPath, "seen.mjs")).toEqual({ status: 0, output: "rows\n" });
  });

  test.each(["typescript", "typescript7"])("has types that %s accepts, its own declarations checked too", (compiler) => {
    const compilerOptions = { noEmit: true, strict: true, target: "es2022", module: "nodenext", types: [] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["assets.ts"] }));
    const tsc = join(root, "node_modules", compiler, "bin/tsc");
    expect(run(process.execPath, tsc, "-p", ".")).toEqual({ status: 0, output: "" });
  });

  test("holds what it needs and nothing else", () => {
    const installed = join(folder, "node_modules/headwater");
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(installed.length + 1));
    const allowed =
      /^(package\.json|README\.md|LICENSE|bin\/headwater\.mjs|dist\/(cli\/)?(chunks\/)?[\w-]+(\.js|\.d\.ts)|dist\/cli\/typescript-libraries\.json\.br)$/;
    expect(files.filter((file) => !allowed.test(file))).toEqual([]);
    for (const file of [
      "README.md",
      "LICENSE",
      "dist/index.js",
      "dist/index.d.ts",
      "dist/duckdb.js",
      "dist/cli/worker.js",
      "dist/testing.d.ts",
    ]) {
      expect(files).toContain(file);
    }
  });
});
