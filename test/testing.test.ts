import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { scratchProject } from "./project/scratchProject.ts";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/testing.md"), "utf8");

/** The TypeScript of docs/testing.md, by the file that it is said to be. */
const files = Object.fromEntries(
  [...page.matchAll(/in `(src\/[\w.]+)`[^\n]*:\n\n```ts\n([\s\S]*?)```/g)].map(([, file = "", code = ""]) => [file, code]),
);
const project = scratchProject(files);
afterAll(() => project.remove());

const runTests = () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--test", "src/table.test.ts"], {
    cwd: project.folder,
    encoding: "utf8",
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, NO_COLOR: "1", FORCE_COLOR: undefined },
  });
  return { status, output: stdout + stderr };
};

test("the example of docs/testing.md passes as it stands", () => {
  expect(Object.keys(files)).toEqual(["src/table.ts", "src/table.test.ts"]);
  const { status, output } = runTests();
  expect(status, output).toBe(0);
  expect(output).toMatch(/pass 2\b/);
});

test("and it fails for a helper that makes other assets", () => {
  project.write({ "src/table.ts": files["src/table.ts"]?.replace('kinds: ["duckdb"]', 'kinds: ["sql"]') ?? "" });
  const { status, output } = runTests();
  expect(status, output).toBe(1);
  expect(output).toMatch(/fail 1\b/);
});

test("it has types that both compilers accept", () => {
  project.write(files);
  for (const compiler of ["typescript", "typescript7"]) {
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--allowImportingTsExtensions"];
    const types = ["--typeRoots", join(root, "node_modules/@types"), "--types", "node", "--skipLibCheck"];
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(root, "node_modules", compiler, "bin/tsc"), ...options, ...types, "src/table.test.ts"],
      { cwd: project.folder, encoding: "utf8" },
    );
    expect([stdout, status]).toEqual(["", 0]);
  }
});
