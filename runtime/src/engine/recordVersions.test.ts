import { createHash } from "node:crypto";
import type { StoredRunEvent } from "@headwater/model";
import { expect, test } from "vitest";
import { asset } from "../assets/asset.ts";
import { AssetOut } from "../assets/assetOut.ts";
import { multiAsset } from "../assets/multiAsset.ts";
import { observableAsset } from "../assets/observableAsset.ts";
import type { AnyDefinition } from "../definitions/definitions.ts";
import { materialize } from "../materialize/materialize.ts";
import { DataVersion } from "../results/dataVersion.ts";
import { MaterializeResult } from "../results/materializeResult.ts";
import { Output } from "../results/output.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** The tags of the materialization or observation of each asset, with the ids of events. */
async function run(definitions: readonly AnyDefinition[], select = "*") {
  const { events, runId } = await materialize(definitions, { select });
  const news = events.flatMap((stored: StoredRunEvent) =>
    stored.event.type === "ASSET_MATERIALIZATION" || stored.event.type === "ASSET_OBSERVATION"
      ? [[stored.event.asset, { id: stored.id, tags: stored.event.tags }] as const]
      : [],
  );
  return { runId, news: new Map(news) };
}

test("a materialization tells its data version and what it was made of (spec 7)", async () => {
  const raw = asset({ name: "raw", codeVersion: "r1" }, () => 1);
  const other = asset({ name: "other" }, () => MaterializeResult({ dataVersion: DataVersion("o7"), tags: { team: "sales" } }));
  const clean = asset({ name: "clean", codeVersion: "c1", ins: { raw }, deps: [other] }, ({ raw: rows }) => rows + 1);
  const plain = asset({ name: "plain" }, () => 1);
  const { runId, news } = await run([clean, raw, other, plain]);
  expect(news.get("raw")?.tags).toEqual({ "dagster/data_version": sha256("r1"), "dagster/code_version": "r1" });
  expect(news.get("other")?.tags).toEqual({
    "dagster/data_version": "o7",
    "dagster/data_version_is_user_provided": "true",
    "dagster/code_version": runId,
    team: "sales",
  });
  expect(news.get("clean")?.tags).toEqual({
    "dagster/data_version": sha256(`c1o7${sha256("r1")}`),
    "dagster/code_version": "c1",
    "dagster/input_data_version/raw": sha256("r1"),
    "dagster/input_event_pointer/raw": String(news.get("raw")?.id),
    "dagster/input_data_version/other": "o7",
    "dagster/input_event_pointer/other": String(news.get("other")?.id),
  });
  // Without a code version the run stands in, so that each materialization differs.
  expect(news.get("plain")?.tags).toEqual({ "dagster/data_version": sha256(runId), "dagster/code_version": runId });
});

test("assets of one step are made of each other", async () => {
  const unit = multiAsset(
    {
      name: "unit",
      outs: { first: AssetOut({ codeVersion: "1" }), second: AssetOut({ codeVersion: "2" }) },
      internalAssetDeps: { second: ["first"] },
    },
    () => ({ first: 1, second: 2 }),
  );
  const { news } = await run([unit]);
  expect(news.get("second")?.tags).toMatchObject({
    "dagster/data_version": sha256(`2${sha256("1")}`),
    "dagster/input_event_pointer/first": String(news.get("first")?.id),
  });
});

test("what was never computed or observed is read as INITIAL", async () => {
  const clean = asset({ name: "clean", codeVersion: "1", deps: ["elsewhere"] }, () => 1);
  const { news } = await run([clean]);
  expect(news.get("clean")?.tags).toEqual({
    "dagster/data_version": sha256("1INITIAL"),
    "dagster/code_version": "1",
    "dagster/input_data_version/elsewhere": "INITIAL",
    "dagster/input_event_pointer/elsewhere": "NULL",
  });
});

test("an observation tells the version that it found", async () => {
  const { news } = await run([observableAsset({ key: "feed" }, () => DataVersion("42"))], "key:feed");
  const tags = { "dagster/data_version": "42", "dagster/data_version_is_user_provided": "true" };
  expect([...news.values()].map((each) => each.tags)).toEqual([tags]);
});

test("a result may say itself what it was made of", async () => {
  const said = { "dagster/input_event_pointer/raw": "500", "dagster/input_data_version/raw": "a version with blanks" };
  const clean = asset({ name: "clean", deps: ["raw"] }, () => Output(1, { tags: said }));
  const { news } = await run([clean]);
  expect(news.get("clean")?.tags).toMatchObject(said);
  const wrong = asset({ name: "clean" }, () => Output(1, { tags: { "dagster/other/raw": "1" } }));
  await expect(run([wrong])).rejects.toThrow(/tag/);
});
