import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analyzeProject } from "../analyze.ts";
import { nodeFiles } from "../project/nodeFiles.ts";
import { ours } from "../testing/checkProject.ts";
import { typedFolder } from "../testing/checkTypes.ts";
import { findOutdatedTypes, makeRegistry, type RememberedTypes } from "./makeRegistry.ts";
import { registrySource } from "./registrySource.ts";

type Files = Readonly<Record<string, string>>;

const compilers = ["typescript", "typescript7"].map((name) =>
  join(import.meta.dirname, "../../../node_modules", name, "bin/tsc"),
);

async function registryOf(folder: string, remembered: RememberedTypes = {}) {
  return makeRegistry(folder, registrySource(folder, await analyzeProject(nodeFiles(folder))), remembered);
}

/** Makes the registry of a project and compares its entries; both compilers must take it together with the code. */
async function check(texts: string | Files, expected: readonly string[]): Promise<void> {
  const folder = typedFolder(typeof texts === "string" ? { "src/assets.ts": ours + texts } : texts);
  try {
    const { text } = await registryOf(folder.path);
    const entries = [...text.matchAll(/^ {6}(\S.*;)$/gm)].map(([, entry]) => entry);
    expect(entries).toEqual(expected);
    writeFileSync(join(folder.path, "headwater-env.d.ts"), text);
    for (const compiler of compilers) expect(compile(folder.path, compiler)).toBe("");
  } finally {
    folder.remove();
  }
}

function compile(folder: string, compiler: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
  // The package's own sources are not what is tested.
  return `${stdout}${stderr}`
    .split("\n")
    .filter((line) => /^(?:src|headwater-env|error)/.test(line))
    .join("\n");
}

const row = "export interface Row { id: number }\n";

describe("what assets hold, as the registry says it", () => {
  test.each<[title: string, texts: string | Files, expected: string[]]>([
    [
      "primitives and what is made of them",
      'export const a = asset(() => 1); export const b = asset(async (): Promise<string[]> => []); export const c = asset(() => ({ x: [new Date()], "y-z": null as string | null }));',
      ["a: number;", "b: string[];", 'c: { x: Date[]; "y-z": string | null; };'],
    ],
    ["an exported type", `${row}export const rows = asset((): Row[] => []);`, ['rows: import("./src/assets.js").Row[];']],
    [
      "a type of another file",
      {
        "src/row.ts": row,
        "src/a.ts":
          'import { asset } from "headwater";\nimport type { Row } from "./row.ts";\nexport const rows = asset((): readonly Row[] => []);',
      },
      ['rows: readonly import("./src/row.js").Row[];'],
    ],
    [
      "a type that is not exported cannot be named",
      "interface Row { id: number }\nexport const rows = asset((): Row[] => []);",
      ["rows: any;"],
    ],
    [
      "a name that means another type elsewhere",
      "interface Date { mine: true }\nexport const day = asset((): Date => ({ mine: true }));",
      ["day: any;"],
    ],
    [
      "what is not known",
      "export const a = asset(() => JSON.parse('1')); export const b = asset(() => {}); export const c = externalAsset({ name: 'c' });",
      ["a: any;", "b: any;", "c: any;"],
    ],
    [
      "several assets",
      'export const all = multiAsset({ name: "all", outs: { one: AssetOut(), two: AssetOut() } }, () => ({ one: 1, two: "2" }));',
      ["one: number;", "two: string;"],
    ],
    [
      "keys of one segment only, quoted where they are no names",
      'export const a = asset({ key: ["x", "a"] }, () => 1); export const b = asset({ key: ["0 b"] }, () => 1);'.replace(
        "0 b",
        "b-c",
      ),
      ['"b-c": number;'],
    ],
    [
      "inputs by name, through the registry itself",
      "export const z = asset(() => [1]); export const y = asset(({ z }) => z.map(String)); export const x = asset(({ y }) => y.length);",
      ["x: number;", "y: string[];", "z: number[];"],
    ],
  ])("%s", (_, texts, expected) => check(texts, expected));
});

describe("made again", () => {
  const files = {
    "src/row.ts": row,
    "src/up.ts": `${ours}import type { Row } from "./row.ts";\nexport const up = asset((): Row[] => []);`,
    "src/down.ts": `${ours}export const down = asset(({ up }) => up.map(({ id }) => id));`,
    "src/other.ts": `${ours}export const other = asset(() => 1);`,
  };

  test("the same comes out, and only what changed and what depends on it is looked at", async () => {
    const folder = typedFolder(files);
    try {
      const first = await registryOf(folder.path);
      expect(first.inferred).toBe(3);
      expect(first.text).toContain("down: number[];");
      const again = await registryOf(folder.path, JSON.parse(JSON.stringify(first.remembered)));
      expect([again.inferred, again.text]).toEqual([0, first.text]);
      writeFileSync(join(folder.path, "src/row.ts"), row.replace("number", "string"));
      const changed = await registryOf(folder.path, first.remembered);
      expect(changed.inferred).toBe(2);
      expect(changed.text).toContain("down: string[];");
      expect(changed.text).toBe((await registryOf(folder.path)).text);
    } finally {
      folder.remove();
    }
  });

  test.each<[file: string, edit: (text: string) => string, outdated: boolean]>([
    ["src/row.ts", (text) => text.replace("number", "string"), true],
    ["src/up.ts", (text) => `${text}\nexport const more = asset(() => 1);`, true],
    ["src/unrelated.ts", () => "export const x = 1;", false],
  ])("an edit of %s is seen", async (file, edit, outdated) => {
    const folder = typedFolder({ ...files, "src/unrelated.ts": "" });
    const codes = async () =>
      (await findOutdatedTypes(folder.path, await analyzeProject(nodeFiles(folder.path)))).map(({ code }) => code);
    try {
      expect(await codes()).toEqual([]);
      writeFileSync(join(folder.path, "headwater-env.d.ts"), (await registryOf(folder.path)).text);
      expect(await codes()).toEqual([]);
      writeFileSync(join(folder.path, file), edit(readFileSync(join(folder.path, file), "utf8")));
      expect(await codes()).toEqual(outdated ? ["outdated-types"] : []);
    } finally {
      folder.remove();
    }
  });
});

test("a chain of 300 assets compiles with both compilers", { timeout: 300_000 }, async () => {
  const assets = Array.from({ length: 300 }, (_, at) =>
    at === 0
      ? "export const a0 = asset((): Row0[] => []);"
      : `export const a${at} = asset(({ a${at - 1} }): Row${at % 5}[] => a${at - 1}.map(({ n }) => ({ n })));`,
  );
  const rows = Array.from({ length: 5 }, (_, at) => `export interface Row${at} { n: number }`);
  const folder = typedFolder({ "src/assets.ts": `${ours}${rows.join("\n")}\n${assets.join("\n")}\n` });
  try {
    const { text } = await registryOf(folder.path);
    expect(text).toContain('a299: import("./src/assets.js").Row4[];');
    writeFileSync(join(folder.path, "headwater-env.d.ts"), text);
    for (const compiler of compilers) expect(compile(folder.path, compiler)).toBe("");
  } finally {
    folder.remove();
  }
});
