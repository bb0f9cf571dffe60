// Compiles, or a type has gone wrong: `tsc -p runtime` judges this file, with TypeScript 6 and 7 alike. What must be an
// error stands behind @ts-expect-error.
import { AssetKey } from "@headwater/model";
import { assetCheck, type CheckOptionsAgree, multiAssetCheck } from "../checks/assetCheck.ts";
import { AssetCheckSpec } from "../checks/assetCheckSpec.ts";
import { AssetDep } from "../dependencies/assetDep.ts";
import { AssetIn } from "../dependencies/assetIn.ts";
import { AssetCheckResult } from "../results/assetCheckResult.ts";
import { DataVersion } from "../results/dataVersion.ts";
import { MaterializeResult } from "../results/materializeResult.ts";
import { Output } from "../results/output.ts";
import { asset } from "./asset.ts";
import { AssetOut, type OutOptionsAgree } from "./assetOut.ts";
import type { AssetsDefinition } from "./assetsDefinition.ts";
import { AssetSpec, type ExternalOptionsAgree, externalAsset } from "./externalAsset.ts";
import { graphAsset } from "./graphAsset.ts";
import { graphMultiAsset, type MultiOptionsAgree, multiAsset } from "./multiAsset.ts";
import type { AnyMultiAsset, AssetOutput } from "./multiAssetDefinition.ts";
import { type ObservableOptionsAgree, observableAsset } from "./observableAsset.ts";
import { withKeyPrefix } from "./withKeyPrefix.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(..._: Same<A, B> extends true ? [] : [{ a: A; b: B }]) => {};

interface Customer {
  readonly id: number;
  readonly email: string | null;
}

const customers = asset({ name: "customers" }, (): Customer[] => []);

// What an asset holds that a generator yields.
const yielded = asset(function* () {
  yield MaterializeResult({ value: 1 });
});
same<typeof yielded extends AssetsDefinition<infer T> ? T : never, number>();
const yieldedLater = asset(async function* () {
  yield Output("a");
  yield AssetCheckResult({ passed: true });
});
same<typeof yieldedLater extends AssetsDefinition<infer T> ? T : never, string>();
const yieldedNothing = asset(function* () {
  yield AssetCheckResult({ passed: true });
});
same<typeof yieldedNothing extends AssetsDefinition<infer T> ? T : never, undefined>();

// The outputs of a function are typed by what it returns.
const split = multiAsset(
  { outs: { ids: AssetOut(), emails: AssetOut({ keyPrefix: "p" }), both: AssetOut() }, ins: { raw: customers } },
  async ({ raw }, context) => {
    same<typeof raw, Customer[]>();
    same<typeof context.runId, string>();
    return {
      ids: raw.map(({ id }) => id),
      emails: Output(raw.map(({ email }) => email)),
      both: MaterializeResult({ value: new Date() }),
    };
  },
);
same<typeof split.outs.ids, AssetOutput<number[]>>();
same<typeof split.outs.emails, AssetOutput<(string | null)[]>>();
same<typeof split.outs.both, AssetOutput<Date>>();
same<typeof split.keys, readonly AssetKey[]>();
// @ts-expect-error There is no such output.
split.outs.other;

asset({ ins: { ids: split.outs.ids, emails: AssetIn({ key: split.outs.emails }) } }, ({ ids, emails }) => {
  same<typeof ids, number[]>();
  same<typeof emails, (string | null)[]>();
});
// @ts-expect-error The output holds numbers.
asset({ ins: { ids: split.outs.ids } }, ({ ids }: { ids: string[] }) => ids);
asset({ deps: [split, split.outs.ids, AssetDep(split.outs.ids)] }, () => {});
// @ts-expect-error A function that computes several assets is no single upstream.
asset({ ins: { all: split } }, ({ all }) => all);

// Of what does not say it by name the outputs are untold, and nothing more: not `any`.
const results = multiAsset({ outs: { a: AssetOut(), b: AssetOut() } }, () => [MaterializeResult({ assetKey: AssetKey("a") })]);
same<typeof results.outs.a, AssetOutput<unknown>>();
const generated = multiAsset({ outs: { a: AssetOut() } }, async function* () {
  yield Output(1, { outputName: "a" });
});
same<typeof generated.outs.a, AssetOutput<unknown>>();
const oneResult = multiAsset({ outs: { kind: AssetOut() } }, () => MaterializeResult());
same<typeof oneResult.outs.kind, AssetOutput<unknown>>();

// Names declare inputs as for asset().
multiAsset({ outs: { a: AssetOut() } }, ({ raw, ...others }) => ({ a: [raw.anything, others.other] }));
multiAsset({ outs: { a: AssetOut() }, requiredResourceKeys: ["db"] }, ({ db }) => ({ a: db.query() }));
multiAsset({ outs: { a: AssetOut() }, internalAssetDeps: { a: ["x", AssetKey("y"), customers] } }, () => ({ a: 1 }));
const described = multiAsset(
  { specs: [AssetSpec({ key: "a" }), AssetSpec({ key: "b", deps: ["a", customers] })], canSubset: true },
  ({ customers: raw }: { customers: Customer[] }) => raw.length,
);
same<keyof typeof described.outs, never>();
// @ts-expect-error outs and specs exclude each other.
multiAsset({ outs: { a: AssetOut() }, specs: [AssetSpec({ key: "a" })] }, () => ({}));
// @ts-expect-error One of outs and specs has to be there.
multiAsset({ name: "a" }, () => ({}));
// @ts-expect-error The assets of outs are described by AssetOut.
multiAsset({ outs: { a: AssetIn() } }, () => ({ a: 1 }));
// @ts-expect-error There is no such output.
multiAsset({ outs: { a: AssetOut() }, internalAssetDeps: { b: [] } }, () => ({ a: 1 }));
// @ts-expect-error The option is named "canSubset".
multiAsset({ outs: { a: AssetOut() }, canSubst: true }, () => ({ a: 1 }));
// @ts-expect-error The option is named "isRequired".
AssetOut({ required: false });

// Compositions of operations.
const graph = graphAsset({ name: "graph", ins: { raw: customers } }, ({ raw }) => raw.length);
same<typeof graph, AssetsDefinition<number, "graph", number>>();
const graphs = graphMultiAsset({ outs: { a: AssetOut() }, ins: { raw: customers } }, ({ raw }) => ({ a: raw.length }));
same<typeof graphs.outs.a, AssetOutput<number>>();
// @ts-expect-error It is computed as a whole.
graphMultiAsset({ outs: { a: AssetOut() }, canSubset: true }, () => ({ a: 1 }));

// What something else makes is untold, unless the user says what it holds.
const events = externalAsset<Date[]>({ key: ["lake", "events"] });
asset(
  { ins: { events, other: externalAsset({ name: "other" }), spec: AssetSpec({ key: "a" }) } },
  ({ events: list, other, spec }) => {
    same<typeof list, Date[]>();
    return [other.anything, spec.anything];
  },
);
// @ts-expect-error An AssetSpec has a key.
AssetSpec({ description: "a" });
// @ts-expect-error Nothing is computed.
externalAsset({ key: "a", pool: "p" });
const feed = observableAsset({ requiredResourceKeys: ["http"] }, async ({ http }) => DataVersion(await http.etag()));
same<ReturnType<typeof feed.compute>, Promise<DataVersion>>();
observableAsset(() => DataVersion("1"));
// @ts-expect-error Nothing is upstream of it.
observableAsset({ deps: ["a"] }, () => DataVersion("1"));

// The one name that nothing else gives is the checked asset's value.
const passed = AssetCheckResult({ passed: true });
const check = assetCheck({ asset: customers, name: "no_nulls" }, ({ customers: rows }) => {
  same<typeof rows, Customer[]>();
  return passed;
});
same<typeof check.name, "no_nulls" | undefined>();
assetCheck({ asset: split.outs.ids, additionalIns: { more: customers }, requiredResourceKeys: ["db"] }, ({ x, more, db }) => {
  // With noUncheckedIndexedAccess, which this file is compiled with.
  same<typeof x, number[] | undefined>();
  same<typeof more, Customer[]>();
  return [db.anything, passed];
});
assetCheck({ asset: customers }, ({ any_name: rows }: { any_name: readonly { id: number }[] }) => rows.length > 0 && passed);
assetCheck({ asset: "customers", blocking: true }, ({ rows }) => rows.anything);
assetCheck({ asset: customers, additionalDeps: [split.outs.ids, "b", AssetDep("c")] }, () => passed);
// @ts-expect-error The asset holds customers.
assetCheck({ asset: customers }, ({ rows }: { rows: string[] }) => rows);
// @ts-expect-error The further input holds numbers.
assetCheck({ asset: customers, additionalIns: { ids: split.outs.ids } }, ({ ids }: { ids: string[] }) => ids);
// @ts-expect-error A check names its asset.
assetCheck({ name: "a" }, () => passed);
// @ts-expect-error The option is named "blocking".
assetCheck({ asset: "a", block: true }, () => passed);
multiAssetCheck({ specs: [AssetCheckSpec({ name: "a", asset: customers })], ins: { raw: customers } }, ({ raw }) => {
  same<typeof raw, Customer[]>();
  return [passed];
});
// @ts-expect-error The checks are listed in specs.
multiAssetCheck({ name: "a" }, () => [passed]);

// Changed assets hold what they held.
same<ReturnType<typeof customers.mergeAttributes>, AssetsDefinition<Customer[], "customers", Customer[]>>();
const [prefixedCustomers, prefixedSplit] = withKeyPrefix("p", [customers, split]);
same<typeof prefixedCustomers, typeof customers>();
same<typeof prefixedSplit, typeof split>();
customers.replaceAttributes({ groupName: null, deps: ["a", split], description: "d" });
// @ts-expect-error The option is named "groupName".
customers.replaceAttributes({ group: "g" });
// @ts-expect-error A group cannot be merged.
customers.mergeAttributes({ groupName: "g" });
customers.withAttributes({ assetKeyReplacements: [["a", ["p", "a"]]] });

const all: readonly (AssetsDefinition | AnyMultiAsset)[] = [customers, split, described, graphs, events, feed];
const agree: [OutOptionsAgree, ExternalOptionsAgree, ObservableOptionsAgree, MultiOptionsAgree, CheckOptionsAgree] = [
  true,
  true,
  true,
  true,
  true,
];
void [all, agree];
