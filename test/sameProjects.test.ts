import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bothWays } from "./project/bothWays.ts";
import { projectPlans, writeProject } from "./project/randomProject.ts";

describe("analysis and loading agree about random projects", () => {
  test("on everything, where every key can be known", async () => {
    await fc.assert(
      fc.asyncProperty(projectPlans(true), async (plan) => {
        const { analysed, complete, loaded, comparison } = await bothWays(writeProject(plan));
        expect(analysed).toEqual(loaded);
        expect(comparison.disagreements).toEqual([]);
        expect(comparison.onlyLoaded.assets).toEqual(new Set());
        expect(complete).toBe(true);
      }),
      { numRuns: 35 },
    );
  });

  test("on what the analysis says, where some keys cannot be known", async () => {
    await fc.assert(
      fc.asyncProperty(projectPlans(false), async (plan) => {
        const { analysed, complete, loaded, comparison } = await bothWays(writeProject(plan));
        expect(comparison.disagreements).toEqual([]);
        const claimed = new Set(analysed.steps.map((step) => step.split(" ")[0]));
        const missing = loaded.steps.map((step) => step.split(" ")[0]).filter((key) => !claimed.has(key));
        expect([...comparison.onlyLoaded.assets].sort()).toEqual(missing.sort());
        if (complete) {
          expect(analysed).toEqual(loaded);
          return;
        }
        const isInformation = (finding: string) => finding.startsWith("unknown-key:");
        expect(loaded.findings).toEqual(expect.arrayContaining(analysed.findings.filter((said) => !isInformation(said))));
        expect(analysed.findings.some(isInformation)).toBe(true);
        expect(loaded.keys).toEqual(expect.arrayContaining([...analysed.keys]));
        expect(loaded.edges).toEqual(expect.arrayContaining([...analysed.edges]));
        expect(loaded.checks).toEqual(expect.arrayContaining([...analysed.checks]));
      }),
      { numRuns: 25 },
    );
  });
});

describe("what analysis claims of attributes holds when the project is loaded", () => {
  const header =
    'import { asset, assetCheck, AssetCheckSpec, AssetOut, AssetSpec, AutomationCondition, DailyPartitionsDefinition, Definitions, externalAsset, MetadataValue, multiAsset, observableAsset, RetryPolicy, StaticPartitionsDefinition } from "headwater";\nconst env = process.env.HEADWATER_NO_SUCH;\n';
  test.each<[string, string, readonly string[]]>([
    [
      "everything known",
      'export const a = asset({ groupName: "g", description: "d", metadata: { n: 1, t: "x", l: [1, { y: 2 }] }, tags: { t: "v" }, kinds: ["k"], owners: ["team:o"], codeVersion: "1", opTags: { o: { p: [1] } }, pool: "p", outputRequired: false, retryPolicy: RetryPolicy({ maxRetries: 3, delay: 2 }), partitionsDef: DailyPartitionsDefinition({ startDate: "2026-01-01" }), checkSpecs: [AssetCheckSpec({ name: "c", blocking: true })] }, () => 1);',
      [],
    ],
    [
      "unknown texts",
      'export const a = asset({ groupName: env ?? "g", description: env ?? "d", codeVersion: env ?? "1", pool: env ?? "p" }, () => 1);',
      ["groupName", "description", "codeVersion", "pool"],
    ],
    [
      "unknown entries",
      'export const a = asset({ metadata: { n: env ?? 1, m: 2 }, tags: { t: env ?? "v" }, opTags: { o: { p: env ?? 1 } } }, () => 1);',
      ["metadata", "tags", "opTags"],
    ],
    [
      "unknown parts of entries",
      'export const a = asset({ metadata: { n: { deep: [env ?? 1] }, md: MetadataValue.md(env ?? "x") } }, () => 1);',
      ["metadata"],
    ],
    [
      "unknown items",
      'export const a = asset({ kinds: ["k", env ?? "l"], owners: [env ?? "team:o"] }, () => 1);',
      ["kinds", "owners", "tags"],
    ],
    [
      "an unknown part of a policy",
      "export const a = asset({ retryPolicy: RetryPolicy({ maxRetries: Number(env ?? 4), delay: 1 }) }, () => 1);",
      ["retryPolicy"],
    ],
    [
      "an unknown part of partitions",
      'export const a = asset({ partitionsDef: StaticPartitionsDefinition({ partitionKeys: ["x", env ?? "y"] }) }, () => 1);',
      [],
    ],
    [
      "options spread from what is not known",
      'const more: object = JSON.parse(\'{"groupName":"g","description":"d"}\'); export const a = asset({ groupName: "first", description: "e", ...more, key: "a" }, () => 1);',
      ["groupName", "description"],
    ],
    [
      "unknown options of outputs",
      'export const u = multiAsset({ name: "step", outs: { a: AssetOut({ groupName: env ?? "g", description: env ?? "d" }), b: AssetOut({ isRequired: env === undefined ? false : true }) } }, () => ({}));',
      ["groupName", "description", "outputRequired"],
    ],
    [
      "whether a unit can be cut",
      'export const u = multiAsset({ name: "step", canSubset: env === undefined, specs: [AssetSpec({ key: "a" }), AssetSpec({ key: "b", skippable: env === undefined })] }, () => {});',
      ["outputRequired"],
    ],
    [
      "what is external",
      'export const a = externalAsset({ key: "a", description: env ?? "d" }); export const b = observableAsset({ name: "b" }, () => undefined);',
      ["description"],
    ],
  ])("%s", async (_, text, only) => {
    const { comparison, refused, complete } = await bothWays({ "a.ts": header + text });
    expect({ refused, complete, disagreements: comparison.disagreements.map(({ message }) => message) }).toEqual({
      refused: [],
      complete: true,
      disagreements: [],
    });
    expect(new Set([...comparison.onlyLoaded.attributes.values()].flat())).toEqual(new Set(only));
  });
});
