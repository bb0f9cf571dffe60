// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code, which holds templates.
import { deserialize, serialize } from "node:v8";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type AnalyzeOptions, analyzeWith, openAnalysis } from "../analyze.ts";
import { createFactStore } from "../facts/factStore.ts";
import { type Language, typeScriptLanguage } from "../facts/typescript/load.ts";
import { memoryFiles, type ProjectFiles } from "../project/projectFiles.ts";
import type { DeclaredPlaces, ProjectAnalysis } from "../projectAnalysis.ts";
import { ours } from "../testing/checkProject.ts";
import type { SavedAnalysis } from "./liveTables.ts";

let language: Language;
beforeAll(async () => {
  language = await typeScriptLanguage();
});

/** All that an analysis says, in an order of its own. */
function told(analysis: ProjectAnalysis) {
  const {
    assets,
    checkSteps,
    selections,
    unnamed,
    diagnostics,
    graph,
    resourceKeys,
    resourcesKnown,
    complete,
    definingFiles,
    entry,
  } = analysis;
  const byId = <T extends { readonly id: string }>(list: Iterable<T>) =>
    [...list].sort((one, other) => (one.id < other.id ? -1 : 1));
  const places = ({ file, range, callRange, calleeRange, nameRange, exportedName, bindingName, places: own }: DeclaredPlaces) => {
    return { file, range, callRange, calleeRange, nameRange, exportedName, bindingName, own };
  };
  return {
    assets: assets.map((asset) => ({ ...asset, ...places(asset) })),
    checkSteps: checkSteps.map((step) => ({ ...step, ...places(step) })),
    unnamed,
    selections,
    diagnostics,
    nodes: byId(graph.nodes.values()).map((node) => ({ ...node, downstream: [...node.downstream].sort() })),
    checks: byId(graph.checks.values()).map(({ step, ...check }) => ({ ...check, isAlone: step !== undefined })),
    resourceKeys: [...resourceKeys].sort(),
    resourcesKnown,
    complete,
    definingFiles,
    entry,
    assetsOf: Object.fromEntries([...analysis.assetsOf].map(([file, list]) => [file, list.map(({ id }) => id)])),
    diagnosticsOf: Object.fromEntries(analysis.diagnosticsOf),
  };
}

// What files hold: statements with names and texts of few letters, so that they have much to do with each other.
const paths = ["a.ts", "b.ts", "lib/c.ts", "barrel.ts", "defs.ts", "spare.test.ts"];
const stem = (path: string) => path.replace(/^lib\//, "").replace(/\..*$/, "");
const name = fc.constantFrom("one", "two", "three", "four");
const text = fc.constantFrom(
  '"one"',
  '"two"',
  '"tow"',
  '"three"',
  "four",
  "one",
  "`${TEXT}_x`",
  'AssetKey(["p", "one"])',
  "one.key",
  "unknownCall()",
);
const other = fc.constantFrom(...paths.map(stem).filter((each) => each !== "spare"));

const statement: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(name, text, name).map(([n, dep, key]) => `export const ${n} = asset({ name: "${key}", deps: [${dep}] }, () => 1);`),
  fc.tuple(name, text).map(([n, dep]) => `export const ${n} = asset({ deps: [${dep}] }, ({ two }) => two);`),
  name.map((n) => `const ${n} = asset(() => 1);`),
  fc
    .tuple(name, name)
    .map(([n, input]) => `export const ${n} = asset({ ins: { ${input} }, ...common }, ({ ${input}, duckdb }) => ${input});`),
  fc.tuple(name, text).map(([n, key]) => `export const ${n} = made(${key});`),
  fc.constantFrom(
    'export const TEXT = "t";',
    'export const TEXT = "u";',
    'export const common = { groupName: "g" };',
    'export const common = { groupName: "h h", deps: ["one"] };',
    'export const made = (key) => asset({ name: key, deps: ["one"] }, () => 1);',
    'export const made = (key) => { const n = key + "_m"; return asset({ key: n, ...common }, () => 1); };',
    "export function made(key) { console.log(key); return asset({ name: key }, () => 1); }",
    'export const list = ["x", "y"].map((each) => asset({ name: each }, () => 1));',
    "export const list = [one, two];",
    "list.push(three);",
    'export const prefixed = withKeyPrefix("p", [one, two]);',
    "export const [moved] = withKeyPrefix(TEXT, [one]);",
    "export const several = multiAsset({ outs: { x: AssetOut(), y: AssetOut({ keyPrefix: TEXT }) }, deps: [one] }, () => ({}));",
    "export const several = multiAsset({ specs: [AssetSpec({ key: TEXT, deps: [two] }), described] }, () => {});",
    'export const described = externalAsset({ key: "d", groupName: "g" });',
    'export const described = externalAsset({ key: one.key }).mergeAttributes({ deps: ["two"] });',
    'export const check = assetCheck({ asset: one, name: "c" }, () => true);',
    'export const check = assetCheck({ asset: "two", additionalDeps: [several] }, () => true);',
    "export default Definitions({ assets: [one, two], resources: { duckdb: 1 } });",
    "export default Definitions({ resources: { duckdb: 1, [TEXT]: 2 } });",
    "export default Definitions({ assets: list });",
    "export const keys = [one.key, two.key];",
    "export const four = asset({ deps: keys }, () => 1);",
    "export class Holder { one = one; }",
    "export const held = new Holder().one;",
    "export default Definitions({ jobs: [job, other, job] });",
    'export const job = defineJob({ name: "four", selection: TEXT });',
    'export const job = defineJob({ name: "tow", selection: "three+ an kind:x" });',
    'export const other = defineJob({ name: TEXT, selection: "key:tow or group:h" });',
    'export const selected = AssetSelection.fromString("group:g and not key:three");',
    'export const selected = AssetSelection.fromString("+key:two and key:one+");',
    'export const selected = AssetSelection.fromString("sinks(group:"h h" or key:t*)");',
    "export const later = await load();",
    "function load() { return one; }",
  ),
  other.map((from) => `export * from "./${from}";`),
  fc.tuple(other, name).map(([from, n]) => `export { ${n} } from "./${from}";`),
  fc
    .tuple(other, name)
    .map(([from, n]) => `import { ${n}, TEXT, job, common, made, described, several, list } from "./${from}";`),
  other.map((from) => `import * as all from "./${from}"; export const ns = [all.one, all.list];`),
);
const file = fc.array(statement, { maxLength: 5 }).map((statements) => [ours.trim(), ...statements]);

type Edit =
  | { readonly kind: "replace" | "insert"; readonly path: number; readonly at: number; readonly statement: string }
  | { readonly kind: "remove" | "shift" | "break"; readonly path: number; readonly at: number };
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constantFrom("replace" as const, "insert" as const), path: fc.nat(5), at: fc.nat(8), statement }),
  fc.record({ kind: fc.constantFrom("remove" as const, "shift" as const, "break" as const), path: fc.nat(5), at: fc.nat(8) }),
);

function apply(lines: readonly string[], change: Edit): string[] {
  const at = Math.min(change.at, lines.length);
  switch (change.kind) {
    case "insert":
      return lines.toSpliced(at, 0, change.statement);
    case "replace":
      return lines.toSpliced(at, 1, change.statement);
    case "remove":
      return lines.toSpliced(at, 1);
    case "shift":
      return lines.toSpliced(at, 0, "// a remark");
    case "break":
      return lines.toSpliced(at, 0, 'export const begun = asset({ name: "one", deps: ["');
  }
}

/** Where two analyses differ first, in words; undefined where they are the same. */
function difference(one: unknown, other: unknown, path = ""): string | undefined {
  if (Object.is(one, other)) return undefined;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return `${path}: ${JSON.stringify(one)} is ${JSON.stringify(other)} in a new analysis`;
  }
  if (one instanceof Map && other instanceof Map) return difference([...one], [...other], path);
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const found = difference(Reflect.get(one, key), Reflect.get(other, key), `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The paths as the analysis has them: relative imports are between files of one folder, which the folder's own barrel breaks. */
function textsOf(files: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  return Object.fromEntries(
    [...files].map(([path, lines]) => [
      path,
      lines
        .join("\n")
        .replaceAll('"./c"', '"./lib/c"')
        .replaceAll('"./', path.startsWith("lib/") ? '"../' : '"./'),
    ]),
  );
}

interface Options extends AnalyzeOptions {
  readonly isSaved?: boolean;
}

// Files that come and go: some are meant by the same import, one in the place of the other.
const moving = [...paths, "b/index.ts", "b.js", "over/two.ts", "over/a.ts", "two.ts"];
type Move = Edit | { readonly kind: "come" | "go"; readonly path: number; readonly lines: readonly string[] };
const move: fc.Arbitrary<Move> = fc.oneof(
  edit,
  fc.record({
    kind: fc.constantFrom("come" as const, "go" as const),
    path: fc.nat(moving.length - 1),
    lines: fc.array(statement, { maxLength: 4 }).map((statements) => [ours.trim(), ...statements]),
  }),
);

describe("an analysis that follows edits", () => {
  const runs = Number(process.env.HEADWATER_RUNS ?? 150);
  it.each([
    ["without an entry", "{}", {}],
    ["with an entry", '{ "headwater": "./defs.ts" }', {}],
    ["with little at hand", "{}", { atHand: 1 }],
    ["with an entry and little at hand", '{ "headwater": "./defs.ts" }', { atHand: 2 }],
    ["saved and opened again", "{}", { atHand: 2, isSaved: true }],
    ["with an entry, saved and opened again", '{ "headwater": "./defs.ts" }', { isSaved: true }],
  ])("says after each edit what a new one says, %s", (_, manifest, { isSaved = false, ...options }: Options) => {
    fc.assert(
      fc.property(
        fc.tuple(file, file, file, file, file, file),
        fc.array(edit, { minLength: 1, maxLength: 12 }),
        (contents, edits) => {
          const files = new Map(paths.map((path, at) => [path, contents[at] as string[]]));
          const texts: Record<string, string> = { ...textsOf(files), "package.json": manifest };
          const source = memoryFiles(texts);
          const now = { ...source, read: (path: string) => texts[path], exists: (path: string) => path in texts };
          let live = openAnalysis(language, now, { store: createFactStore(), ...options });
          const store = createFactStore();
          const compare = () => {
            const found = difference(told(live.analysis), told(analyzeWith(language, memoryFiles(texts), { store })));
            expect(found, Object.entries(texts).join("\n\n").replaceAll(ours.trim(), "import ours")).toBeUndefined();
          };
          compare();
          for (const change of edits) {
            if (isSaved) {
              // As another process does it, which knows nothing of the texts before.
              const saved: SavedAnalysis = deserialize(serialize(live.save()));
              live = openAnalysis(language, now, { store: createFactStore(), ...options }, saved);
              compare();
            }
            const path = paths[change.path] as string;
            files.set(path, apply(files.get(path) ?? [], change));
            Object.assign(texts, textsOf(files));
            expect(live.update(new Set([path]))).toBe(true);
            compare();
          }
        },
      ),
      { numRuns: runs },
    );
  });

  it.each([
    ["without an entry", { "package.json": "{}" }, {}],
    ["with an entry", { "package.json": '{ "headwater": "./defs.ts" }' }, {}],
    ["with little at hand", { "package.json": "{}" }, { atHand: 2 }],
    [
      "with aliases",
      { "package.json": "{}", "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./over/*", "./*"] } } }' },
      {},
    ],
    [
      "with a base",
      {
        "package.json": "{}",
        "tsconfig.json": '{ "compilerOptions": { "baseUrl": ".", "paths": { "a": ["./over/a", "./a"] } } }',
      },
      { isSaved: true },
    ],
  ])(
    "says so where files come and go, too, %s",
    (_, settings: Record<string, string>, { isSaved = false, ...options }: Options) => {
      const config = settings["tsconfig.json"] ?? "";
      // What is ignored is reached by imports alone.
      const isListed = (path: string) => !isSaved || !path.startsWith("over/");
      const start = config.includes("@/") ? '"@/' : config.includes("baseUrl") ? '"' : undefined;
      const written = (path: string, lines: readonly string[]): string => {
        const text = lines.join("\n").replaceAll('"./c"', '"./lib/c"');
        return text.replaceAll('"./', start ?? (path.includes("/") ? '"../' : '"./'));
      };
      fc.assert(
        fc.property(
          fc.tuple(file, file, file, file, file, file),
          fc.array(move, { minLength: 1, maxLength: 12 }),
          (contents, moves) => {
            const files = new Map(paths.map((path, at) => [path, contents[at] as readonly string[]]));
            const texts: Record<string, string> = { ...settings };
            for (const [path, lines] of files) texts[path] = written(path, lines);
            const now: ProjectFiles = {
              root: "/project",
              list: () => Object.keys(texts).filter(isListed),
              read: (path) => texts[path],
              exists: (path) => path in texts,
              folderAt: () => undefined,
            };
            let live = openAnalysis(language, now, { store: createFactStore(), ...options });
            const store = createFactStore();
            const compare = () => {
              const found = difference(told(live.analysis), told(analyzeWith(language, now, { store })));
              expect(found, Object.entries(texts).join("\n\n").replaceAll(ours.trim(), "import ours")).toBeUndefined();
            };
            for (const change of moves) {
              if (isSaved) {
                const saved: SavedAnalysis = deserialize(serialize(live.save()));
                live = openAnalysis(language, now, { store: createFactStore(), ...options }, saved);
              }
              const path = moving[change.path] as string;
              if (change.kind === "go") files.delete(path);
              else files.set(path, "lines" in change ? change.lines : apply(files.get(path) ?? [], change));
              const lines = files.get(path);
              if (lines === undefined) delete texts[path];
              else texts[path] = written(path, lines);
              // Without its entry a project is another one.
              if (!live.update(new Set([path]))) {
                expect(path).toBe("defs.ts");
                live = openAnalysis(language, now, { store: createFactStore(), ...options });
              }
              compare();
            }
          },
        ),
        { numRuns: runs },
      );
    },
  );
});
