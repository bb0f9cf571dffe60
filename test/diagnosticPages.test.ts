import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { analyzeProject, memoryFiles } from "@headwater/analysis";
import { compareLoaded, severities } from "@headwater/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ScratchProject, scratchProject } from "./project/scratchProject.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "docs/diagnostics");
const codes = Object.keys(severities) as (keyof typeof severities)[];

/** What the analysis cannot tell from texts, and how each is brought about instead. */
const notFromTexts = {
  "unreadable-file": "The disk refuses to read a file; the test has files that throw.",
  "type-mismatch": "It takes the compiler; the test runs the command.",
  "outdated-types": "The command compares a generated file with what it was made from; the test runs it.",
  "load-failed": "A file throws while it runs; the test runs the command.",
  "analysis-mismatch": "A fault of the analysis; the test plants a false claim.",
} as const;

type Files = Readonly<Record<string, string>>;

interface Page {
  readonly code: string;
  readonly severity: string | undefined;
  /** The first sentence of the text. */
  readonly summary: string | undefined;
  /** What the page says that the finding says. */
  readonly message: string;
  /** The examples; a file's path stands in its first line, or behind the language of its fence. */
  readonly wrong: Files;
  readonly mended: Files;
}

const pages = new Map(codes.map((code) => [code, readPage(code)]));

function readPage(code: string): Page {
  const path = join(folder, `${code}.md`);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const [wrong = "", mended = ""] = text.split(/^## Mended$/m);
  return {
    code: /^# (.*)\n/.exec(text)?.[1] ?? "",
    severity: /^# .*\n\nSeverity: (\w+)\n/.exec(text)?.[1],
    summary: /^Severity: .*\n\n(.*?[.])(?: |\n)/m.exec(text)?.[1],
    message: /^> (.*)$/m.exec(wrong)?.[1] ?? "",
    wrong: filesIn(wrong),
    mended: filesIn(mended),
  };
}

function filesIn(text: string): Files {
  const fences = [...text.matchAll(/^```(?:ts|json)(?: (\S+))?\n([\s\S]*?)^```$/gm)];
  return Object.fromEntries(
    fences.map(([, given, content = ""]) => [given ?? /^\/\/ (\S+)\n/.exec(content)?.[1] ?? "src/assets.ts", content]),
  );
}

function pageOf(code: (typeof codes)[number]): Page {
  return pages.get(code) as Page;
}

describe("every code has a page", () => {
  const documents = readdirSync(folder);
  const lines = readFileSync(join(folder, "README.md"), "utf8").split("\n");
  const cellsOf = (line: string) => line.slice(1, -1).split("|");
  const rows = lines.filter((line) => line.startsWith("| [")).map((line) => cellsOf(line).map((cell) => cell.trim()));

  test("and every page is of a code", () => {
    expect(documents.filter((name) => name !== "README.md").sort()).toEqual(codes.map((code) => `${code}.md`).sort());
  });

  test.each(codes)("%s: its heading, its severity, what it says, and its line in the list", (code) => {
    const { severity, summary, message, ...page } = pageOf(code);
    expect({ code: page.code, severity }).toEqual({ code, severity: severities[code] });
    expect(message).not.toBe("");
    const link = `[${code}](${code}.md)`;
    expect(rows.filter(([first]) => first === link)).toEqual([[link, severities[code], summary]]);
  });

  test("and links lead somewhere", () => {
    const broken = documents.flatMap((name) =>
      [...readFileSync(join(folder, name), "utf8").matchAll(/\]\(([^):#]+)\)/g)].flatMap(([, target = ""]) =>
        existsSync(join(folder, target)) ? [] : `${name}: ${target}`,
      ),
    );
    expect(broken).toEqual([]);
  });
});

describe("the analysis of the example gives the code alone, and of the mended one nothing", () => {
  test.each(codes.filter((code) => !(code in notFromTexts)))("%s", async (code) => {
    const { wrong, mended, message } = pageOf(code);
    const found = await findingsIn(wrong);
    expect(new Set(found.map((finding) => finding.code)), JSON.stringify(found)).toEqual(new Set([code]));
    expect(found.map((finding) => finding.message)).toContain(message);
    expect(await findingsIn(mended)).toEqual([]);
  });

  test("but not load-failed", async () => {
    expect(await findingsIn(pageOf("load-failed").wrong)).toEqual([]);
  });
});

async function findingsIn(files: Files): Promise<{ code: keyof typeof severities; message: string; place: string }[]> {
  expect(Object.keys(files)).not.toEqual([]);
  const { diagnostics } = await analyzeProject(memoryFiles(files));
  return diagnostics.map(({ code, message, file, range }) => ({
    code,
    message,
    place: `${file}:${range.start.line + 1}:${range.start.character + 1}`,
  }));
}

const orders = 'export const orders = asset({ keyPrefix: "raw" }, () => 1);';
const split = "export const split = multiAsset({ outs: { x: AssetOut(), y: AssetOut() } }, () => ({}));";
const daily = 'DailyPartitionsDefinition({ startDate: "2026-01-01" })';
const regions = 'StaticPartitionsDefinition({ partitionKeys: ["eu"] })';

describe("what the pages say is fine, is fine", () => {
  test.each<[(typeof codes)[number], string]>([
    ["missing-name", "export default asset(async function orders() {});"],
    ["missing-name", "const orders = () => 1; export const all = [asset(orders)];"],
    ["invalid-name", 'export const events = externalAsset({ key: ["lake", "events.parquet"] });'],
    ["reserved-name", 'export const config = asset({ keyPrefix: "shop", name: "config" }, () => 1);'],
    ["slash-in-key-part", 'export const a = externalAsset({ key: "a/b" }); export const b = asset({ deps: ["a/b"] }, () => 1);'],
    ["invalid-key", 'export const orders = asset({ key: ["", "orders"] }, () => 1);'],
    ["key-collision", "export const orders = asset(() => 1); export const again = orders;"],
    ["step-name-collision", "export const m = multiAsset({ outs: { a: AssetOut(), b: AssetOut() } }, () => 1);"],
    ["pool-conflict", 'export const a = asset({ pool: "db", opTags: { "dagster/concurrency_key": "db" } }, () => 1);'],
    ["group-given-twice", 'export const m = multiAsset({ groupName: "g", outs: { a: AssetOut({ groupName: "g" }) } }, () => 1);'],
    ["inputs-not-destructured", `${orders} export const a = asset({ ins: { orders } }, (inputs) => inputs.orders);`],
    ["inputs-not-destructured", "export const a = asset(async (_, context) => context);"],
    ["reserved-input", "export const a = asset({ configSchema: {} }, ({ config }) => config);"],
    ["unknown-input", "export const a = asset({ name: process.env.A }, () => 1); export const b = asset(({ lost }) => lost);"],
    [
      "unknown-input",
      'export const a = asset({ requiredResourceKeys: ["db"] }, ({ db }) => db); export default Definitions({ resources: { db: 1 } });',
    ],
    ["unknown-resource", 'export const a = asset({ ioManagerKey: "ioManager" }, () => 1);'],
    [
      "unknown-resource",
      'export const a = asset({ requiredResourceKeys: ["db"] }, ({ db }) => db); export default Definitions({ resources: globalThis.resources });',
    ],
    ["input-without-parameter", `${orders} export const a = asset({ ins: { orders } }, ({ ...all }) => all);`],
    ["input-in-ins-and-deps", `${orders} export const a = asset({ ins: { orders }, deps: [orders] }, ({ orders }) => orders);`],
    ["duplicate-dependency", `${orders} export const a = asset({ deps: [orders, ["raw", "orders"]] }, () => 1);`],
    ["ambiguous-dependency", `${split} export const a = asset({ deps: [split] }, () => 1);`],
    [
      "mixed-partitions",
      `export const m = multiAsset({ canSubset: true, specs: [AssetSpec({ key: "a", partitionsDef: ${daily} }), AssetSpec({ key: "b", partitionsDef: ${regions} })] }, () => {});`,
    ],
    [
      "mixed-partitions",
      `export const m = multiAsset({ specs: [AssetSpec({ key: "a", partitionsDef: ${daily} }), AssetSpec({ key: "b" })] }, () => {});`,
    ],
    [
      "step-cycle",
      'export const m = multiAsset({ canSubset: true, outs: { a: AssetOut(), b: AssetOut() }, internalAssetDeps: { b: ["c"] } }, ({ c }) => c); export const c = asset(({ a }) => a);',
    ],
    [
      "duplicate-check",
      `${orders} ${split} export const checks = [orders, split.outs.x].map((of) => assetCheck({ asset: of, name: "ok" }, () => 1));`,
    ],
    [
      "ambiguous-check-input",
      `${orders} export const c = assetCheck({ asset: orders }, ({ orders, db }) => [orders, db]); export default Definitions({ resources: { db: 1 } });`,
    ],
  ])("%s: %s", async (code, text) => {
    const imports =
      'import { asset, assetCheck, AssetOut, AssetSpec, DailyPartitionsDefinition, Definitions, externalAsset, multiAsset, StaticPartitionsDefinition } from "headwater";';
    const found = await findingsIn({ "src/assets.ts": `${imports}\n${text}` });
    expect(found.filter((finding) => finding.code === code || severities[finding.code] !== "information")).toEqual([]);
  });
});

describe("what cannot be told from texts", () => {
  test.each([
    ["type-mismatch", ["--types"], 5],
    ["outdated-types", [], 1],
  ] as const)("%s: the command looks at more than the analysis", (code, options, line) => {
    const { wrong, mended, message } = pageOf(code);
    const findingsOf = (files: Files) => {
      const project = scratchProject(files);
      try {
        const { diagnostics } = project.json("check", ...options);
        return diagnostics.map((found: { code: string; message: string; line: number }) => [
          found.code,
          found.message,
          found.line,
        ]);
      } finally {
        project.remove();
      }
    };
    expect(findingsOf(wrong)).toEqual([[code, message, line]]);
    expect(findingsOf(mended)).toEqual([]);
  });

  test("load-failed: the project is loaded by the command", () => {
    const { wrong, mended, message } = pageOf("load-failed");
    const other = { "src/other.ts": 'import { asset } from "headwater"; export const other = asset(() => 1);' };
    const problemsOf = (files: Files) => {
      const project = scratchProject({ ...other, ...files });
      try {
        return project.json("materialize", "--select", "other").problems;
      } finally {
        project.remove();
      }
    };
    expect(problemsOf(wrong)).toEqual([{ code: "load-failed", severity: "error", message, file: "src/assets.ts" }]);
    expect(problemsOf(mended)).toEqual([]);
  });

  test("analysis-mismatch: the analysis claims what is not so", async () => {
    const { wrong, message } = pageOf("analysis-mismatch");
    const { assets } = await analyzeProject(memoryFiles(wrong));
    const specs = assets.map(({ spec }) => spec);
    const messagesOf = (claimed: typeof specs) =>
      compareLoaded(
        { specs: claimed, checkSteps: [], complete: true, resourcesKnown: true },
        { specs, checkSteps: [], complete: true },
      ).disagreements.map((disagreement) => disagreement.message);
    expect(messagesOf(specs)).toEqual([]);
    expect(messagesOf(specs.map((spec) => ({ ...spec, groupName: "shop" })))).toEqual([message]);
  });

  test("unreadable-file: the disk refuses", async () => {
    const { message } = pageOf("unreadable-file");
    const [, path = "", reason = ""] = /: (?=.*'\/shop\/(.*)')(.*)\.$/.exec(message) ?? [];
    const files = memoryFiles({ [path]: "" });
    const { diagnostics } = await analyzeProject({
      ...files,
      read(asked) {
        if (asked === path) throw new Error(reason);
        return files.read(asked);
      },
    });
    expect(diagnostics.map((finding) => [finding.code, finding.message, finding.file, finding.range.startOffset])).toEqual([
      ["unreadable-file", message, path, 0],
    ]);
  });
});

describe("what is mended", () => {
  let project: ScratchProject;
  beforeAll(() => {
    const files = [...pages.values()].flatMap(({ code, mended }) =>
      Object.entries(mended).map(([path, content]) => [`${code}/${path}`, content] as const),
    );
    project = scratchProject(Object.fromEntries(files.filter(([path]) => path.endsWith(".ts"))));
  });
  afterAll(() => project.remove());

  test("compiles as it stands", () => {
    const compilerOptions = {
      ...{ strict: true, noEmit: true, module: "nodenext", target: "es2024", allowImportingTsExtensions: true },
      ...{ typeRoots: [join(root, "node_modules/@types")], types: ["node"], skipLibCheck: true },
    };
    writeFileSync(join(project.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*/**/*.ts"] }));
    const compiler = [join(root, "node_modules/typescript/bin/tsc"), "-p", project.folder];
    const { stdout, status } = spawnSync(process.execPath, compiler, { encoding: "utf8" });
    expect([stdout, status]).toEqual(["", 0]);
  });
});
