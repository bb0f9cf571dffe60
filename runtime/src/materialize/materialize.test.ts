import { SelectionError } from "@headwater/model";
import { expect, test } from "vitest";
import { asset } from "../assets/asset.ts";
import { AssetDefinitionError } from "../assets/assetDefinitionError.ts";
import { Definitions } from "../definitions/definitions.ts";
import { MemoryIOManager } from "../io/memoryIOManager.ts";
import { resource } from "../resources/resource.ts";
import { MaterializeResult } from "../results/materializeResult.ts";
import { materialize } from "./materialize.ts";

const raw = asset({ name: "raw" }, async () => [3, 1, 2]);
const sorted = asset({ name: "sorted", ins: { raw } }, ({ raw: values }) => values.toSorted());
const report = asset({ name: "report", ins: { sorted } }, ({ sorted: values }) =>
  MaterializeResult({ metadata: { first: values[0], count: values.length } }),
);

test("assets are computed in memory, and tell what they hold", async () => {
  const result = await materialize([report, sorted, raw]);
  expect(result.success).toBe(true);
  expect(result.valueOf(sorted)).toEqual([1, 2, 3]);
  expect(result.metadataOf(report)).toEqual({ first: { type: "int", value: 1 }, count: { type: "int", value: 3 } });
  expect(() => result.valueOf(report)).toThrow('"report" has no value in this run: its compute function returned none.');
  expect(result.run).toMatchObject({ runId: result.runId, status: "SUCCESS", selection: "*" });
  expect(result.events.map(({ event }) => event.type)).toEqual([
    "RUN_ENQUEUED",
    "RUN_START",
    "STEP_START",
    "HANDLED_OUTPUT",
    "ASSET_MATERIALIZATION",
    "STEP_SUCCESS",
    "STEP_START",
    "LOADED_INPUT",
    "HANDLED_OUTPUT",
    "ASSET_MATERIALIZATION",
    "STEP_SUCCESS",
    "STEP_START",
    "LOADED_INPUT",
    "ASSET_MATERIALIZATION",
    "STEP_SUCCESS",
    "RUN_SUCCESS",
  ]);
});

test("a failure stops what is downstream of it and nothing else", async () => {
  const failure = new RangeError("no");
  const broken = asset({ name: "broken", deps: [raw] }, (): number => {
    throw failure;
  });
  const below = asset({ name: "below", ins: { broken } }, ({ broken: value }) => value + 1);
  const far = asset({ name: "far", deps: [below] }, () => 1);
  const assets = [raw, broken, below, far, sorted];
  await expect(materialize(assets)).rejects.toBe(failure);
  const result = await materialize(assets, { raiseOnError: false, maxConcurrent: 3 });
  expect(result.success).toBe(false);
  expect(Object.fromEntries([...result.run.assets.values()].map(({ key, status }) => [key, status]))).toEqual({
    raw: "materialized",
    broken: "failed",
    below: "upstreamFailed",
    far: "upstreamFailed",
    sorted: "materialized",
  });
  expect(result.run.assets.get("broken")?.error).toMatchObject({ name: "RangeError", message: "no" });
  expect(result.run.assets.get("far")?.because).toBe("broken");
  expect(() => result.valueOf(broken)).toThrow("it failed");
  expect(() => result.valueOf(far)).toThrow("something upstream of it failed");
});

test("resources come from Definitions, and a test puts others in their place", async () => {
  const closed: string[] = [];
  const db = resource({ setup: () => "real", teardown: (value) => void closed.push(value) });
  const uses = asset({ name: "uses" }, ({ db: value }) => value);
  const definitions = Definitions({ assets: [uses], resources: { db } });
  expect((await materialize(definitions)).valueOf(uses)).toBe("real");
  expect((await materialize([definitions], { resources: { db: "fake" } })).valueOf(uses)).toBe("fake");
  expect((await materialize([uses], { resources: { db: "fake" } })).valueOf(uses)).toBe("fake");
  expect(closed).toEqual(["real"]);
});

test("an I/O manager keeps values from one run to the next", async () => {
  const ioManager = MemoryIOManager();
  await materialize([raw], { ioManagers: { ioManager } });
  const result = await materialize([raw, sorted], { ioManagers: { ioManager }, select: "sorted" });
  expect(result.valueOf(sorted)).toEqual([1, 2, 3]);
  expect(() => result.valueOf(raw)).toThrow("it was not part of it");
});

test("what is selected is computed", async () => {
  const result = await materialize([raw, sorted, report], { select: "+sorted" });
  expect([...result.run.assets.keys()]).toEqual(["raw", "sorted"]);
  await expect(materialize([raw, sorted], { select: "sorted" })).rejects.toThrow('needs the value of "raw"');
});

test("as many steps run at a time as asked for", async () => {
  let running = 0;
  let most = 0;
  const slow = (name: string) =>
    asset({ name }, async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
    });
  await materialize([slow("a"), slow("b"), slow("c"), slow("d")], { maxConcurrent: 3 });
  expect(most).toBe(3);
});

test("no assets are a run that succeeds", async () => {
  expect((await materialize([])).success).toBe(true);
});

test.each<[title: string, run: () => Promise<unknown>, error: new (...args: never[]) => Error, message: string]>([
  ["a missing upstream", () => materialize([sorted]), AssetDefinitionError, "[unknown-input]"],
  ["a missing name", () => materialize([asset(() => 1)]), AssetDefinitionError, "[missing-name]"],
  ["two of one key", () => materialize([raw, asset({ name: "raw" }, () => 1)]), AssetDefinitionError, "[key-collision]"],
  ["a wrong selection", () => materialize([raw], { select: "rwa" }), SelectionError, "rwa"],
  ["an unknown option", () => materialize([raw], { selct: "raw" } as object), TypeError, "selct"],
  ["no concurrency", () => materialize([raw], { maxConcurrent: 0 }), TypeError, "maxConcurrent"],
  ["something else", () => materialize([5 as unknown as typeof raw]), TypeError, "takes a list of assets"],
])("materialize() refuses %s", async (_, run, error, message) => {
  const rejected = await run().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(rejected).toBeInstanceOf(error);
  expect((rejected as Error).message).toContain(message);
});
