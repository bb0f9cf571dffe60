import { describe, expect, test } from "vitest";
import { checkDeclaration } from "./checkDeclaration.ts";
import type { CheckStepSpec, DeclarationFamily, InputParameters } from "./declaration.ts";
import { UNKNOWN } from "./unknown.ts";

type Options = Readonly<Record<string, unknown>>;

const none: InputParameters = { kind: "none" };

function takes(...names: string[]): InputParameters {
  return { kind: "names", names, rest: false };
}

function check(family: DeclarationFamily, options: Options, parameters = none) {
  return checkDeclaration({
    family,
    options,
    parameters,
    fallbackName: "check1",
    nameRequired: true,
    resourceKeys: new Set(["db"]),
  });
}

/** `step[check of asset +further] input=loaded waited`. */
function written(steps: readonly CheckStepSpec[]): string {
  return steps
    .map(({ stepName, checks, deps }) => {
      const specs = checks.map(({ name, asset, additionalDeps }) => {
        const further = additionalDeps.map(({ path }) => ` +${path.join("/")}`).join("");
        return `${name} of ${asset.path.join("/")}${further}`;
      });
      const loaded = deps.map(({ inputName, key }) => (inputName === undefined ? "" : `${inputName}=`) + key.path.join("/"));
      return `${stepName}[${specs.join(", ")}] ${loaded.join(" ")}`;
    })
    .join("; ");
}

describe("a check", () => {
  test.each<[Options, InputParameters, string]>([
    [{ asset: "a" }, none, "a_check1[check1 of a] a"],
    [{ asset: ["p", "a-b"], name: "named" }, none, "p__a_b_named[named of p/a-b] p/a-b"],
    [{ asset: { path: ["a"] } }, takes("a"), "a_check1[check1 of a] a=a"],
    [{ asset: ["p", "a"] }, takes("anything"), "p__a_check1[check1 of p/a] anything=p/a"],
    [{ asset: "a" }, takes("db"), "a_check1[check1 of a] a"],
    [{ asset: "a", requiredResourceKeys: ["s3"] }, takes("s3", "x"), "a_check1[check1 of a] x=a"],
    [{ asset: "a", additionalDeps: ["b"] }, takes("x"), "a_check1[check1 of a +b] x=a b"],
    [
      { asset: "a", additionalIns: { foo: "b" }, additionalDeps: ["c"] },
      takes("a", "foo"),
      "a_check1[check1 of a +b +c] a=a foo=b c",
    ],
    [{ asset: "a", additionalIns: { foo: { keyPrefix: "p" } } }, takes("foo"), "a_check1[check1 of a +p/foo] a foo=p/foo"],
  ])("%o %o", (options, parameters, expected) => {
    const { specs, checkSteps, findings } = check("assetCheck", options, parameters);
    expect([specs, findings]).toEqual([[], []]);
    expect(written(checkSteps)).toBe(expected);
  });

  test("carries what describes it and its step", () => {
    const described = { description: "d", blocking: true, metadata: { a: 1 }, automationCondition: { kind: "eager" } };
    const step = { opTags: { t: 1 }, retryPolicy: { maxRetries: 2 }, pool: "p", requiredResourceKeys: ["s3"] };
    expect(check("assetCheck", { asset: "a", ...described, ...step }, takes("db")).checkSteps).toMatchObject([
      {
        ...step,
        opTags: { t: "1" },
        requiredResourceKeys: ["s3", "db"],
        canSubset: false,
        checks: [{ ...described, metadata: { a: { type: "int", value: 1 } } }],
      },
    ]);
  });

  test.each<[Options, InputParameters, string, (string | number)[]]>([
    [{}, none, "invalid-check", ["asset"]],
    [{ asset: 7 }, none, "invalid-key", ["asset"]],
    [{ asset: "a", name: "a b" }, none, "invalid-check", ["name"]],
    [{ asset: "a", additionalDeps: ["a"] }, none, "invalid-check", ["additionalDeps", 0]],
    [{ asset: "a", additionalDeps: ["a"] }, takes("x"), "invalid-check", ["additionalDeps", 0]],
    [{ asset: "a", additionalIns: { x: "a" } }, takes("x"), "invalid-check", ["additionalIns", "x"]],
    [
      { asset: "a", additionalIns: { x: "b" }, additionalDeps: ["b"] },
      takes("x"),
      "input-in-ins-and-deps",
      ["additionalDeps", 0],
    ],
    [{ asset: "a", additionalIns: { x: "b" } }, none, "input-without-parameter", ["additionalIns", "x"]],
    [{ asset: "a" }, takes("x", "y"), "ambiguous-check-input", ["parameters", "y"]],
    [{ asset: "a" }, { kind: "opaque", name: "inputs" }, "inputs-not-destructured", ["parameters"]],
    [{ asset: "a", blocking: 1 }, none, "invalid-option", ["blocking"]],
    [{ asset: "a", groupName: "g" }, none, "unknown-option", ["groupName"]],
    [{ asset: "a", retryPolicy: { jitter: "full" } }, none, "invalid-retry-policy", ["retryPolicy", "jitter"]],
  ])("%o with %o is wrong: %s", (options, parameters, code, path) => {
    expect(check("assetCheck", options, parameters).findings.map((made) => [made.code, made.path])).toEqual([[code, path]]);
  });

  test("may wait for its name", () => {
    const given = { family: "assetCheck", options: { asset: "a" }, parameters: none, resourceKeys: new Set<string>() } as const;
    expect(checkDeclaration({ ...given, nameRequired: false })).toMatchObject({ checkSteps: [], findings: [] });
    expect(checkDeclaration({ ...given, nameRequired: true }).findings).toMatchObject([{ code: "missing-name" }]);
  });

  test.each<[Options, InputParameters]>([
    [{ asset: UNKNOWN }, takes("x")],
    [{ asset: "a", name: UNKNOWN }, none],
    [{ asset: "a", additionalIns: UNKNOWN }, takes("x", "y")],
    [{ asset: "a", additionalDeps: [UNKNOWN] }, none],
    [{ asset: "a", requiredResourceKeys: UNKNOWN }, takes("x", "y")],
  ])("of which something is not known is never wrong: %o %o", (options, parameters) => {
    expect(check("assetCheck", options, parameters).findings).toEqual([]);
  });
});

test("a check takes names that may be resources while the project is not loaded", () => {
  const given = { family: "assetCheck", options: { asset: "a" }, fallbackName: "c", nameRequired: true } as const;
  const checked = checkDeclaration({ ...given, parameters: takes("x", "y"), resourceKeys: new Set(), resourcesIncomplete: true });
  expect(checked).toMatchObject({ findings: [], checkSteps: [{ depsIncomplete: true, deps: [{ kind: "order" }] }] });
});

describe("a step of several checks", () => {
  const specs = [
    { name: "c1", asset: "a", additionalDeps: ["x"] },
    { name: "c2", asset: "b" },
  ];
  test.each<[Options, InputParameters, string]>([
    [{ specs }, none, "check1[c1 of a +x, c2 of b] a x b"],
    [{ specs, name: "both" }, takes("b", "other"), "both[c1 of a +x, c2 of b] b=b other=other a x"],
    [{ specs, ins: { i: "a", j: "a" } }, takes("i", "j"), "check1[c1 of a +x, c2 of b] i=a j=a x b"],
  ])("%o %o", (options, parameters, expected) => {
    const { checkSteps, findings } = check("multiAssetCheck", options, parameters);
    expect(findings).toEqual([]);
    expect(written(checkSteps)).toBe(expected);
  });

  test.each<[Options, string, (string | number)[]]>([
    [{}, "invalid-check", ["specs"]],
    [{ specs: [] }, "invalid-check", ["specs"]],
    [{ specs: [{ name: "c" }] }, "invalid-check", ["specs", 0, "asset"]],
    [{ specs: [specs[1], specs[1]] }, "duplicate-check", ["specs", 1]],
    [{ specs: [{ name: "c", asset: "a", additionalDeps: ["a"] }] }, "invalid-check", ["specs", 0, "additionalDeps", 0]],
    [{ specs, name: "a-b" }, "invalid-name", ["name"]],
    [{ specs, canSubset: 1 }, "invalid-option", ["canSubset"]],
  ])("%o is wrong: %s", (options, code, path) => {
    expect(check("multiAssetCheck", options).findings.map((made) => [made.code, made.path])).toEqual([[code, path]]);
  });

  test("can be cut if it says so", () => {
    expect(check("multiAssetCheck", { specs, canSubset: true }).checkSteps).toMatchObject([{ canSubset: true }]);
  });
});
