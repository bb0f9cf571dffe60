import { posix } from "node:path";
import {
  analyzeWith,
  type Diagnostic,
  type Language,
  nodeFiles,
  type ProjectAnalysis,
  type SourceRange,
  typeScriptLanguage,
} from "@headwater/analysis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Folder, temporaryFolder } from "../testing/editor.ts";
import { createWorkspace } from "./workspace.ts";

// Somebody types into a file of 2,000 lines, and its syntax is broken half of the time. What was not touched must look as
// it did when the syntax was last right: the same assets, and the same findings, no less and no more.

const edits = 500;
const inFile = "src/big.ts";
const head = 'import { asset, AssetDep } from "headwater";\n';

/** One asset in 14 lines. Some have something wrong, so that there are findings to keep. */
function assetText(at: number): string {
  const deps = [
    ...(at > 0 ? [`"asset_${at - 1}"`] : []),
    ...(at > 10 ? [`AssetDep("asset_${at - 10}")`] : []),
    ...(at % 7 === 3 ? [`"aset_${at - 2}"`] : []),
  ];
  return `export const asset${at} = asset(
  {
    name: "asset_${at}",
    deps: [${deps.join(", ")}],
    groupName: "group_${Math.floor(at / 20)}",${at % 11 === 5 ? '\n    groupNam: "typo",' : ""}
    kinds: ["duckdb", "typescript"],
  },
  async (${at % 13 === 4 ? "{ asset_1, nobody }" : "{ asset_1 }"}, context) => {
    const rows = await asset_1.query(\`SELECT * FROM asset_${at} WHERE value > \${${at}}\`);
    if (rows.length > ${at}) context.log.warn("more than ${at}");
    const text = 'it''s'.length + /["'\`]/.source.length;
    return { rows, text, half: rows.length / 2 };
  },
);

`.replace("'it''s'", '"it\'s"');
}

const assets = Array.from({ length: 141 }, (_, at) =>
  at === 77 ? assetText(at).replace('"asset_77"', '"asset_12"') : assetText(at),
);
const bigText = head + assets.join("");
const others = {
  "src/down.ts": `import { asset } from "headwater";\nimport { asset3 } from "./big.ts";
export const down = asset({ deps: ["asset_5", "asset_140", asset3, "asset_141"] }, ({ asset_7, asset_999 }) => asset_7);
export const asset20 = asset({ name: "asset_20" }, () => 1);`,
};

/** Numbers from 0 to 1 that are the same in each run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What breaks the syntax when it comes in. None of it makes or unmakes a key by itself. */
const breakers = [
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  '"',
  "'",
  "`",
  "/*",
  "${",
  "=>",
  "@",
  "#",
  "export const ",
  "asset({ name: ",
  "...",
  ": {",
  "\\",
];
/** Assets that are being written, between two others. */
const beginnings = [
  '\nexport const begun = asset({ name: "begun", deps: ["',
  '\nexport const begun = asset({ name: "begun" }, async () => {\n  if (x) {\n',
  "\nexport const begun =",
  "\nexport ",
];
/** What may be typed anywhere between two statements. */
const statements = [
  "\n// a remark\n",
  "\nconst other = 1;\n",
  '\nexport const added = asset({ name: "added", deps: ["asset_1"] }, () => 1);\n',
  "\ninterface Row { value: number }\n",
  "\n\n",
];

let language: Language;
let folder: Folder;
beforeAll(async () => {
  language = await typeScriptLanguage();
  folder = temporaryFolder({ ...others, [inFile]: bigText });
});
afterAll(() => folder.remove());

interface Moment {
  readonly text: string;
  readonly analysis: ProjectAnalysis;
}

/** A copy that does not follow later edits. */
function asItIsNow(analysis: ProjectAnalysis): ProjectAnalysis {
  return { ...analysis, graph: { ...analysis.graph, nodes: new Map(analysis.graph.nodes) } };
}

/** An asset with its places as plain data. */
function withPlaces({ id, spec, file, range, nameRange, places }: ProjectAnalysis["assets"][number]) {
  return { id, spec, file, range, nameRange, places };
}

const isBroken = ({ analysis }: Moment) =>
  analysis.diagnostics.some(({ code, file }) => code === "syntax-error" && file === inFile);

/** A statement of the good text, and where it stands now; `now` is absent if it was edited. */
interface Statement {
  readonly start: number;
  readonly end: number;
  readonly now?: number;
}

function statementsOf(before: string, after: string): Statement[] {
  const starts = [...before.matchAll(/^export const /gm)].map(({ index }) => index);
  return starts.map((start, at) => {
    const text = before.slice(start, starts[at + 1] ?? before.length).trimEnd();
    const now = after.indexOf(text);
    return { start, end: start + text.length, ...(now < 0 ? {} : { now }) };
  });
}

/** What a finding says and about which text, wherever that has moved. */
function saying({ text }: Moment, { file, code, message, range }: Diagnostic): string {
  return `${file} ${code} ${file === inFile ? text.slice(range.startOffset, range.endOffset) : range.startOffset} ${message}`;
}

/** Compares a moment with syntax errors with the last one that had none. */
function checkBroken(good: Moment, now: Moment): void {
  const all = statementsOf(good.text, now.text);
  const statementAt = (offset: number) => all.find(({ start, end }) => start <= offset && offset <= end);
  const isUntouched = ({ file, range }: { file: string; range: SourceRange }) =>
    file !== inFile || statementAt(range.startOffset)?.now !== undefined;
  const isUntouchedNow = ({ file, range }: { file: string; range: SourceRange }) =>
    file !== inFile ||
    all.some(
      (each) => each.now !== undefined && each.now <= range.startOffset && range.endOffset <= each.now + each.end - each.start,
    );

  const wrong: string[] = [];
  // The graph is there: every asset, and what leads into the untouched ones.
  for (const asset of good.analysis.assets) {
    const [before, after] = [good, now].map(({ analysis }) => analysis.graph.nodes.get(asset.id));
    if (after?.kind !== before?.kind) wrong.push(`lost: ${asset.id}`);
    if (before?.spec !== asset.spec || !isUntouched(asset)) continue;
    if (after?.upstream.join() !== before.upstream.join()) wrong.push(`upstream of ${asset.id}: ${after?.upstream}`);
  }
  const before = new Set(good.analysis.diagnostics.map((finding) => saying(good, finding)));
  const findings = now.analysis.diagnostics.filter(({ code }) => code !== "syntax-error");
  for (const finding of findings) {
    if (isUntouchedNow(finding) && !before.has(saying(now, finding))) wrong.push(`accused: ${saying(now, finding)}`);
  }
  const after = new Set(findings.map((finding) => saying(now, finding)));
  for (const finding of good.analysis.diagnostics) {
    if (![finding, ...finding.related].every(isUntouched)) continue;
    if (!after.has(saying(good, finding))) wrong.push(`no longer told: ${saying(good, finding)}`);
  }
  expect(wrong).toEqual([]);
}

/** One edit, which lets every `name: "…"` be. */
function edit(text: string, random: () => number, wantBroken: boolean): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  for (;;) {
    const at = Math.floor(random() * text.length);
    if (random() < 0.3) {
      const between = text.indexOf("\n\nexport", at) + 1 || text.length;
      return text.slice(0, between) + pick(wantBroken ? beginnings : statements) + text.slice(between);
    }
    const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, (text.indexOf("\n", at) + 1 || text.length + 1) - 1);
    if (/\bname:|export const|^import/.test(line)) continue;
    if (random() < 0.3 && /[(){}[\]"'`,;=]/.test(text[at] as string)) return text.slice(0, at) + text.slice(at + 1);
    return text.slice(0, at) + (random() < 0.8 ? pick(breakers) : pick(["x", " ", "1", ","])) + text.slice(at);
  }
}

describe("typing into a file of 2,000 lines", () => {
  it(`has ${bigText.split("\n").length} lines and no syntax error`, () => {
    expect(bigText.split("\n").length).toBeGreaterThan(1990);
    expect(language.extract(inFile, bigText).syntaxErrors).toEqual([]);
  });

  for (const seed of [1, 2026]) {
    it(`never loses the graph nor makes a false finding of what was not touched (seed ${seed})`, { timeout: 120_000 }, () => {
      const random = randomNumbers(seed);
      const workspace = createWorkspace(language);
      workspace.setFolders([folder.path]);
      const path = posix.join(folder.path, inFile);
      let version = 0;
      const look = (text: string): Moment => {
        workspace.setDocument(path, { uri: folder.uri(inFile), version: ++version, text });
        workspace.update();
        return { text, analysis: asItIsNow(workspace.projects()[0]?.analysis as ProjectAnalysis) };
      };
      let good = look(bigText);
      expect(good.analysis.diagnostics.length).toBeGreaterThan(40);
      let now = good;
      let brokenMoments = 0;
      let stretch = 0;
      for (let count = 0; count < edits / 2; count++) {
        // Half of the moments are to be broken: a stretch of some edits, then the text is right again.
        const next = stretch === 0 && isBroken(now) ? good.text : edit(now.text, random, stretch > 0);
        if (stretch === 0) stretch = 1 + Math.floor(random() * 4);
        else stretch--;
        now = look(next);
        if (isBroken(now)) {
          brokenMoments++;
          checkBroken(good, now);
          continue;
        }
        good = now;
        if (count % 10 > 0) continue;
        const files = nodeFiles(folder.path);
        const fresh = analyzeWith(language, { ...files, read: (file) => (file === inFile ? next : files.read(file)) });
        expect(now.analysis.diagnostics).toEqual(fresh.diagnostics);
        expect(now.analysis.assets.map(withPlaces)).toEqual(fresh.assets.map(withPlaces));
      }
      expect(brokenMoments).toBeGreaterThan(edits / 2 / 3);
    });
  }
});
