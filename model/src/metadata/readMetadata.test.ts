import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metadataToText } from "./metadataText.ts";
import type { MetadataType, MetadataValue } from "./metadataValue.ts";
import { isMetadataType, readMetadata } from "./readMetadata.ts";

const columns = [
  { name: "id", type: "int", description: "the key", constraints: { nullable: false, unique: true }, tags: { pii: "no" } },
];

describe("metadata of a kind", () => {
  test.each<[MetadataType, given: unknown, value: unknown, text: string]>([
    ["text", "a\n b", "a\n b", "a b"],
    ["url", "https://a/b", "https://a/b", "https://a/b"],
    ["path", "/data/a.csv", "/data/a.csv", "/data/a.csv"],
    ["notebook", "a.ipynb", "a.ipynb", "a.ipynb"],
    ["md", "# Title\r\n\r\ntext", "# Title\r\n\r\ntext", "# Title text"],
    ["pool", "db", "db", "db"],
    ["dagsterRun", "run-1", "run-1", "run-1"],
    ["json", { a: [1n, Number.NaN] }, { a: [1, "NaN"] }, '{"a":[1,"NaN"]}'],
    ["json", "a", "a", '"a"'],
    ["json", null, null, "null"],
    ["pythonArtifact", { module: "m", name: "f" }, { module: "m", name: "f" }, "m:f"],
    ["float", 3, 3, "3"],
    ["float", -0, 0, "0"],
    ["int", 7, 7, "7"],
    ["int", -0, 0, "0"],
    ["int", 7n, 7, "7"],
    ["int", 2n ** 64n, "18446744073709551616", "18446744073709551616"],
    ["int", "18446744073709551616", "18446744073709551616", "18446744073709551616"],
    ["bool", false, false, "false"],
    ["timestamp", new Date(0), "1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z"],
    ["timestamp", "2024-05-01T12:00:00+02:00", "2024-05-01T10:00:00.000Z", "2024-05-01T10:00:00.000Z"],
    ["timestamp", "2024-05-01T12:00Z", "2024-05-01T12:00:00.000Z", "2024-05-01T12:00:00.000Z"],
    ["asset", "a", ["a"], "a"],
    ["asset", ["a", "b"], ["a", "b"], "a/b"],
    ["asset", { path: ["a", "b"] }, ["a", "b"], "a/b"],
    ["job", "nightly", { name: "nightly" }, "nightly"],
    ["job", { name: "nightly", location: "eu" }, { name: "nightly", location: "eu" }, "nightly (eu)"],
    ["null", undefined, null, "null"],
    ["tableSchema", { columns }, { columns }, "1 column: id int"],
    ["tableSchema", { columns: [] }, { columns: [] }, "no columns"],
    [
      "tableSchema",
      {
        columns: [{ name: "a" }, { name: "b", type: "date", constraints: { other: ["> 0"] } }],
        constraints: { other: ["a < b"] },
      },
      {
        columns: [
          { name: "a", type: "string" },
          { name: "b", type: "date", constraints: { other: ["> 0"] } },
        ],
        constraints: { other: ["a < b"] },
      },
      "2 columns: a string, b date",
    ],
    [
      "table",
      {
        records: [
          { a: 1, b: null, c: true },
          { a: 1.5, b: 2n ** 60n, d: new Date(0) },
        ],
      },
      {
        schema: {
          columns: [
            { name: "a", type: "int" },
            { name: "b", type: "string" },
            { name: "c", type: "bool" },
            { name: "d", type: "string" },
          ],
        },
        records: [
          { a: 1, b: null, c: true },
          { a: 1.5, b: "1152921504606846976", d: "1970-01-01T00:00:00.000Z" },
        ],
      },
      "2 rows of 4 columns: a int, b string, c bool, d string",
    ],
    ["table", { records: [], schema: { columns } }, { records: [], schema: { columns } }, "0 rows of 1 column: id int"],
    ["table", { records: [] }, { records: [], schema: { columns: [] } }, "0 rows of no columns"],
    [
      "columnLineage",
      {
        depsByColumn: {
          full: [
            { assetKey: ["raw", "people"], columnName: "first" },
            { assetKey: "raw", columnName: "last" },
          ],
          id: [],
        },
      },
      {
        depsByColumn: {
          full: [
            { assetKey: ["raw", "people"], columnName: "first" },
            { assetKey: ["raw"], columnName: "last" },
          ],
          id: [],
        },
      },
      "full from raw/people.first, raw.last; id",
    ],
    [
      "codeReferences",
      [
        { filePath: "a.ts", lineNumber: 3 },
        { filePath: "b.ts", label: "b" },
        { url: "https://a", label: "code" },
        { url: "https://b" },
      ],
      [
        { filePath: "a.ts", lineNumber: 3 },
        { filePath: "b.ts", label: "b" },
        { url: "https://a", label: "code" },
        { url: "https://b" },
      ],
      "a.ts:3, b (b.ts), code (https://a), https://b",
    ],
  ])("%s of %o", (type, given, value, text) => {
    const made = readMetadata(type, given) as MetadataValue;
    expect(made).toEqual({ type, value });
    expect(readMetadata(type, made.value)).toEqual(made);
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(metadataToText(made)).toBe(text);
  });

  test("of many columns is told in a short line", () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ name: `c${index}`, type: "int" }));
    const text = metadataToText(readMetadata("tableSchema", { columns: many }));
    expect(text).toBe("1000 columns: c0 int, c1 int, c2 int, c3 int, c4 int, c5 int, c6 int, c7 int, …");
  });

  test.each<[MetadataType, given: unknown, message: string]>([
    ["text", 7, "MetadataValue.text takes text, not 7."],
    ["url", undefined, "MetadataValue.url takes text, not undefined."],
    ["md", null, "MetadataValue.md takes text, not null."],
    ["json", new Map(), "MetadataValue.json takes what JSON can hold"],
    ["json", undefined, "MetadataValue.json takes what JSON can hold"],
    ["json", Number.NaN, "MetadataValue.json takes what JSON can hold"],
    ["pythonArtifact", { module: "m" }, "name of MetadataValue.pythonArtifact takes text, not undefined."],
    ["float", Number.NaN, "MetadataValue.float takes a finite number, not NaN"],
    ["float", "1", 'MetadataValue.float takes a finite number, not the text "1"'],
    ["int", 1.5, "MetadataValue.int takes a whole number up to 2^53 or a bigint, not 1.5."],
    ["int", 2 ** 53, "MetadataValue.int takes a whole number up to 2^53 or a bigint"],
    ["int", "1.0", "MetadataValue.int takes a whole number"],
    ["bool", 1, "MetadataValue.bool takes true or false, not 1."],
    ["timestamp", new Date(Number.NaN), "takes a date that exists"],
    ["timestamp", "2024-05-01T12:00:00", "a text with a time zone"],
    ["timestamp", "2024-05-01", "a text with a time zone"],
    ["timestamp", "2024-13-01T12:00:00Z", "a text with a time zone"],
    ["timestamp", 0, "takes a Date or a text with a time zone"],
    ["asset", [], "at least one segment"],
    ["asset", 7, "An asset key is made of text"],
    ["job", 7, "MetadataValue.job takes a job's name or { name, location }, not 7."],
    ["job", { name: "a", place: "b" }, 'MetadataValue.job has no entry "place": it takes name, location.'],
    ["null", 7, "MetadataValue.null takes nothing, not 7."],
    ["tableSchema", [], "MetadataValue.tableSchema takes { columns: [{ name, type }, …] }, not a list."],
    ["tableSchema", {}, "columns of MetadataValue.tableSchema takes a list, not undefined."],
    ["tableSchema", { columns: ["a"] }, 'column 1 of MetadataValue.tableSchema is { name, type, … }, not the text "a".'],
    ["tableSchema", { columns: Array(1) }, "column 1 of MetadataValue.tableSchema is { name, type, … }, not undefined."],
    ["tableSchema", { columns: [{ name: "a", typ: "b" }] }, 'has no entry "typ"'],
    ["tableSchema", { columns: [{ name: "a", constraints: { unique: 1 } }] }, "unique in constraints of column 1"],
    [
      "tableSchema",
      { columns: [{ name: "a", tags: { b: 1 } }] },
      "tags of column 1 of MetadataValue.tableSchema takes text, not 1.",
    ],
    ["table", { records: {} }, "records of MetadataValue.table takes a list, not an object."],
    ["table", { records: [{}, 7] }, "record 2 of MetadataValue.table is an object of column names to values, not 7."],
    ["table", { records: [{ a: {} }] }, "record 1 of MetadataValue.table holds texts, numbers"],
    ["table", { rows: [] }, 'MetadataValue.table has no entry "rows"'],
    ["columnLineage", { a: [] }, "MetadataValue.columnLineage takes { depsByColumn"],
    ["columnLineage", { depsByColumn: { a: "b" } }, "takes a list"],
    ["columnLineage", { depsByColumn: { a: [{ assetKey: "b" }] } }, "columnName in depsByColumn"],
    ["codeReferences", { filePath: "a" }, "MetadataValue.codeReferences takes a list, not an object."],
    [
      "codeReferences",
      [{ filePath: "a", lineNumber: 0 }],
      "lineNumber of reference 1 of MetadataValue.codeReferences is a whole number from 1, not 0.",
    ],
    ["codeReferences", [{ url: "a", lineNumber: 1 }], 'has no entry "lineNumber"'],
    ["codeReferences", [{}], "filePath of reference 1"],
  ])("%s refuses %o", (type, given, message) => expect(() => readMetadata(type, given)).toThrow(message));

  test("keeps entries named as what objects inherit", () => {
    const records = [JSON.parse('{"__proto__": 1, "constructor": 2}')];
    const { value } = readMetadata("table", { records });
    expect(JSON.stringify(value.records)).toBe(JSON.stringify(records));
    expect(value.schema.columns.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
  });

  test("made of anything is plain data or a TypeError", () => {
    const kinds = fc.constantFrom<MetadataType[]>(
      "text",
      "json",
      "int",
      "float",
      "timestamp",
      "asset",
      "job",
      "table",
      "tableSchema",
      "columnLineage",
      "codeReferences",
    );
    fc.assert(
      fc.property(kinds, fc.anything(), (kind, given) => {
        let made: MetadataValue;
        try {
          made = readMetadata(kind, given) as MetadataValue;
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        expect(JSON.parse(JSON.stringify(made))).toEqual(made);
        expect(readMetadata(kind, made.value)).toEqual(made);
      }),
      { numRuns: 1000 },
    );
  });
});

test.each([
  ["url", true],
  ["json", true],
  ["toString", false],
  ["__proto__", false],
  ["", false],
  [7, false],
])("%j names a kind: %s", (type, expected) => expect(isMetadataType(type)).toBe(expected));
