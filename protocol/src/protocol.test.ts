import { describe, expect, test } from "vitest";
import { fromWorker, hostEndpoint, hostRequests, runEvent, toWorker } from "./index.ts";

describe("a message that is not declared is refused", () => {
  test.each([
    ["an unknown event", runEvent, { type: "STEP_EXPLODED", step: "a" }],
    ["an event without its step", runEvent, { type: "STEP_START" }],
    ["a failure without its error", runEvent, { type: "STEP_FAILURE", step: "a" }],
    [
      "metadata of an unknown kind",
      runEvent,
      { type: "HANDLED_OUTPUT", step: "a", ioManagerKey: "i", metadata: { n: { type: "x" } } },
    ],
    ["a run without a selection", hostRequests.startRun.params, {}],
    ["a concurrency of none", hostRequests.startRun.params, { selection: "*", concurrency: 0 }],
    ["an endpoint without a secret", hostEndpoint, { protocolVersion: 1, pid: 1, address: "x" }],
    ["an unknown order to a worker", toWorker, { type: "eval", code: "1" }],
    ["an end of no step", fromWorker, { type: "ended", events: [] }],
  ])("%s", (_, schema, message) => expect(schema.safeParse(message).success).toBe(false));
});

describe("a message that is declared passes unchanged", () => {
  test.each([
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
        metadata: { n: { type: "int", value: "9007199254740993" }, j: { type: "json", value: { a: [1] } } },
        tags: {},
        valueStored: true,
      },
    ],
    ["an order", toWorker, { type: "execute", runId: "r", step: "a", withoutValue: ["b"] }],
  ])("%s", (_, schema, message) => expect(schema.parse(message)).toEqual(message));
});
