import { describe, expect, test } from "vitest";
import type { Adapter, Table } from "./adapter.ts";
import { holds, runTable } from "./runTable.ts";
import { adapterOf, ownTables, readExceptions, readTables } from "./tables.ts";

/** The part of a table that may be disputed or outside the product. */
const mostExceptions = 0.04;

describe("the product agrees with what is recorded about", () => {
  test.each(readTables(ownTables).map(({ name, table }) => [name, table] as const))("%s", async (name, table) => {
    const results = await runTable(name, table, await adapterOf(name), readExceptions());
    expect(results.filter(({ verdict }) => verdict === "failed" || verdict === "notImplemented")).toEqual([]);
    expect(holds(results)).toBe(true);
    const exceptions = results.filter(({ verdict }) => verdict === "disputed" || verdict === "outside").length;
    expect(exceptions / results.length).toBeLessThanOrEqual(mostExceptions);
  });
});

describe("a table", () => {
  const table: Table = {
    about: "",
    cases: [
      { id: "right", given: { n: 1 }, expect: { double: 2 } },
      { id: "wrong", given: { n: 2 }, expect: { double: 5 } },
      { id: "unanswered", given: { n: 3 }, expect: { double: 6, triple: 9 } },
      { id: "optional", given: { n: 4 }, expect: { double: 0 }, languageSpecific: true },
      { id: "listed", given: { n: 5, list: [{ kind: "x" }] }, expect: { double: 0 } },
      { id: "broken", given: { n: "?" }, expect: { double: 0 } },
    ],
  };
  const adapter: Adapter = {
    run({ given }) {
      if (given.n === "?") throw new Error("It breaks.");
      return { double: given.n * 2 };
    },
  };
  const verdicts = async (exceptions: Parameters<typeof runTable>[3], own: Adapter | undefined = adapter) =>
    (await runTable("t", table, own, exceptions)).map(({ id, verdict }) => `${id} ${verdict}`);
  const plain = ["right passed", "wrong failed", "unanswered notImplemented", "optional optionalFailed"];

  test("is run whole", async () => {
    expect(await verdicts({ disputed: [], outside: [] })).toEqual([...plain, "listed failed", "broken failed"]);
  });

  test("has cases that are held to be wrong, which fail once they pass", async () => {
    const disputed = ["right", "wrong"].map((id) => ({ table: "t", id, reason: "r" }));
    const [right, wrong] = await verdicts({ disputed, outside: [] });
    expect([right, wrong]).toEqual(["right failed", "wrong disputed"]);
  });

  test("has cases that are outside by a rule over their fields", async () => {
    const rule = { table: "t", field: "given.list.*.kind", reason: "r" };
    for (const outside of [rule, { ...rule, equals: "x" }]) {
      expect((await verdicts({ disputed: [], outside: [outside] }))[4]).toBe("listed outside");
    }
    expect((await verdicts({ disputed: [], outside: [{ ...rule, equals: "y" }] }))[4]).toBe("listed failed");
    expect((await verdicts({ disputed: [], outside: [{ ...rule, table: "other" }] }))[4]).toBe("listed failed");
  });

  test("without an adapter is not implemented", async () => {
    const results = await runTable("t", table, undefined, { disputed: [], outside: [] });
    expect(new Set(results.map(({ verdict }) => verdict))).toEqual(new Set(["notImplemented", "optionalFailed"]));
    expect(holds(results)).toBe(false);
  });
});

test("each exception has a reason and is about a table that is there", () => {
  const names = readTables(ownTables).map(({ name }) => name);
  const { disputed, outside } = readExceptions();
  for (const { table, reason } of [...disputed, ...outside]) {
    expect(names).toContain(table);
    expect(reason.length).toBeGreaterThan(20);
  }
});
