import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { scratchProject } from "./project/scratchProject.ts";

const root = join(import.meta.dirname, "..");

/** The TypeScript of docs/assets.md, by the heading under which it stands. */
const blocks = [
  ...readFileSync(join(root, "docs/assets.md"), "utf8").matchAll(/^## (.*)\n(?:(?!^## )[\s\S])*?```ts\n([\s\S]*?)```/gm),
].map(([, heading = "", code = ""]) => [`${heading.toLowerCase().replace(/\W+/g, "-")}.ts`, code] as const);

const project = scratchProject({
  ...Object.fromEntries(blocks),
  // What the page imports by a name that a reader understands.
  "sales.ts": 'export { orders } from "./assets.ts";\nexport { customers } from "./checks.ts";\n',
});
afterAll(() => project.remove());

test("each part of docs/assets.md has its example", () => {
  expect(blocks.map(([file]) => file)).toEqual([
    "assets.ts",
    "several-assets-of-one-function.ts",
    "partitions.ts",
    "graphs-of-operations.ts",
    "what-something-else-makes.ts",
    "checks.ts",
    "under-another-prefix-and-with-other-attributes.ts",
    "definitions.ts",
  ]);
});

test("and each compiles as it stands", () => {
  const compilerOptions = {
    ...{ strict: true, noEmit: true, module: "nodenext", target: "es2024", allowImportingTsExtensions: true },
    ...{ typeRoots: [join(root, "node_modules/@types")], types: ["node"], skipLibCheck: true },
  };
  writeFileSync(join(project.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  const { stdout, status } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project.folder], {
    encoding: "utf8",
  });
  expect([stdout, status]).toEqual(["", 0]);
});
