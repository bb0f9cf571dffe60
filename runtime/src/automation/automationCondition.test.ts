import { describe, expect, test } from "vitest";
import { asset } from "../assets/asset.ts";
import { AssetDefinitionError } from "../assets/assetDefinitionError.ts";
import { AssetOut } from "../assets/assetOut.ts";
import { multiAsset } from "../assets/multiAsset.ts";
import { AssetSelection } from "../selection/assetSelection.ts";
import { AutomationCondition } from "./automationCondition.ts";

const {
  allChecksMatch,
  anyDepsMatch,
  assetMatches,
  checkPassed,
  cronTickPassed,
  eager,
  allNewUpdatesHaveRunTags,
  anyNewUpdateHasRunTags,
  codeVersionOutdated,
  executedWithTags,
  inLatestTimeWindow,
  inProgress,
  missing,
  newlyUpdated,
  onCron,
} = AutomationCondition;

// biome-ignore lint/suspicious/noExplicitAny: it stands for what callers without types hand over.
const untyped = (value: unknown): any => value;

describe("a condition", () => {
  test.each<[string, AutomationCondition, object]>([
    [
      "of all",
      missing().and(newlyUpdated(), inProgress()),
      { kind: "and", operands: [{ kind: "missing" }, { kind: "newlyUpdated" }, { kind: "inProgress" }] },
    ],
    [
      "of any, flat",
      missing().or(newlyUpdated()).or(inProgress()),
      { kind: "or", operands: [{ kind: "missing" }, { kind: "newlyUpdated" }, { kind: "inProgress" }] },
    ],
    ["turned round", missing().not(), { kind: "not", operand: { kind: "missing" } }],
    [
      "since another",
      missing().since(newlyUpdated()),
      { kind: "since", trigger: { kind: "missing" }, reset: { kind: "newlyUpdated" } },
    ],
    [
      "that turns true, with a label",
      missing().newlyTrue().withLabel("gone"),
      { kind: "newlyTrue", operand: { kind: "missing" }, label: "gone" },
    ],
    ["about dependencies", anyDepsMatch(missing()), { kind: "anyDepsMatch", operand: { kind: "missing" } }],
    [
      "about blocking checks",
      allChecksMatch(checkPassed(), { blockingOnly: true }),
      { kind: "allChecksMatch", operand: { kind: "checkPassed" }, blockingOnly: true },
    ],
    [
      "about another asset",
      assetMatches("a", missing()),
      { kind: "assetMatches", asset: { path: ["a"] }, operand: { kind: "missing" } },
    ],
    ["of a schedule", cronTickPassed("@daily", "Asia/Tokyo"), { kind: "cronTickPassed", cron: "@daily", timezone: "Asia/Tokyo" }],
    [
      "that looks back",
      inLatestTimeWindow({ lookbackDelta: { days: 2 } }),
      { kind: "inLatestTimeWindow", lookbackDelta: { days: 2 } },
    ],
    [
      "about tags of each run",
      allNewUpdatesHaveRunTags({ tagKeys: ["by"] }),
      { kind: "allNewUpdatesHaveRunTags", tagKeys: ["by"] },
    ],
    ["about tags of any run", anyNewUpdateHasRunTags({ tagKeys: ["by"] }), { kind: "anyNewUpdateHasRunTags", tagKeys: ["by"] }],
    ["about code", codeVersionOutdated(), { kind: "codeVersionOutdated" }],
    ["about tags", executedWithTags({ tagValues: { by: "hand" } }), { kind: "executedWithTags", tagValues: { by: "hand" } }],
    [
      "that passes over some dependencies",
      anyDepsMatch(missing()).ignore("group:sales"),
      { kind: "anyDepsMatch", ignore: { op: "attr", name: "group", value: "sales" } },
    ],
    [
      "that looks at some dependencies",
      anyDepsMatch(missing()).allow(AssetSelection.keys("a")),
      { kind: "anyDepsMatch", allow: { op: "keys", keys: [{ path: ["a"] }] } },
    ],
    [
      "with another one in place of a part",
      missing().not().replace(missing(), newlyUpdated()),
      { kind: "not", operand: { kind: "newlyUpdated" } },
    ],
    [
      "without one of its parts",
      missing().and(newlyUpdated(), inProgress()).without(missing()),
      { kind: "and", operands: [{ kind: "newlyUpdated" }, { kind: "inProgress" }] },
    ],
  ])("%s is plain data", (_, made, expected) => {
    expect(JSON.parse(JSON.stringify(made))).toMatchObject(expected);
    expect(JSON.parse(JSON.stringify(structuredClone(JSON.parse(JSON.stringify(made)))))).toMatchObject(expected);
  });

  test("is not changed by what is made of it", () => {
    const condition = eager();
    condition.withLabel("other").and(missing()).ignore("group:a");
    expect(condition).toEqual({ kind: "eager" });
    expect(Object.isFrozen(condition)).toBe(true);
  });

  test("names an asset that gets its name later", () => {
    const later = asset(() => 1);
    expect(() => assetMatches(later, missing()).and(newlyUpdated())).not.toThrow();
    const { x } = multiAsset({ outs: { x: AssetOut() } }, () => ({ x: 1 })).outs;
    expect(assetMatches(x, missing())).toMatchObject({ asset: { path: ["x"] } });
  });

  test.each<[string, () => unknown, string]>([
    [
      "of a text",
      () => missing().and(untyped("eager")),
      "and() is about conditions such as AutomationCondition.missing(), not a value of the kind string.",
    ],
    ["of plain data", () => anyDepsMatch(untyped({ kind: "missing" })), "not an object"],
    ["with an unknown option", () => inLatestTimeWindow(untyped({ days: 2 })), 'no option "days"'],
    ["of a selection that is none", () => eager().ignore(untyped(5)), "takes an AssetSelection or its text"],
  ])("%s is refused", (_, make, message) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  test.each<[string, AutomationCondition, string]>([
    ["six fields of cron", onCron("0 0 6 * * *"), "invalid-cron"],
    ["cron in words, deep inside", eager().and(onCron("@often").not()), "invalid-cron"],
    ["cron in nowhere", onCron("@daily", "Nowhere/At_All"), "unknown-timezone"],
    ["a length that is none", inLatestTimeWindow({ lookbackDelta: { days: -1 } }), "invalid-option"],
  ])("%s is refused by what takes it", (_, automationCondition, code) => {
    const declare = () => asset({ name: "a", automationCondition }, () => 1);
    expect(declare).toThrow(AssetDefinitionError);
    expect(declare).toThrow(expect.objectContaining({ code }));
  });
});
