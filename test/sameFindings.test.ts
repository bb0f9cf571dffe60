import { join } from "node:path";
import { analyzeProject, nodeFiles } from "@headwater/analysis";
import { loadDefinitions } from "headwater/engine";
import { afterEach, describe, expect, test } from "vitest";
import { bundleProject } from "../cli/src/host/bundle.ts";
import { importBuilt } from "../cli/src/worker/importBuilt.ts";
import { type ScratchProject, scratchProject } from "./project/scratchProject.ts";

const projects: ScratchProject[] = [];
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

/** What the analysis says without running the text, and what loading says after running it. */
async function bothWays(files: Readonly<Record<string, string>>) {
  const scratch = scratchProject(files);
  projects.push(scratch);
  const analysis = await analyzeProject(nodeFiles(scratch.folder));
  const sources = analysis.definingFiles.map(({ file }) => file);
  const bundle = await bundleProject(scratch.folder, join(scratch.folder, ".headwater"), sources);
  const modules = await Promise.all(
    analysis.definingFiles.map(async ({ file, localExports }) => ({
      file,
      localExports,
      exports: await importBuilt(bundle.outputs.get(file) as Parameters<typeof importBuilt>[0]),
    })),
  );
  const { entry } = analysis;
  const loaded = loadDefinitions(modules, entry?.listsAssets ? { entry: entry.file } : {});
  const said = (list: readonly { code: string; message: string }[]) =>
    [...new Set(list.map(({ code, message }) => `${code}: ${message}`))].sort();
  return {
    analysed: { keys: [...analysis.graph.nodes.keys()].sort(), findings: said(analysis.diagnostics) },
    loaded: { keys: [...loaded.graph.nodes.keys()].sort(), findings: said(loaded.problems) },
    order: [[...analysis.graph.order].sort(), [...loaded.graph.order].sort()],
  };
}

const from = 'import { asset, AssetDep, AssetIn, AssetKey, Definitions, resource } from "headwater";\n';

describe("analysis and loading say the same of the same text", () => {
  test.each<[string, Record<string, string>]>([
    [
      "a chain by name, reference and key",
      {
        "a.ts": `${from}export const a = asset(() => 1);
        export const b = asset({ keyPrefix: ["p", "q"], ins: { a } }, ({ a }) => a);
        export const c = asset({ key: ["x", "y"], deps: [b, AssetKey("a")] }, () => {});`,
      },
    ],
    [
      "names from functions and constants",
      {
        "a.ts": `${from}export const one = asset(async function named() {}); export const two = asset({}, () => {}); const three = asset(() => {}); export { three as other };`,
      },
    ],
    [
      "a misspelt input and a misspelt dependency",
      {
        "a.ts": `${from}export const orders = asset(() => 1); export const report = asset({ deps: ["ordrs"] }, ({ order }) => order);`,
      },
    ],
    ["one key twice", { "a.ts": `${from}export const a = asset(() => 1);`, "b.ts": `${from}export const a = asset(() => 2);` }],
    [
      "a cycle",
      {
        "a.ts": `${from}export const a = asset({ deps: ["c"] }, () => {}); export const b = asset({ deps: ["a"] }, () => {}); export const c = asset(({ b }) => b);`,
      },
    ],
    ["an asset that waits for itself", { "a.ts": `${from}export const a = asset({ deps: ["a"] }, () => {});` }],
    [
      "one name in one group under a prefix",
      {
        "a.ts": `${from}export const raw = asset({ keyPrefix: "p", groupName: "g" }, () => {}); export const use = asset({ deps: ["raw"], groupName: "g" }, () => {});`,
      },
    ],
    [
      "two keys of one step name",
      {
        "a.ts": `${from}export const a = asset({ key: ["a", "b"] }, () => {}); export const b = asset({ key: "a__b" }, () => {});`,
      },
    ],
    [
      "an input through AssetIn, a dependency through AssetDep",
      {
        "a.ts": `${from}export const up = asset({ keyPrefix: "p" }, () => 1); export const down = asset({ ins: { up: AssetIn({ keyPrefix: "p" }) } }, ({ up }) => up); export const last = asset({ deps: [AssetDep(down)] }, () => {});`,
      },
    ],
    [
      "resources of the definitions",
      {
        "a.ts": `${from}export const a = asset(({ db, other }) => [db, other]);`,
        "d.ts": `${from}export default Definitions({ resources: { db: resource({ setup: () => 1 }) } });`,
      },
    ],
    [
      "an entry that lists its assets",
      {
        "package.json": JSON.stringify({ name: "x", type: "module", headwater: "./d.ts", dependencies: { headwater: "*" } }),
        "a.ts": `${from}export const a = asset(() => 1); export const b = asset(() => 2);`,
        "c.ts": `${from}export const elsewhere = asset(() => 3);`,
        "d.ts": `${from}import { a } from "./a.ts"; export const definitions = Definitions({ assets: [a] });`,
      },
    ],
    [
      "an entry that lists none",
      {
        "package.json": JSON.stringify({ name: "x", type: "module", headwater: "./d.ts", dependencies: { headwater: "*" } }),
        "a.ts": `${from}export const a = asset(() => 1); export const b = asset(() => 2);`,
        "c.ts": `${from}export const elsewhere = asset(() => 3);`,
        "d.ts": `export * from "./a.ts";`,
      },
    ],
    [
      "assets that only definitions list",
      {
        "d.ts": `${from}const hidden = asset(() => 1); export const definitions = Definitions({ assets: [hidden, asset({ name: "inline" }, () => 2)] });`,
      },
    ],
    [
      "lists, helpers and files that are left out",
      {
        "a.ts": `${from}const table = (name: string, deps: string[] = []) => asset({ name, deps, groupName: "tables" }, () => {});
        export const tables = [table("t1"), table("t2", ["t1"])]; export const t3 = table("t3", ["t2"]);`,
        "a.test.ts": `${from}export const testOnly = asset(() => {});`,
      },
    ],
  ])("%s", async (_, files) => {
    const { analysed, loaded, order } = await bothWays(files);
    expect(analysed).toEqual(loaded);
    expect(order[0]).toEqual(order[1]);
  });

  test.each([
    ['{ name: "a b" }', "invalid-name"],
    ['{ name: "context" }', "reserved-name"],
    ['{ key: "a", name: "b" }', "key-with-name"],
    ['{ keyPrefix: "a/b" }', "slash-in-key-part"],
    ['{ groupName: "a b" }', "invalid-group-name"],
    ['{ tags: { "a b": "c" } }', "invalid-tag"],
    ['{ kinds: ["a b"] }', "invalid-kind"],
    ['{ owners: ["somebody"] }', "invalid-owner"],
    ["{ retryPolicy: { maxRetries: 1, backoff: 'linear' } }", "invalid-retry-policy"],
    ["{ groupname: 'x' }", "unknown-option"],
    ["{ description: 7 }", "invalid-option"],
    ["{ ins: { up: 'up' } }", "input-without-parameter"],
    ["{ deps: [AssetDep('x', { metadata: { a: 1 } }), AssetDep('x')] }", "duplicate-dependency"],
  ])("%s is refused in the same words", async (options, code) => {
    const text = `${from}export const up = asset(() => 1);\nexport const wrong = asset(${options} as any, () => {});`;
    const scratch = scratchProject({ "a.ts": text });
    projects.push(scratch);
    const { diagnostics } = await analyzeProject(nodeFiles(scratch.folder));
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.map((diagnostic) => diagnostic.code)).toEqual([code]);
    const { stderr } = scratch.run("materialize");
    for (const { message } of errors) expect(stderr).toContain(message);
    expect(stderr).toContain(code);
  });
});
