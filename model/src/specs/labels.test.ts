import { describe, expect, test } from "vitest";
import { checkGroupName, checkKinds, checkOwners, checkTags, kindsOfTags } from "./labels.ts";
import { UNKNOWN } from "./unknown.ts";

const a63 = "a".repeat(63);
const a64 = "a".repeat(64);

describe("a group name", () => {
  test.each(["default", "float", "marketing/foo/bar", "A_1", "__proto__", undefined, UNKNOWN])("%s", (group) => {
    expect(checkGroupName(group, [])).toEqual([]);
  });

  test.each<[string, string[] | undefined]>([
    ["", undefined],
    ["a b", ["a_b"]],
    ["a//b", ["a/b"]],
    ["/a", ["a"]],
    ["a/", ["a"]],
    ["/", undefined],
    ["a\n", ["a_"]],
    ["a.b/c-d", ["a_b/c_d"]],
  ])("%j is wrong", (group, suggestions) => {
    expect(checkGroupName(group, ["groupName"])).toMatchObject([{ code: "invalid-group-name", path: ["groupName"] }]);
    expect(checkGroupName(group, [])[0]?.suggestions).toEqual(suggestions);
  });
});

describe("a tag", () => {
  const right = ["abc", "abc.xhz", "abc-xhz", "abc/xyz", "afdjkl.fdskj.-fsdj_lk", a63, `${a63}/${a63}`, "dagster/kind/foo"];
  const kindTags = ["dagster/kind/foo.bar", `dagster/kind/${a63}`, "__proto__", "constructor"];
  const wrong = [
    "abc/xyz/fdjks",
    "/xyzfdjks",
    "xyzfdjks/",
    "",
    a64,
    `${a63}/${a64}`,
    "dagster/kind/",
    "dragster/kind/foo",
    "a%",
    "a\n",
  ];

  test.each([...right, ...kindTags])("key %j", (key) => {
    expect(checkTags(Object.fromEntries([[key, "v"]]), [])).toEqual([]);
  });
  test.each(wrong)("key %j is wrong", (key) => {
    expect(checkTags({ [key]: "v" }, ["tags"])).toMatchObject([{ code: "invalid-tag", path: ["tags", key] }]);
  });
  test.each(["", "abc", "a.b-c_D", a63, UNKNOWN])("value %s", (value) => {
    expect(checkTags({ k: value }, [])).toEqual([]);
  });
  test.each([a64, "a/b", "a b", "a\n", 7, null, undefined])("value %j is wrong", (value) => {
    expect(checkTags({ k: value }, ["tags"])).toMatchObject([{ code: "invalid-tag", path: ["tags", "k"] }]);
  });
  test("gives every reason at once", () => {
    expect(checkTags({ "a%": "b c", "d%": "e", f: 1 }, []).length).toBe(4);
  });
  test.each([undefined, UNKNOWN, [], "a", null])("is not looked for in %s", (tags) => expect(checkTags(tags, [])).toEqual([]));
});

describe("kinds", () => {
  const ten = Array.from({ length: 10 }, (_, index) => `k${index}`);
  test.each<[unknown, unknown, string[]]>([
    [["duckdb", "typescript"], undefined, []],
    [undefined, undefined, []],
    [ten, undefined, []],
    [[...ten, "k0"], { "dagster/kind/k1": "" }, []],
    [[...ten, "k10"], undefined, ["too-many-kinds"]],
    [ten, { "dagster/kind/other": "" }, ["too-many-kinds"]],
    [["a b"], undefined, ["invalid-kind"]],
    [["", a64, "a/b"], undefined, ["invalid-kind", "invalid-kind", "invalid-kind"]],
    [[UNKNOWN, ...ten], undefined, []],
    [UNKNOWN, undefined, []],
  ])("%o with the tags %o", (kinds, tags, codes) => {
    expect(checkKinds(kinds, tags, ["kinds"]).map(({ code }) => code)).toEqual(codes);
  });

  test("are counted as they were given", () => {
    expect(checkKinds([UNKNOWN, 7, "a b"], undefined, ["kinds"])[0]?.path).toEqual(["kinds", 2]);
  });

  test("stand among the tags", () => {
    expect(kindsOfTags({ "dagster/kind/a": "", a: "b", "dagster/kinds": "" })).toEqual(["a"]);
  });
});

describe("an owner", () => {
  test.each(["team:team1", "team: a b", "claire@dagsterlabs.com", "a.b+c@d-e.co.uk", UNKNOWN])("%s", (owner) => {
    expect(checkOwners([owner], [])).toEqual([]);
  });
  test.each<[string, string[] | undefined]>([
    ["arbitrary string", ["team:arbitrary string"]],
    ["notanemail@com", undefined],
    ["team:", undefined],
    ["", undefined],
    ["a@b.com\n", undefined],
  ])("%j is wrong", (owner, suggestions) => {
    const [only] = checkOwners(["team:a", owner], ["owners"]);
    expect([only?.code, only?.path, only?.suggestions]).toEqual(["invalid-owner", ["owners", 1], suggestions]);
  });
});
