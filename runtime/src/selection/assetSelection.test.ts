import { resolveSelection } from "@headwater/model";
import { describe, expect, test } from "vitest";
import { asset } from "../assets/asset.ts";
import { AssetOut } from "../assets/assetOut.ts";
import { multiAsset } from "../assets/multiAsset.ts";
import { assetCheck } from "../checks/assetCheck.ts";
import { Definitions } from "../definitions/definitions.ts";
import { assembleProject } from "../engine/loadDefinitions.ts";
import { materialize } from "../materialize/materialize.ts";
import { AssetCheckResult } from "../results/assetCheckResult.ts";
import { AssetSelection, isAssetSelection } from "./assetSelection.ts";

const raw = asset({ name: "raw", groupName: "in", tags: { env: "prod" }, owners: ["team:one"] }, () => 1);
const clean = asset({ name: "clean", groupName: "out", kinds: ["sql"], deps: [raw] }, () => 2);
const report = asset({ key: ["mart", "report"], groupName: "out", deps: [clean] }, () => 3);
const all = Definitions({ assets: [raw, clean, report] });

function pick(selection: AssetSelection): string {
  const { graph } = assembleProject([{ definition: raw }, { definition: clean }, { definition: report }], [{ definitions: all }]);
  return resolveSelection(selection.tree, graph).join(" ");
}

describe("a selection made in code", () => {
  const { keys } = AssetSelection;
  test.each<[AssetSelection, keys: string, text: string]>([
    [AssetSelection.all(), "raw clean mart/report", "*"],
    [
      AssetSelection.assets(raw, ["mart", "report"], "clean"),
      "raw clean mart/report",
      'key:"raw" or key:"mart/report" or key:"clean"',
    ],
    [keys("mart/report"), "mart/report", 'key:"mart/report"'],
    [keys("clean").upstream(), "raw clean", '+key:"clean"'],
    [keys("raw").downstream({ depth: 1 }), "raw clean", 'key:"raw"+1'],
    [keys("raw").downstream({ includeSelf: false }), "clean mart/report", 'key:"raw"+ and not key:"raw"'],
    [AssetSelection.groups("out").roots(), "clean", 'roots(group:"out")'],
    [AssetSelection.groups("out").sources(), "clean", 'roots(group:"out")'],
    [AssetSelection.groups("in", "o*").sinks(), "mart/report", 'sinks(group:"in" or group:"o*")'],
    [AssetSelection.groups(), "", '{"op":"or","args":[]}'],
    [AssetSelection.groups("in", { includeSources: true }), "raw", 'group:"in"'],
    [AssetSelection.tag("env", "prod"), "raw", 'tag:"env"="prod"'],
    [AssetSelection.tagString("env=prod"), "raw", 'tag:"env"="prod"'],
    [AssetSelection.tagString("env"), "", 'tag:"env"'],
    [AssetSelection.kind("sql"), "clean", 'kind:"sql"'],
    [AssetSelection.kind(null), "raw mart/report", "kind:<null>"],
    [AssetSelection.owner("team:one"), "raw", 'owner:"team:one"'],
    [AssetSelection.keyPrefixes("mart", ["a", "b"]), "mart/report", '{"op":"keyPrefix","prefixes":[["mart"],["a","b"]]}'],
    [AssetSelection.keySubstring("t/r"), "mart/report", '{"op":"keySubstring","text":"t/r"}'],
    [AssetSelection.fromString("raw+1"), "raw clean", 'key:"raw"+1'],
    [AssetSelection.fromString("group:out and not key:clean"), "mart/report", 'group:"out" and not key:"clean"'],
    [keys("raw").or(keys("clean")), "raw clean", 'key:"raw" or key:"clean"'],
    [AssetSelection.all().and(keys("clean")), "clean", '* and key:"clean"'],
    [AssetSelection.all().minus(keys("clean")), "raw mart/report", 'not key:"clean"'],
    [keys("clean").not(), "raw mart/report", 'not key:"clean"'],
    [keys("clean").requiredMultiAssetNeighbors().materializable(), "clean", expect.stringContaining("requiredNeighbors")],
  ])("%#: %s", (selection, expected, text) => {
    expect(pick(selection)).toBe(expected);
    expect(String(selection)).toEqual(text);
    expect(isAssetSelection(selection)).toBe(true);
    expect(Object.isFrozen(selection)).toBe(true);
  });

  test("names assets that get their names later", () => {
    const later = asset(() => 1);
    const selection = AssetSelection.assets(later).downstream();
    expect(() => String(selection)).toThrow("has no name yet");
  });

  test.each<[title: string, make: () => unknown, message: string]>([
    ["an unknown option", () => AssetSelection.all({ depth: 1 } as object), 'all() has no option "depth"'],
    ["a depth below zero", () => AssetSelection.all().upstream({ depth: -1 }), "depth is a whole number from 0"],
    ["half a level", () => AssetSelection.all().downstream({ depth: 0.5 }), "depth is a whole number from 0"],
    [
      "something else to combine with",
      () => AssetSelection.all().and("a" as never),
      "and() of an AssetSelection takes another one",
    ],
    ["a key that is none", () => AssetSelection.keys(5 as never), "An asset key is made of"],
    ["a group that is none", () => AssetSelection.groups(5 as never), "AssetSelection.groups() takes text, not number"],
    ["two equals signs", () => AssetSelection.tagString("a=b=c"), 'one "="'],
    ["a text that cannot be read", () => AssetSelection.fromString("group:"), "write a value behind"],
  ])("refuses %s", (_, make, message) => expect(make).toThrow(message));
});

test("materialize() takes text and selections", async () => {
  const computed = async (select: string | AssetSelection) => {
    const { run } = await materialize(all, { select });
    return [...run.assets.keys()].join(" ");
  };
  expect(await computed(AssetSelection.groups("out").or(AssetSelection.assets(raw)))).toBe("raw clean mart/report");
  expect(await computed(AssetSelection.keySubstring("report"))).toBe("mart/report");
  expect(await computed("group:out and kind:sql")).toBe("clean");
  expect(await computed("key:nothing*")).toBe("");
  await expect(materialize(all, { select: AssetSelection.keys("mart/reprt") })).rejects.toThrow('Did you mean "mart/report"?');
  await expect(materialize(all, { select: 5 as never })).rejects.toThrow("select is text");
});

test("an asset may be one of several that a function computes", () => {
  const both = multiAsset({ name: "both", outs: { left: AssetOut(), right: AssetOut() } }, () => ({ left: 1, right: 2 }));
  expect(String(AssetSelection.assets(both))).toBe('key:"left" or key:"right"');
  expect(String(AssetSelection.assets(both.outs.right))).toBe('key:"right"');
});

describe("checks", () => {
  const isOne = assetCheck({ asset: raw, name: "is_one" }, ({ raw }) => AssetCheckResult({ passed: raw === 1 }));
  const isTwo = assetCheck({ asset: clean, name: "is_two" }, () => AssetCheckResult({ passed: true }));
  const checked = Definitions({ assets: [raw, clean], assetChecks: [isOne, isTwo] });

  test.each<[title: string, select: AssetSelection, assets: string, checks: string]>([
    ["of what is selected", AssetSelection.keys("clean"), "clean", "clean:is_two"],
    ["left out", AssetSelection.all().withoutChecks(), "raw clean", ""],
    ["alone", AssetSelection.checksForAssets(clean), "", "clean:is_two"],
    [
      "by name",
      AssetSelection.keys("raw")
        .withoutChecks()
        .or(AssetSelection.checks({ assetKey: clean.key, name: "is_two" })),
      "raw",
      "clean:is_two",
    ],
    ["but for one", AssetSelection.all().minus(AssetSelection.checksForAssets("raw")), "raw clean", "clean:is_two"],
    ["all of them", AssetSelection.keys("raw").or(AssetSelection.allAssetChecks()), "raw", "raw:is_one clean:is_two"],
  ])("%s", async (_, select, assets, checks) => {
    const { run } = await materialize(checked, { select, raiseOnError: false });
    expect([...run.assets.keys()].join(" ")).toBe(assets);
    expect([...run.checks.keys()].join(" ")).toBe(checks);
  });

  test("have to exist", async () => {
    const select = AssetSelection.checks({ assetKey: raw.key, name: "is_none" });
    await expect(materialize(checked, { select })).rejects.toThrow('There is no check "raw:is_none". There are "raw:is_one".');
  });
});
