import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { analyzeProject } from "../analyze.ts";
import { withSeverities } from "../diagnostic.ts";
import { checkProject, type Row } from "../testing/checkProject.ts";
import { nodeFiles } from "./nodeFiles.ts";

const from = 'import { asset, Definitions } from "headwater";\n';
const one = (name: string) => `${from}export const ${name} = asset(() => 1);`;

const check = (rows: readonly Row[]) => {
  for (const [title, texts, expected] of rows) it(title, () => checkProject(texts, expected).then(() => undefined));
};

describe("which files define assets", () => {
  check([
    ["no package.json", { "a.ts": one("a") }, { assets: ["a"] }],
    [
      "tests, declarations and packages of others are left out",
      {
        "a.ts": one("a"),
        "a.test.ts": one("b"),
        "a.spec.tsx": one("c"),
        "a.d.ts": one("d"),
        "a.d.mts": one("e"),
        "node_modules/x/a.ts": one("f"),
        "packages/x/package.json": "{}",
        "packages/x/src/a.ts": one("g"),
      },
      { assets: ["a"] },
    ],
    [
      "exclude",
      {
        "package.json": '{ "headwater": { "exclude": ["legacy/**", "*.old.ts"] } }',
        "a.ts": one("a"),
        "src/legacy/b.ts": one("b"),
        "legacy/c.ts": one("c"),
        "d.old.ts": one("d"),
      },
      { assets: ["a", "b"] },
    ],
    [
      "an excluded file counts again where another file exports it",
      {
        "package.json": '{ "headwater": { "exclude": ["legacy/**"] } }',
        "legacy/c.ts": one("c"),
        "index.ts": 'export * from "./legacy/c";',
      },
      { assets: ["c"], complete: true },
    ],
    [
      "an entry narrows to what it imports",
      {
        "package.json": '{ "headwater": "./src/definitions.ts" }',
        "src/definitions.ts": 'import "./a"; export * from "./b"; import type { c } from "./c";',
        "src/a.ts": one("a"),
        "src/b.ts": one("b"),
        "src/c.ts": one("c"),
      },
      { assets: ["a", "b"] },
    ],
    [
      "definitions of the entry say exactly what counts",
      {
        "package.json": '{ "headwater": { "entry": "src/definitions" } }',
        "src/definitions.ts": `${from}import * as all from "./all"; import { a } from "./a"; import list from "./list"; import "./other";
          const hidden = asset({ name: "hidden" }, () => 1);
          export default Definitions({ assets: [a, [...list], Object.values(all), hidden], resources: { db: 1 } });`,
        "src/a.ts": `${one("a")} export const «not» = asset(() => 1);`,
        "src/list.ts": `${from}export default [asset({ name: "l" }, ({ db }) => 1)];`,
        "src/all.ts": `${one("b")} export const text = "x";`,
        "src/other.ts": one("«other»"),
      },
      { assets: ["a", "b", "hidden", "l"], resources: ["db"], complete: true, problems: ["never-loaded", "never-loaded"] },
    ],
    [
      "a list that is not known",
      {
        "package.json": '{ "headwater": "./d.ts" }',
        "d.ts": `${from}import "./a"; export const defs = Definitions({ assets: [...«load()»] });`,
        "a.ts": `${from}export const a = asset(({ b }) => 1);`,
      },
      { assets: ["a"], problems: ["unknown-definitions"], complete: false },
    ],
    [
      "definitions that the entry passes on",
      {
        "package.json": '{ "headwater": "./index.ts" }',
        "index.ts": 'export { defs } from "./a";',
        "a.ts": `${from}export const a = asset(() => 1); export const «b» = asset(() => 1); export const defs = Definitions({ assets: [a] });`,
      },
      { assets: ["a"], problems: ["never-loaded"] },
    ],
    [
      "without an entry, listed assets count beside exported ones",
      {
        "a.ts": `${from}const a = asset({ name: "a" }, () => 1); export const b = asset(() => 1); export const d = Definitions({ assets: [a] });`,
      },
      { assets: ["a", "b"] },
    ],
    [
      "without an entry, a list that is not known",
      { "a.ts": `${from}export const b = asset(({ c }) => 1); export const d = Definitions({ assets: «load()» });` },
      { assets: ["b"], problems: ["unknown-definitions"], complete: false },
    ],
    [
      "an entry that does not exist",
      { "package.json": '{ "headwater": «"./nope.ts"» }', "a.ts": one("a") },
      { assets: ["a"], problems: ["invalid-project"] },
    ],
    [
      "settings of the wrong kind",
      {
        "package.json": '{ "dependencies": { "headwater": "1" }, "headwater": { «"entri"»: 1, "exclude": [«2»] } }',
        "a.ts": one("a"),
      },
      { assets: ["a"], problems: ["invalid-project", "invalid-project"] },
    ],
    [
      "severities of the wrong kind",
      { "package.json": '{ "headwater": { "severity": «["cycle"]» } }', "a.ts": one("a") },
      { assets: ["a"], problems: ["invalid-project"] },
    ],
    [
      "a package.json that is no JSON",
      { "package.json": "«»{", "a.ts": one("a") },
      { assets: ["a"], problems: ["invalid-project"] },
    ],
  ]);
});

it("package.json says how grave findings count", async () => {
  const severity = '{ "unknown-dependency": "error", "invalid-kind": "off", «"cycel"»: "off", "cycle": «"bad"» }';
  const analysis = await checkProject(
    {
      "package.json": `{ "headwater": { "severity": ${severity} } }`,
      "a.ts": `${from}export const a = asset({ deps: [«"nobody"»], kinds: [«"a b"»] }, () => 1);`,
    },
    { problems: ["unknown-dependency", "invalid-kind", "invalid-project", "invalid-project"] },
  );
  const told = withSeverities(analysis.diagnostics, analysis.severity);
  expect(told.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
    "unknown-dependency error",
    "invalid-project error",
    "invalid-project error",
  ]);
  expect(withSeverities(analysis.diagnostics, new Map())).toBe(analysis.diagnostics);
});

describe("what a loader is told", () => {
  it("imports the files that define assets, with the names that constants give", async () => {
    const analysis = await checkProject(
      {
        "a.ts": `${from}const x = asset(() => 1); export { x as a }; export const other = 1; export default x;`,
        "alias.ts": 'export { a } from "./a"; import { a } from "./a"; export const again = a;',
        "d.ts": `${from}export const defs = Definitions({ resources: {} });`,
        "list.ts": `${from}export const all = [asset({ name: "l" }, () => 1)];`,
        "none.ts": 'import "headwater"; export const nothing = 1;',
      },
      { assets: ["a", "l"] },
    );
    expect(analysis.definingFiles).toEqual([
      {
        file: "a.ts",
        localExports: [
          { exported: "a", name: "a" },
          { exported: "other", name: "other" },
        ],
        assets: 1,
        definitions: [],
      },
      { file: "d.ts", localExports: [{ exported: "defs", name: "defs" }], assets: 0, definitions: ["defs"] },
      { file: "list.ts", localExports: [{ exported: "all", name: "all" }], assets: 1, definitions: [] },
    ]);
    expect(analysis.assets.map(({ exportedName, bindingName, file }) => [file, exportedName, bindingName])).toEqual([
      ["a.ts", "a", "x"],
      ["list.ts", undefined, undefined],
    ]);
  });
});

describe("files on disk", () => {
  const folders: string[] = [];
  const project = (texts: Readonly<Record<string, string>>): string => {
    const folder = mkdtempSync(join(tmpdir(), "headwater-analysis-"));
    folders.push(folder);
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  };
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  const texts = {
    ".gitignore": "/out\n*.gen.ts\n!kept.gen.ts\n",
    "src/.gitignore": "deep/\n",
    "a.ts": `\uFEFF${one("a")}`,
    "kept.gen.ts": one("kept"),
    "b.gen.ts": one("b"),
    "out/c.ts": one("c"),
    "src/out/d.ts": one("d"),
    "src/deep/e.ts": one("e"),
    "node_modules/x/f.ts": one("f"),
    ".headwater/g.ts": one("g"),
  };
  it("a walk honours .gitignore", async () => {
    const analysis = await analyzeProject(nodeFiles(project(texts)));
    expect(analysis.assets.map(({ id }) => id)).toEqual(["a", "kept", "d"]);
    expect(analysis.assets[0]?.range.start).toEqual({ line: 1, character: 17 });
  });
  it("so does git", async () => {
    const folder = project(texts);
    execFileSync("git", ["init", "-q"], { cwd: folder });
    const analysis = await analyzeProject(nodeFiles(folder));
    expect(analysis.assets.map(({ id }) => id)).toEqual(["a", "kept", "d"]);
  });
  it("a folder that is no file, and one that is not there", async () => {
    const folder = project({ "a.ts": one("a"), "x.ts/b.ts": one("b") });
    const analysis = await analyzeProject(nodeFiles(folder));
    expect(analysis.assets.map(({ id }) => id)).toEqual(["a", "b"]);
    expect((await analyzeProject(nodeFiles(join(folder, "nope")))).assets).toEqual([]);
  });
});
