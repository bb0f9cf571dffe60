import { type MetadataType, readMetadata } from "@headwater/model";
import { describe, expect, test } from "vitest";
import type * as z from "zod";
import { changedGraph, edited, fromWorker, hostEndpoint, hostRequests, runEvent, toWorker } from "./index.ts";

const column = { name: "id", type: "int", constraints: { unique: true, other: ["> 0"] }, tags: { a: "b" }, description: "key" };

const everyKind = Object.entries({
  text: "a",
  url: "https://a",
  path: "/a",
  notebook: "a.ipynb",
  md: "# a",
  json: { a: [1] },
  pythonArtifact: { module: "m", name: "f" },
  float: 1.5,
  int: 2n ** 64n,
  bool: true,
  timestamp: new Date(0),
  asset: ["a", "b"],
  dagsterRun: "r",
  job: { name: "j", location: "l" },
  table: { records: [JSON.parse('{"id": 1, "__proto__": null}')], schema: { columns: [column] } },
  tableSchema: { columns: [column], constraints: { other: ["a < b"] } },
  columnLineage: { depsByColumn: { id: [{ assetKey: ["a"], columnName: "id" }] } },
  codeReferences: [{ filePath: "a.ts", lineNumber: 1, label: "a" }, { url: "https://a" }],
  pool: "p",
  null: null,
} satisfies Record<MetadataType, unknown>) as [MetadataType, unknown][];

describe("a message that is not declared is refused", () => {
  test.each<[string, z.ZodType, unknown]>([
    ["an unknown event", runEvent, { type: "STEP_EXPLODED", step: "a" }],
    ["an event without its step", runEvent, { type: "STEP_START" }],
    ["a failure without its error", runEvent, { type: "STEP_FAILURE", step: "a" }],
    [
      "metadata of an unknown kind",
      runEvent,
      { type: "HANDLED_OUTPUT", step: "a", asset: "a", ioManagerKey: "i", metadata: { n: { type: "x" } } },
    ],
    ...[
      { type: "url", value: 7 },
      { type: "asset", value: "a" },
      { type: "table", value: { schema: { columns: [] }, records: [{ a: {} }] } },
      { type: "columnLineage", value: { depsByColumn: [] } },
      { type: "codeReferences", value: [{}] },
    ].map((wrong): [string, z.ZodType, unknown] => [
      `metadata with something else in it: ${JSON.stringify(wrong)}`,
      runEvent,
      { type: "HANDLED_OUTPUT", step: "a", asset: "a", ioManagerKey: "i", metadata: { n: wrong } },
    ]),
    ["a run without a selection", hostRequests.startRun.params, {}],
    ["a concurrency of none", hostRequests.startRun.params, { selection: "*", concurrency: 0 }],
    ["an endpoint without a secret", hostEndpoint, { protocolVersion: 1, pid: 1, address: "x" }],
    ["an unknown order to a worker", toWorker, { type: "eval", code: "1" }],
    ["an end of no step", fromWorker, { type: "ended", events: [] }],
  ])("%s", (_, schema, message) => expect(schema.safeParse(message).success).toBe(false));
});

describe("a message that is declared passes unchanged", () => {
  test.each<[string, z.ZodType, unknown]>([
    [
      "an error with its cause",
      runEvent,
      {
        type: "STEP_FAILURE",
        step: "a",
        error: {
          name: "Error",
          message: "m",
          location: { file: "a.ts", line: 1, column: 2 },
          cause: { name: "E", message: "c" },
        },
      },
    ],
    [
      "a materialization",
      runEvent,
      {
        type: "ASSET_MATERIALIZATION",
        step: "a",
        asset: "a",
        metadata: { n: { type: "int", value: "9007199254740993" }, j: { type: "json", value: { a: [1] } } },
        tags: {},
        valueStored: true,
      },
    ],
    [
      "metadata of every kind",
      runEvent,
      {
        type: "HANDLED_OUTPUT",
        step: "a",
        asset: "a",
        ioManagerKey: "i",
        metadata: Object.fromEntries(everyKind.map(([type, given]) => [type, readMetadata(type, given)])),
      },
    ],
    [
      "an order",
      toWorker,
      {
        type: "execute",
        runId: "r",
        step: { key: "a", assets: ["a"], checks: ["a:b"] },
        retryNumber: 0,
        latest: [{ key: "b", runId: "q", valueStored: false }],
      },
    ],
  ])("%s", (_, schema, message) => expect(schema.parse(message)).toEqual(message));

  test("with a name that objects inherit", () => {
    const metadata = JSON.parse('{"__proto__": {"type": "text", "value": "a"}, "constructor": {"type": "null", "value": null}}');
    const message = { type: "HANDLED_OUTPUT", step: "a", asset: "a", ioManagerKey: "i", metadata };
    expect(JSON.stringify(runEvent.parse(message))).toBe(JSON.stringify(message));
  });
});

describe("changes of graphs", () => {
  test.each([
    ["nothing", "abc", [], "abc"],
    ["what comes", "abc", [{ start: 1, deleteCount: 0, items: ["x", "y"] }], "axybc"],
    ["what goes", "abc", [{ start: 0, deleteCount: 2, items: [] }], "c"],
    [
      "one after the other",
      "abc",
      [
        { start: 3, deleteCount: 0, items: ["d"] },
        { start: 3, deleteCount: 1, items: ["x"] },
      ],
      "abcx",
    ],
  ])("are made in a list: %s", (_what, before, edits, after) => {
    expect(edited([...before], edits).join("")).toBe(after);
  });

  test("are of one revision", () => {
    const graph = { uri: "file:///shop", name: "shop", revision: 3, nodes: [], edges: [], brokenFiles: [] };
    const change = { uri: graph.uri, from: 3, revision: 4, nodes: [], edges: [], brokenFiles: ["a.ts"] };
    expect(changedGraph(graph, change)).toEqual({ ...graph, revision: 4, brokenFiles: ["a.ts"] });
    expect(() => changedGraph(graph, { ...change, from: 2 })).toThrow(RangeError);
    expect(() => changedGraph({ ...graph, uri: "file:///other" }, change)).toThrow(RangeError);
  });
});
