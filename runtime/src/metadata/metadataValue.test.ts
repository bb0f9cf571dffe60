import { AssetKey, type MetadataType, toMetadataValue } from "@headwater/model";
import { describe, expect, expectTypeOf, test, vi } from "vitest";
import { asset } from "../assets/asset.ts";
import { coerceMetadata } from "./coerceMetadata.ts";
import { type MadeMetadataValue, MetadataValue } from "./metadataValue.ts";

const orders = asset({ name: "orders", keyPrefix: "raw" }, () => 1);

const made = {
  text: MetadataValue.text("a"),
  url: MetadataValue.url(new URL("https://a/b c")),
  path: MetadataValue.path("/a"),
  notebook: MetadataValue.notebook("a.ipynb"),
  json: MetadataValue.json({ a: [1] }),
  md: MetadataValue.md("# a"),
  float: MetadataValue.float(1),
  int: MetadataValue.int(7n),
  bool: MetadataValue.bool(true),
  timestamp: MetadataValue.timestamp(new Date(0)),
  asset: MetadataValue.asset(orders),
  dagsterRun: MetadataValue.dagsterRun("r"),
  job: MetadataValue.job("nightly"),
  table: MetadataValue.table({ records: [{ a: 1, at: new Date(0), big: 2n ** 60n, none: undefined }] }),
  tableSchema: MetadataValue.tableSchema({ columns: [{ name: "a" }, { name: "b", type: "int", constraints: { unique: true } }] }),
  columnLineage: MetadataValue.columnLineage({
    depsByColumn: {
      a: [
        { assetKey: orders, columnName: "x" },
        { assetKey: "b", columnName: "y" },
      ],
    },
  }),
  codeReferences: MetadataValue.codeReferences([{ filePath: "a.ts", lineNumber: 1 }]),
  pool: MetadataValue.pool("p"),
  null: MetadataValue.null(),
} satisfies { readonly [K in Exclude<MetadataType, "pythonArtifact">]: MadeMetadataValue<K> };

describe("a function of MetadataValue for each kind", () => {
  test.each<[keyof typeof made, unknown]>([
    ["text", "a"],
    ["url", "https://a/b%20c"],
    ["path", "/a"],
    ["notebook", "a.ipynb"],
    ["json", { a: [1] }],
    ["md", "# a"],
    ["float", 1],
    ["int", 7],
    ["bool", true],
    ["timestamp", "1970-01-01T00:00:00.000Z"],
    ["asset", ["raw", "orders"]],
    ["dagsterRun", "r"],
    ["job", { name: "nightly" }],
    [
      "table",
      {
        records: [{ a: 1, at: "1970-01-01T00:00:00.000Z", big: "1152921504606846976", none: null }],
        schema: {
          columns: [
            { name: "a", type: "int" },
            { name: "at", type: "string" },
            { name: "big", type: "string" },
            { name: "none", type: "string" },
          ],
        },
      },
    ],
    [
      "tableSchema",
      {
        columns: [
          { name: "a", type: "string" },
          { name: "b", type: "int", constraints: { unique: true } },
        ],
      },
    ],
    [
      "columnLineage",
      {
        depsByColumn: {
          a: [
            { assetKey: ["raw", "orders"], columnName: "x" },
            { assetKey: ["b"], columnName: "y" },
          ],
        },
      },
    ],
    ["codeReferences", [{ filePath: "a.ts", lineNumber: 1 }]],
    ["pool", "p"],
    ["null", null],
  ])("%s", (kind, value) => {
    expect(made[kind]).toMatchObject({ type: kind, value });
    expect(toMetadataValue(made[kind])).toEqual({ type: kind, value });
  });

  test("has a type that says the kind", () => {
    expectTypeOf(made.int).toExtend<MetadataValue>();
    expectTypeOf(made.asset.value).toEqualTypeOf<readonly string[]>();
  });

  const untyped = (value: unknown) => value as never;

  test.each<[string, () => unknown, string]>([
    ["text", () => MetadataValue.text(untyped(7)), "MetadataValue.text takes text, not 7."],
    ["an address", () => MetadataValue.url(untyped(7)), "MetadataValue.url takes text, not 7."],
    ["a whole number", () => MetadataValue.int(1.5), "MetadataValue.int takes a whole number"],
    ["a moment without a zone", () => MetadataValue.timestamp("2024-05-01T12:00:00"), "a text with a time zone"],
    ["an asset", () => MetadataValue.asset(untyped(7)), "An asset key is made of text"],
    ["lineage", () => MetadataValue.columnLineage(untyped(null)), "takes { depsByColumn"],
    ["lineage from nothing", () => MetadataValue.columnLineage({ depsByColumn: { a: untyped([null]) } }), "not null"],
    ["a table", () => MetadataValue.table(untyped([])), "MetadataValue.table takes { records, schema }, not a list."],
  ])("refuses what is no %s", (_, make, message) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  test("of another copy of the package keeps its kind", async () => {
    vi.resetModules();
    const other = await import("./metadataValue.ts");
    expect(other.MetadataValue.url).not.toBe(MetadataValue.url);
    expect(toMetadataValue(other.MetadataValue.url("a"))).toEqual({ type: "url", value: "a" });
    expect(other.MetadataValue.asset(orders).value).toEqual(["raw", "orders"]);
  });
});

describe("metadata of a result", () => {
  test("is coerced entry by entry", () => {
    expect(coerceMetadata({ rows: 7, report: MetadataValue.url("a"), of: AssetKey("a"), page: new URL("https://a") })).toEqual({
      rows: { type: "int", value: 7 },
      report: { type: "url", value: "a" },
      of: { type: "asset", value: ["a"] },
      page: { type: "url", value: "https://a/" },
    });
  });

  test("names every entry that has no form", () => {
    const coerce = () => coerceMetadata({ a: new Map(), b: 1, c: () => 1 });
    expect(coerce).toThrow(TypeError);
    expect(coerce).toThrow(/The metadata "a" .* the class Map.*\nThe metadata "c" .* a function/);
  });
});
