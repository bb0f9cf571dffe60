import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyzeWith } from "../analyze.ts";
import { type Language, typeScriptLanguage } from "../facts/typescript/load.ts";
import { nodeFiles } from "../project/nodeFiles.ts";
import type { ProjectAnalysis } from "../projectAnalysis.ts";
import { createProjectReader } from "./projectReader.ts";
import { findStored } from "./storedAnalysis.ts";

let language: Language;
const folders: string[] = [];
beforeAll(async () => {
  language = await typeScriptLanguage();
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

type Texts = Readonly<Record<string, string>>;

/** A project in a folder of its own, whose files are so old that their times tell their texts apart. */
function project(texts: Texts) {
  const folder = mkdtempSync(join(tmpdir(), "headwater-stored-"));
  folders.push(folder);
  const root = join(folder, "project");
  const put = (path: string, text: string | undefined, time = 1_000) => {
    if (text === undefined) return rmSync(join(root, path), { force: true });
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    utimesSync(join(root, path), time, time);
  };
  for (const [path, text] of Object.entries(texts)) put(path, text);
  return { root, put, index: { path: join(folder, "project.index"), build: "build", fewestSources: 0 } };
}

/** What a process does that ends: it takes over what is stored, follows what has changed, and stores that. */
function runOnce({ root, index }: ReturnType<typeof project>, atHand?: number): ProjectAnalysis {
  return createProjectReader(root, language, index, atHand)();
}

function told({ assets, diagnostics, graph, complete, resourceKeys, definingFiles }: ProjectAnalysis) {
  return {
    assets: assets.map(({ id, file, range, nameRange, spec }) => ({ id, file, range, nameRange, spec })),
    diagnostics,
    nodes: [...graph.nodes.values()]
      .map(({ id, kind, upstream, downstream }) => ({ id, kind, upstream, downstream: [...downstream].sort() }))
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
    complete,
    resourceKeys,
    definingFiles,
  };
}
const anew = (root: string) => told(analyzeWith(language, nodeFiles(root)));

const header = 'import { asset, Definitions } from "headwater";\n';
const texts: Texts = {
  "package.json": '{ "dependencies": { "headwater": "*" } }',
  "a.ts": `${header}import { b } from "./b";\nexport const a = asset({ deps: [b, "c"] }, () => 1);\n`,
  "b.ts": `${header}export const b = asset({ name: "b" }, () => 1);\n`,
  "lib/c.ts": `${header}import { name } from "../names.js";\nexport const c = asset({ name }, () => 1);\n`,
  "names.ts": 'export const name = "c";\n',
};

describe("a stored analysis", () => {
  it("is taken over while nothing has changed, without a look into any source", () => {
    const at = project(texts);
    expect(told(runOnce(at))).toEqual(anew(at.root));
    const disk = nodeFiles(at.root);
    const stored = findStored(at.index, disk);
    expect(stored?.changed).toEqual(new Set());
    const read: string[] = [];
    const files = {
      ...disk,
      read(path: string) {
        read.push(path);
        return disk.read(path);
      },
    };
    const live = stored?.open(language, files, {});
    expect([...(live?.analysis.diagnosticsOf ?? [])]).toEqual([]);
    expect(read).toEqual([]);
    expect(live?.analysis.graph.nodes.size).toBe(3);
    expect(new Set(read)).toEqual(new Set(["package.json"]));
    expect(told(runOnce(at))).toEqual(anew(at.root));
  });

  it("names no place outside of the project", () => {
    const at = project(texts);
    runOnce(at);
    expect(readFileSync(at.index.path).includes(at.root)).toBe(false);
    expect(readFileSync(at.index.path).includes("lib/c.ts")).toBe(true);
  });

  it.each<[string, Texts | ((at: ReturnType<typeof project>) => void), readonly string[] | "everything"]>([
    ["a text", { "names.ts": 'export const name = "other";\n' }, ["names.ts"]],
    ["nothing but a time", (at) => utimesSync(join(at.root, "b.ts"), 2_000, 2_000), ["b.ts"]],
    ["a file more", { "d.ts.ts": `${header}export const d = asset(() => 1);\n` }, "everything"],
    ["a file less", (at) => at.put("b.ts", undefined), "everything"],
    ["a setting", { "package.json": '{ "headwater": "./a.ts" }' }, "everything"],
    ["aliases that were not there", { "tsconfig.json": '{ "compilerOptions": { "paths": {} } }' }, "everything"],
    ["a file that is ignored now", { ".gitignore": "b.ts\n" }, "everything"],
  ])("is brought up to date after %s has changed", (_, change, expected) => {
    const at = project(texts);
    runOnce(at);
    if (typeof change === "function") change(at);
    else for (const [path, text] of Object.entries(change)) at.put(path, text);
    const changed = findStored(at.index, nodeFiles(at.root))?.changed;
    expect(changed === undefined ? "everything" : [...changed]).toEqual(expected);
    expect(told(runOnce(at))).toEqual(anew(at.root));
    expect(told(runOnce(at))).toEqual(anew(at.root));
  });

  it("finds a text that was changed at once and keeps length and time", () => {
    const at = project(texts);
    const path = join(at.root, "names.ts");
    const now = Date.now() / 1000;
    at.put("names.ts", texts["names.ts"], now);
    runOnce(at);
    at.put("names.ts", 'export const name = "x";\n', now);
    expect(statSync(path).size).toBe(texts["names.ts"]?.length);
    const analysis = runOnce(at);
    expect(analysis.assets.map(({ id }) => id)).toContain("x");
  });

  it("reads a file with syntax errors again, since what was known before it broke is forgotten", () => {
    const at = project({ ...texts, "b.ts": `${texts["b.ts"]}export const broken = asset({ name: "` });
    runOnce(at);
    expect(findStored(at.index, nodeFiles(at.root))?.changed).toEqual(new Set(["b.ts"]));
    expect(told(runOnce(at))).toEqual(anew(at.root));
  });

  it("that is damaged where the analysis stands is made anew", () => {
    const at = project(texts);
    runOnce(at);
    const bytes = readFileSync(at.index.path);
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] as number) ^ 255;
    writeFileSync(at.index.path, bytes);
    expect(told(runOnce(at))).toEqual(anew(at.root));
  });

  it("says after any edits that nobody watched what a new one says", () => {
    const name = fc.constantFrom("one", "two", "three");
    const statement = fc.oneof(
      fc
        .tuple(name, name, name)
        .map(([n, key, dep]) => `export const ${n} = asset({ name: "${key}", deps: ["${dep}"] }, () => 1);`),
      fc.tuple(name, name).map(([n, dep]) => `export const ${n} = asset({ deps: [${dep}] }, () => 1);`),
      name.map((n) => `export const ${n} = asset(({ two }) => two);`),
      fc.constantFrom('import { one, three } from "./b";', 'export * from "./a";', 'export * from "./lib/c";'),
      fc.constantFrom("export default Definitions({ assets: [one], resources: { two: 1 } });", 'const x = "'),
    );
    const path = fc.constantFrom("a.ts", "b.ts", "b/index.ts", "lib/c.ts", "package.json");
    const text = fc.array(statement, { maxLength: 4 }).map((lines) => header + lines.join("\n"));
    const edit = fc.tuple(path, fc.option(text, { nil: undefined, freq: 6 }));
    fc.assert(
      fc.property(fc.array(fc.array(edit, { maxLength: 3 }), { minLength: 1, maxLength: 6 }), (sessions) => {
        const at = project({ ...texts, "b.ts": texts["b.ts"] as string });
        runOnce(at, 1);
        for (const [session, edits] of sessions.entries()) {
          for (const [file, content] of edits) {
            const settings = content === undefined ? '{ "headwater": "./a.ts" }' : "{}";
            at.put(file, file === "package.json" ? settings : content, 10_000 + session);
          }
          expect(told(runOnce(at, 1))).toEqual(anew(at.root));
        }
      }),
      { numRuns: Number(process.env.HEADWATER_RUNS ?? 40) },
    );
  });
});
