import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyId } from "../keys/assetKey.ts";
import { checkDeclaration } from "../specs/checkDeclaration.ts";
import type { AssetSpec } from "../specs/declaration.ts";
import { UNKNOWN } from "../specs/unknown.ts";
import { type Claims, compareLoaded, type LoadedSpecs } from "./compareLoaded.ts";

type Options = Readonly<Record<string, unknown>>;

function declared(options: Options, takes: readonly string[] = [], family: "asset" | "assetCheck" = "asset") {
  const parameters = { kind: "names", names: takes, rest: false } as const;
  return checkDeclaration({ family, options, parameters, nameRequired: true, resourceKeys: new Set(["db"]) });
}

function specOf(options: Options, takes: readonly string[] = []): AssetSpec {
  return declared(options, takes).specs[0] as AssetSpec;
}

function compare(claimed: readonly AssetSpec[], given: readonly AssetSpec[], more: Partial<Claims & LoadedSpecs> = {}) {
  const { disagreements, onlyLoaded } = compareLoaded(
    { specs: claimed, checkSteps: [], complete: more.complete ?? true, resourcesKnown: more.resourcesKnown ?? true },
    { specs: given, checkSteps: [], complete: true },
  );
  return {
    paths: disagreements.map(({ path }) => path.join(".")),
    messages: disagreements.map(({ message }) => message),
    assets: [...onlyLoaded.assets],
    dependencies: [...onlyLoaded.dependencies].map(([id, deps]) => [id, deps.map(({ key }) => keyId(key))]),
    attributes: [...onlyLoaded.attributes],
    checks: [...onlyLoaded.checks],
  };
}

const nothing = { paths: [], messages: [], assets: [], dependencies: [], attributes: [], checks: [] };
const full = {
  name: "a",
  groupName: "g",
  description: "d",
  metadata: { m: 1, n: "x" },
  tags: { t: "v" },
  kinds: ["k"],
  owners: ["team:o"],
  codeVersion: "1",
  ioManagerKey: "io",
  requiredResourceKeys: ["r"],
  opTags: { o: "p" },
  pool: "p",
  outputRequired: false,
  retryPolicy: { maxRetries: 3, delay: 1 },
  deps: ["x", "y"],
  checkSpecs: [{ name: "c", blocking: true, description: "says", additionalDeps: ["z"] }],
};

describe("what cannot be known", () => {
  test.each<[string, Options, Options, object]>([
    ["the same is nothing", full, full, {}],
    ...Object.keys(full)
      .filter((name) => !["name", "deps", "checkSpecs"].includes(name))
      .map((name): [string, Options, Options, object] => [
        `${name} becomes known`,
        { ...full, [name]: UNKNOWN },
        full,
        { attributes: [["a", name === "kinds" ? ["kinds", "tags"] : [name]]] },
      ]),
    ["some of the metadata", { ...full, metadata: { m: 1, n: UNKNOWN } }, full, { attributes: [["a", ["metadata"]]] }],
    ["an owner", { ...full, owners: [UNKNOWN] }, full, { attributes: [["a", ["owners"]]] }],
    [
      "a policy's delay",
      { ...full, retryPolicy: { maxRetries: 3, delay: UNKNOWN } },
      full,
      { attributes: [["a", ["retryPolicy"]]] },
    ],
    ["one dependency", { ...full, deps: ["x", UNKNOWN] }, full, { dependencies: [["a", ["y"]]] }],
    ["the checks", { ...full, checkSpecs: UNKNOWN }, full, { checks: ["a:c"] }],
  ])("%s", (_, claimed, given, expected) => {
    expect(compare([specOf(claimed)], [specOf(given)])).toEqual({ ...nothing, ...expected });
  });

  test("an asset, where not all are claimed to be known", () => {
    expect(compare([], [specOf(full)], { complete: false })).toEqual({ ...nothing, assets: ["a"], checks: ["a:c"] });
  });

  test("whether a parameter is a resource", () => {
    const [claimed, given] = [specOf({ name: "a" }, ["maybe"]), specOf({ name: "a" })];
    expect(compare([claimed], [given], { resourcesKnown: false }).paths).toEqual([]);
    expect(compare([claimed], [given]).paths).toEqual(["parameters.maybe"]);
  });

  test("what a file that could not be loaded declares", () => {
    const claims = { specs: [specOf(full)], checkSteps: [], complete: true, resourcesKnown: true };
    expect(compareLoaded(claims, { specs: [], checkSteps: [], complete: false }).disagreements).toEqual([]);
  });
});

describe("a false claim is reported", () => {
  const false_: Options = {
    groupName: "other",
    description: "other",
    metadata: { m: 2 },
    tags: { t: "other" },
    kinds: ["other"],
    owners: ["team:other"],
    codeVersion: "2",
    ioManagerKey: "other",
    requiredResourceKeys: ["other"],
    opTags: { o: "other" },
    pool: "other",
    retryPolicy: { maxRetries: 2 },
    deps: ["x", "other"],
    checkSpecs: [{ name: "other" }],
  };

  test("whichever are false, and nothing else", () => {
    fc.assert(
      fc.property(fc.subarray(Object.keys(false_), { minLength: 1 }), (planted) => {
        const lies = Object.fromEntries(planted.map((name) => [name, false_[name]]));
        const { disagreements } = compareLoaded(
          { specs: [specOf({ ...full, ...lies })], checkSteps: [], complete: true, resourcesKnown: true },
          { specs: [specOf(full)], checkSteps: [], complete: true },
        );
        // A check that is not there is told as such; kinds are tags too.
        const found = new Set(
          disagreements.map(({ path, message }) => path[0] ?? (message.includes("the check") ? "checkSpecs" : "")),
        );
        if (planted.includes("kinds") && !planted.includes("tags")) found.delete("tags");
        expect(found).toEqual(new Set(planted));
        expect(new Set(disagreements.map(({ code, severity }) => `${code} ${severity}`))).toEqual(
          new Set(["analysis-mismatch error"]),
        );
      }),
    );
  });

  test.each<[string, readonly Options[], readonly Options[], string]>([
    ["an asset that is not there", [full, { name: "b" }], [full], 'there is an asset "b", but loading gives none'],
    ["that there is no other", [full], [full, { name: "b" }], 'knows every asset, but loading gives "b" too'],
    ["that there is no other dependency", [{ name: "b" }], [{ name: "b", deps: ["x"] }], "deps[0] is nothing by analysis, and {"],
    ["the kind of a dependency", [{ name: "b", deps: ["x"] }], [{ name: "b", ins: { x: ["x"] } }], 'disagree about "b"'],
    ["a group, with both versions", [full], [{ ...full, groupName: "h" }], 'groupName is "g" by analysis, and "h" by loading'],
    ["a check that blocks", [full], [{ ...full, checkSpecs: [{ name: "c" }] }], "blocking is true by analysis, and false"],
    ["as a fault of ours", [full], [], "This is a fault of Headwater, not of your code: please report it"],
  ])("%s", (_, claimed, given, expected) => {
    const takes = (options: Options) => Object.keys((options.ins ?? {}) as object);
    const specs = (list: readonly Options[]) => list.map((options) => specOf(options, takes(options)));
    expect(compare(specs(claimed), specs(given)).messages.join("\n")).toContain(expected);
  });

  test("of a step that checks", () => {
    const step = (options: Options) => declared({ asset: "a", name: "c", ...options }, [], "assetCheck").checkSteps;
    const both = (claimed: Options, given: Options) =>
      compareLoaded(
        { specs: [], checkSteps: step(claimed), complete: true, resourcesKnown: true },
        { specs: [], checkSteps: step(given), complete: true },
      ).disagreements.map(({ path, subject }) => [path.join("."), subject]);
    expect(both({}, {})).toEqual([]);
    expect(both({ blocking: true }, {})).toEqual([["blocking", 0]]);
    expect(both({ additionalDeps: ["x"] }, { additionalDeps: ["y"] }).length).toBeGreaterThan(0);
  });
});
