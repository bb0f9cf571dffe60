import { keyId, toUserString } from "@headwater/model";
import { expect, test } from "vitest";
import { asset } from "../assets/asset.ts";
import { Definitions } from "../definitions/definitions.ts";
import { AssetIn } from "../dependencies/assetIn.ts";
import { MemoryIOManager } from "../io/memoryIOManager.ts";
import { resource } from "../resources/resource.ts";
import type { LoadedModule } from "./collectExports.ts";
import { type LoadOptions, type LoadProblem, loadDefinitions } from "./loadDefinitions.ts";

const make = () => asset(() => 1);
const named = (name: string) => asset({ name }, () => 1);

function keys(modules: readonly LoadedModule[], options?: LoadOptions): string[] {
  const { specs, problems } = loadDefinitions(modules, options);
  expect(problems).toEqual([]);
  return specs.map(({ key }) => toUserString(key));
}

function problemsOf(exports: Record<string, unknown>): readonly LoadProblem[] {
  return loadDefinitions([{ file: "a.ts", exports }]).problems;
}

test("a name comes from name, then the function, then the exported constant", () => {
  const exports = {
    one: named("given"),
    two: asset(function compute() {}),
    three: make(),
    four: asset({ keyPrefix: "p" }, () => 1),
  };
  expect(keys([{ file: "a.ts", exports }])).toEqual(["given", "compute", "three", "p/four"]);
  expect(exports.three.key).toEqual({ path: ["three"] });
});

test("the constant's own module names it, whatever module comes first", () => {
  const raw = make();
  const barrel: LoadedModule = { file: "index.ts", exports: { renamed: raw, default: raw }, localExports: [] };
  expect(keys([barrel, { file: "raw.ts", exports: { raw }, localExports: [{ exported: "raw", name: "raw" }] }])).toEqual(["raw"]);
});

test("a name that is only passed on counts where no module declares the constant", () => {
  expect(keys([{ file: "index.ts", exports: { raw: make() }, localExports: [] }])).toEqual(["raw"]);
});

test("the first of several names in one module wins, in the order of declaration", () => {
  const raw = make();
  expect(
    keys([
      {
        file: "a.ts",
        exports: { alias: raw, raw },
        localExports: [
          { exported: "raw", name: "raw" },
          { exported: "alias", name: "alias" },
        ],
      },
    ]),
  ).toEqual(["raw"]);
});

test("a default export is called as its module says", () => {
  const exports = { default: make() };
  expect(keys([{ file: "a.ts", exports, localExports: [{ exported: "default", name: "raw" }] }])).toEqual(["raw"]);
});

test("an export that is listed but not there is passed over", () => {
  expect(keys([{ file: "a.ts", exports: {}, localExports: [{ exported: "gone", name: "gone" }] }])).toEqual([]);
});

test("default names nothing", () => {
  expect(problemsOf({ default: make() })).toMatchObject([
    { code: "missing-name", severity: "error", file: "a.ts", exportName: "default" },
  ]);
  expect(keys([{ file: "a.ts", exports: { default: named("a") } }])).toEqual(["a"]);
});

test("members of exported lists count, and the list does not name them", () => {
  const raw = make();
  expect(keys([{ file: "a.ts", exports: { all: [named("a"), [named("b")], raw, 5, null], raw } }])).toEqual(["a", "b", "raw"]);
  expect(problemsOf({ all: [make()] })).toMatchObject([{ code: "missing-name", exportName: "all" }]);
});

test("everything else among the exports is passed over", () => {
  const hostile = new Proxy(
    {},
    {
      get: () => {
        throw new Error("no");
      },
    },
  );
  const exports = {
    a: named("a"),
    text: "x",
    nothing: undefined,
    hostile,
    list: [hostile],
    get unready(): unknown {
      throw new ReferenceError("x");
    },
  };
  expect(keys([{ file: "a.ts", exports }])).toEqual(["a"]);
});

test("the same asset found twice is one, two assets of one key collide with both places", () => {
  const raw = named("raw");
  expect(keys([{ file: "a.ts", exports: { raw, again: raw, list: [raw] } }])).toEqual(["raw"]);
  const { problems, assets } = loadDefinitions([
    { file: "a.ts", exports: { raw } },
    { file: "b.ts", exports: { other: named("raw") } },
  ]);
  expect(problems).toMatchObject([
    { code: "key-collision", file: "a.ts", exportName: "raw", asset: "raw", related: [{ file: "b.ts", asset: "raw" }] },
    { code: "key-collision", file: "b.ts", exportName: "other", related: [{ file: "a.ts" }] },
  ]);
  expect(assets.get("raw")).toBe(raw);
});

test("references follow names that are filled in while loading", () => {
  const raw = make();
  const clean = asset({ ins: { input: raw }, deps: [raw] }, ({ input }) => input);
  const { specs, graph, problems } = loadDefinitions([{ file: "a.ts", exports: { clean, raw } }]);
  expect(problems).toEqual([]);
  expect(specs[0]?.deps).toMatchObject([{ key: { path: ["raw"] }, kind: "data", inputName: "input" }]);
  expect(graph.order).toEqual(["raw", "clean"]);
});

test("assets of Definitions count although they are not exported, and need a name of their own", () => {
  const hidden = named("hidden");
  expect(
    keys([{ file: "d.ts", exports: { default: Definitions({ assets: [hidden, [named("deep")]] }), a: named("a") } }]),
  ).toEqual(["a", "hidden", "deep"]);
  expect(problemsOf({ default: Definitions({ assets: [make()] }) })).toMatchObject([{ code: "missing-name", file: "a.ts" }]);
});

test.each<[title: string, entryExports: Record<string, unknown>, expected: readonly string[]]>([
  ["exactly the listed assets", { default: Definitions({ assets: [named("listed")] }), other: named("other") }, ["listed"]],
  ["an empty list", { default: Definitions({ assets: [] }), other: named("other") }, []],
  ["everything where it lists nothing", { default: Definitions({}), other: named("other") }, ["stray", "other", "elsewhere"]],
  ["everything without Definitions", { other: named("other") }, ["stray", "other", "elsewhere"]],
])("with an entry, %s", (_, entryExports, expected) => {
  const others = { stray: named("stray"), definitions: Definitions({ assets: [named("elsewhere")], resources: { x: 1 } }) };
  const modules = [
    { file: "a.ts", exports: others },
    { file: "entry.ts", exports: entryExports },
  ];
  expect(keys(modules, { entry: "entry.ts" })).toEqual(expected);
  expect(loadDefinitions(modules, { entry: "entry.ts" }).resources.get("x")).toBe(1);
});

test("with an entry, the other modules still give names", () => {
  const raw = make();
  const modules = [
    { file: "raw.ts", exports: { raw } },
    { file: "entry.ts", exports: { default: Definitions({ assets: [raw] }) } },
  ];
  expect(keys(modules, { entry: "entry.ts" })).toEqual(["raw"]);
});

test("resources and I/O managers are merged, and a name with two values is an error", () => {
  const shared = resource({ setup: () => 1 });
  const files = MemoryIOManager();
  const { resources, ioManagers, problems } = loadDefinitions([
    { file: "a.ts", exports: { one: Definitions({ resources: { shared, a: 1 } }) } },
    { file: "b.ts", exports: { two: Definitions({ resources: { shared, a: 2 }, ioManagers: { files } }) } },
  ]);
  expect([...resources]).toEqual([
    ["shared", shared],
    ["a", 1],
  ]);
  expect([...ioManagers]).toEqual([["files", files]]);
  expect(problems).toMatchObject([{ code: "invalid-project", severity: "error", file: "b.ts" }]);
  expect(problems[0]?.message).toBe(
    'Two Definitions give different values for the resource "a" (a.ts, b.ts): keep one, or rename one.',
  );
});

test("a destructured name is a resource if Definitions say so, else an input", () => {
  const clean = asset({ name: "clean" }, ({ raw, duckdb }) => [raw, duckdb]);
  const exports = { raw: make(), clean, definitions: Definitions({ resources: { duckdb: {} } }) };
  const { specs, problems } = loadDefinitions([{ file: "a.ts", exports }]);
  expect(problems).toEqual([]);
  expect(specs[1]).toMatchObject({ requiredResourceKeys: ["duckdb"], deps: [{ inputName: "raw" }] });
});

test.each<[title: string, exports: Record<string, unknown>, expected: object]>([
  [
    "an unknown input",
    { clean: asset({ name: "clean" }, ({ rwa }) => rwa), rwas: make() },
    { code: "unknown-input", severity: "error", asset: "clean", path: ["parameters", "rwa"] },
  ],
  [
    "an unknown dependency",
    { clean: asset({ name: "clean", deps: ["elsewhere"] }, () => 1) },
    { code: "unknown-dependency", severity: "warning" },
  ],
  [
    "a required resource that nobody gives",
    { clean: asset({ name: "clean", requiredResourceKeys: ["db"] }, () => 1), d: Definitions({ resources: { dbs: 1 } }) },
    { code: "unknown-resource", suggestions: ["dbs"], path: ["requiredResourceKeys", 0] },
  ],
  [
    "a resource that a required one is made of, and that nobody gives",
    {
      clean: asset({ name: "clean", requiredResourceKeys: ["api"] }, () => 1),
      d: Definitions({ resources: { api: resource({ requiredResourceKeys: ["htt"], setup: () => 1 }), http: 1 } }),
    },
    { code: "unknown-resource", suggestions: ["http"], path: ["requiredResourceKeys"] },
  ],
  [
    "an I/O manager that nobody gives",
    {
      clean: asset({ name: "clean", ioManagerKey: "filez" }, () => 1),
      d: Definitions({ ioManagers: { files: MemoryIOManager() } }),
    },
    { code: "unknown-resource", suggestions: ["files"], path: ["ioManagerKey"] },
  ],
  [
    "an input's I/O manager that nobody gives",
    { raw: make(), clean: asset({ name: "clean", ins: { raw: AssetIn({ inputManagerKey: "files" }) } }, ({ raw }) => raw) },
    { code: "unknown-resource", path: ["ins", "raw", "inputManagerKey"] },
  ],
])("%s is reported", (_, exports, expected) => {
  expect(problemsOf(exports)).toMatchObject([{ file: "a.ts", ...expected }]);
});

test("a cycle is reported at each of its assets", () => {
  const exports = { a: asset({ name: "a", deps: ["b"] }, () => 1), b: asset({ name: "b", deps: ["a"] }, () => 1) };
  expect(problemsOf(exports).map(({ code, asset: id }) => [code, id])).toEqual([
    ["cycle", "a"],
    ["cycle", "b"],
  ]);
});

test("an asset without a key silences what it might have answered", () => {
  expect(problemsOf({ list: [make()], clean: asset({ name: "clean" }, ({ raw }) => raw) }).map(({ code }) => code)).toEqual([
    "missing-name",
  ]);
});

test("problems and specs are plain data", () => {
  const { problems, specs } = loadDefinitions([
    { file: "a.ts", exports: { clean: asset({ name: "clean" }, ({ raw }) => raw), list: [make()] } },
  ]);
  expect(structuredClone({ problems, specs })).toEqual({ problems, specs });
  expect(JSON.parse(JSON.stringify({ problems, specs }))).toEqual({ problems, specs });
});

test("no modules make an empty project", () => {
  const { specs, graph, problems } = loadDefinitions([]);
  expect([specs, graph.order, problems, keyId({ path: ["a"] })]).toEqual([[], [], [], "a"]);
});
