import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyzeProject, analyzeWith } from "./analyze.ts";
import { createFactStore } from "./facts/factStore.ts";
import { typeScriptLanguage } from "./facts/typescript/load.ts";
import { memoryFiles } from "./project/projectFiles.ts";
import { ours } from "./testing/checkProject.ts";

const sample = `${ours}import { names, make } from "./b";
const base = { groupName: "g", tags: { a: "b" } } as const;
enum E { A = "x", B = \`\${A}y\` }
export const raw = asset({ name: names.raw, ...base, deps: ["x", AssetDep(make("q"))] }, async ({ duckdb, a: b = 1 }) => { return 1; });
export const list = [1, 2].map((n) => asset({ key: AssetKey(["p", String(n)]), ins: { raw: AssetIn({ key: raw }) } }, ({ raw }) => raw));
export const split = multiAsset({ outs: { even: AssetOut(), odd: AssetOut({ keyPrefix: E.A }) }, internalAssetDeps: { odd: [raw] } }, ({ raw_x }) => ({}));
const specs = [AssetSpec({ key: "s", deps: [split.outs.odd] }), externalAsset({ name: "t" }).mergeAttributes({ deps: [split] })];
export const sync = multiAsset({ specs, checkSpecs: [AssetCheckSpec({ name: "c", asset: "s" })] }, function sync() {});
export const [moved, renamed] = withKeyPrefix(["p", E.B], [raw.replaceAttributes({ groupName: "h" }), split.withAttributes({ assetKeyReplacements: [["even", "e"]] })]);
export const check = assetCheck({ asset: renamed.outs.even, additionalIns: { raw } }, ({ raw, value }) => value);
export default Definitions({ assets: [raw, ...list], assetChecks: [check], resources: { duckdb: 1 } });
`;
const other = `import { asset } from "headwater"; import { raw } from "./a"; export * from "./a";
export const names = { raw: "raw_" + "x" }; export function make(n) { const t = n; return asset({ name: t, deps: [raw] }, () => 1); }
export const made = make("z");`;

describe("the analysis never fails", () => {
  it("on texts that are cut, doubled and mixed up", async () => {
    const language = await typeScriptLanguage();
    const place = fc.nat({ max: sample.length });
    const edit = fc.record({
      at: place,
      remove: fc.nat({ max: 40 }),
      insert: fc.constantFrom("", "{", "}", "(", "`", "${", "...", "«", "=>", "asset(", '"', "/*", "\0", "\uD800"),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), place, (edits, cut) => {
        let text = sample;
        for (const { at, remove, insert } of edits) text = text.slice(0, at) + insert + text.slice(at + remove);
        const files = memoryFiles({
          "a.ts": text.slice(0, cut) + text,
          "b.ts": other,
          "c.tsx": text,
          "package.json": text.slice(0, cut),
        });
        const { diagnostics } = analyzeWith(language, files);
        for (const { range } of diagnostics) expect(range.endOffset).toBeGreaterThanOrEqual(range.startOffset);
      }),
      { numRuns: 300 },
    );
  });

  const deep = 20_000;
  const texts: readonly (readonly [title: string, text: string])[] = [
    ["brackets", `${ours}export const a = ${"[".repeat(deep)}`],
    ["a long sum", `${ours}export const a = asset({ name: ${Array(deep).fill('"x"').join("+")} }, () => 1);`],
    [
      "a long chain of constants",
      `${ours}const c0 = "x";${Array.from({ length: 3000 }, (_, at) => `const c${at + 1} = c${at};`).join("\n")}export const a = asset({ name: c3000 }, () => 1);`,
    ],
    [
      "doubling texts",
      `${ours}const c0 = "x";${Array.from({ length: 60 }, (_, at) => `const c${at + 1} = c${at} + c${at};`).join("\n")}export const a = asset({ name: c60 }, () => 1);`,
    ],
    [
      "doubling lists",
      `${ours}const c0 = ["x"];${Array.from({ length: 60 }, (_, at) => `const c${at + 1} = [...c${at}, ...c${at}];`).join("\n")}export const a = asset({ name: "a", kinds: c60 }, () => 1); export const l = c60;`,
    ],
    [
      "lists of shared lists",
      `${ours}const c0 = [asset(() => 1)];${Array.from({ length: 60 }, (_, at) => `const c${at + 1} = [c${at}, c${at}];`).join("\n")}export const a = c60; export const b = asset({ name: "b", deps: c60 }, () => 1);`,
    ],
    ["a helper that doubles itself", `${ours}const f = (x) => [f(x), f(x)];\nexport const a = f(asset(() => 1));`],
    [
      "a key of itself",
      `${ours}export const a = asset({ key: [a.key] }, () => 1);\nexport const b = asset({ key: c.key }, () => 1);\nexport const c = asset({ key: b }, () => 1);`,
    ],
    [
      "outs of each other",
      `${ours}export const a = multiAsset({ outs: b.outs }, () => 1);\nexport const b = multiAsset({ outs: { ...a.outs, ...b.outs } }, () => 1); export const c = asset({ deps: [a, b.outs.x, ...a.keys] }, () => 1);`,
    ],
    [
      "specs of each other",
      `${ours}export const a = multiAsset({ specs: [b, c] }, () => 1); export const b = AssetSpec({ key: c.key, deps: [a] }); export const c = b.replaceAttributes({ key: b.key, deps: [c, a] });`,
    ],
    [
      "changes of itself",
      `${ours}export const a = a.withAttributes({ assetKeyReplacements: [[a, a]] }); export const b = withKeyPrefix(b, b); export const c = asset({ name: "c" }, () => 1).mergeAttributes({ deps: [d] }); export const d = c.withAttributes({ assetKeyReplacements: [[c.key, d.key]] });`,
    ],
    [
      "a long chain of changes",
      `${ours}const c0 = asset({ name: "c" }, () => 1);${Array.from({ length: 3000 }, (_, at) => `const c${at + 1} = c${at}.replaceAttributes({ groupName: "g" });`).join("\n")}export const a = c3000;`,
    ],
    [
      "a changed asset in a chain of calls",
      `${ours}export const a = asset({ name: "c" }, () => 1)${".replaceAttributes({ groupName: 'g' })".repeat(3000)};`,
    ],
    [
      "doubling prefixes",
      `${ours}const c0 = [asset({ name: "x" }, () => 1)];${Array.from({ length: 60 }, (_, at) => `const c${at + 1} = withKeyPrefix("p", [...c${at}, ...c${at}]);`).join("\n")}export const a = c60; export const b = c12;`,
    ],
    [
      "arguments of other kinds",
      `${ours}export const a = multiAsset(); export const b = multiAsset([], 7); export const c = AssetSpec(a); export const d = assetCheck(c, d); export const e = withKeyPrefix(); export const f = withKeyPrefix(7, [a, 7, d]); export const g = c.replaceAttributes(); export const h = c.mergeAttributes(7); export const i = a.withAttributes(a.outs.x); export const j = multiAsset({ outs: [AssetOut], specs: { a: 1 } }, a.outs); export const k = multiAsset({ specs: [a, d, j.outs.x, 7, undefined] }, () => 1); export const l = multiAsset({ outs: { __proto__: AssetOut(7), x: a, y: undefined } }, () => 1);`,
    ],
    [
      "names of Object",
      `${ours}export const __proto__ = asset(() => 1); export const constructor = asset({ tags: { __proto__: "x", constructor: "y" } }, ({ toString }) => 1);`,
    ],
  ];
  for (const [title, text] of texts) {
    it(`on ${title}`, async () => {
      const analysis = await analyzeProject(
        memoryFiles({ "a.ts": text, "b.ts": 'import { asset } from "headwater"; export const safe = asset(() => 1);' }),
      );
      expect(analysis.assets.some(({ id }) => id === "safe")).toBe(true);
    });
  }

  it("on files that cannot be read", async () => {
    const files = memoryFiles({
      "a.ts": ours,
      "b.ts": 'import { asset } from "headwater"; export const safe = asset(({ lost }) => 1);',
    });
    const analysis = await analyzeProject({
      ...files,
      read: (path) => {
        if (path === "a.ts") throw new Error("EACCES: permission denied");
        return files.read(path);
      },
    });
    expect(analysis.diagnostics.map(({ code, file }) => [code, file])).toEqual([["unreadable-file", "a.ts"]]);
    expect(analysis.assets.map(({ id }) => id)).toEqual(["safe"]);
  });
});

describe("facts are kept", () => {
  it("so that only a changed file is read again, and what is gone is forgotten", async () => {
    const store = createFactStore();
    const texts: Record<string, string> = {
      "a.ts": 'import { asset } from "headwater"; export const a = asset(() => 1);',
      "b.ts": 'import { asset } from "headwater"; export const b = asset(({ a }) => a);',
      "package.json": "{}",
    };
    const run = () => analyzeProject(memoryFiles(texts), { store });
    expect((await run()).files).toEqual({ sources: 2, relevant: 2, extracted: 2 });
    expect((await run()).files.extracted).toBe(0);
    texts["a.ts"] = `${texts["a.ts"]}\nexport const c = asset(() => 1);`;
    const changed = await run();
    expect(changed.files.extracted).toBe(1);
    expect(changed.assets.map(({ id }) => id)).toEqual(["a", "c", "b"]);
  });

  it("and files that cannot reach our package are not parsed", async () => {
    const analysis = await analyzeProject(
      memoryFiles({ "a.ts": 'import x from "./b"; export const a = 1;', "b.ts": "export default 1;" }),
    );
    expect(analysis.files).toEqual({ sources: 2, relevant: 0, extracted: 0 });
  });
});
