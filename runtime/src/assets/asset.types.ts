// Compiles, or a type has gone wrong: `tsc -p runtime` judges this file, with TypeScript 6 and 7 alike. What must be an
// error stands behind @ts-expect-error.
import { AssetKey } from "@headwater/model";
import { AssetDep } from "../dependencies/assetDep.ts";
import { AssetIn } from "../dependencies/assetIn.ts";
import { type ResourceDefinition, resource } from "../resources/resource.ts";
import { MaterializeResult } from "../results/materializeResult.ts";
import { RetryPolicy } from "../retries/retryPolicy.ts";
import { asset } from "./asset.ts";
import type { AssetOptions, OptionsAgree } from "./assetOptions.ts";
import type { AssetsDefinition } from "./assetsDefinition.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(..._: Same<A, B> extends true ? [] : [{ a: A; b: B }]) => {};

interface Customer {
  readonly id: number;
  readonly email: string | null;
}

interface Connection {
  query(sql: string): Promise<object[]>;
}

declare module "./register.ts" {
  interface Register {
    assets: {
      registered_customers: Customer[];
      registered_asset: AssetsDefinition<Date>;
      "registered-any": ReturnType<typeof JSON.parse>;
    };
    resources: { registered_connection: Connection; registered_resource: ResourceDefinition<Connection> };
  }
}

// What an asset holds is the awaited result of its compute function.
const rawCustomers = asset({ name: "raw_customers" }, async (): Promise<Customer[]> => []);
same<typeof rawCustomers, AssetsDefinition<Customer[], "raw_customers", Promise<Customer[]>>>();
const five = asset(() => 5);
same<typeof five, AssetsDefinition<number, string, number>>();
const result = asset(async () => MaterializeResult({ value: [1], metadata: { count: 1 } }));
same<typeof result, AssetsDefinition<number[], string, Promise<MaterializeResult<number[]>>>>();
const withoutValue = asset(async () => MaterializeResult({ metadata: { count: 1 } }));
same<typeof withoutValue, AssetsDefinition<undefined, string, Promise<MaterializeResult>>>();
const either = asset((): MaterializeResult<string> | number => 1);
same<typeof either, AssetsDefinition<string | number, string, MaterializeResult<string> | number>>();
const nothing = asset(async () => {});
same<typeof nothing, AssetsDefinition<void, string, Promise<void>>>();

// Object references type the inputs, and chains of them type on.
const clean = asset({ name: "clean", ins: { raw: rawCustomers } }, ({ raw }, context) => {
  same<typeof raw, Customer[]>();
  same<typeof context.runId, string>();
  return raw.map(({ email }) => email);
});
same<typeof clean, AssetsDefinition<(string | null)[], "clean", (string | null)[]>>();
asset({ ins: { raw: clean, count: five, list: result, absent: withoutValue } }, ({ raw, count, list, absent }) => {
  same<typeof raw, (string | null)[]>();
  same<typeof count, number>();
  same<typeof list, number[]>();
  same<typeof absent, undefined>();
});
asset({ ins: { raw: rawCustomers } }, async function named({ raw: renamed = [] }) {
  same<typeof renamed, Customer[]>();
});
asset({ ins: { raw: rawCustomers } }, (inputs) => inputs.raw.length);
asset({ ins: { raw: rawCustomers } }, ({ raw: [first] }) => first?.email);

// AssetIn carries the type of an object; keys and texts have none, so an annotation stands as it is.
asset(
  { ins: { a: AssetIn({ key: rawCustomers }), b: AssetIn({ key: "raw" }), c: AssetIn({ keyPrefix: "p" }), d: AssetIn() } },
  ({ a, b, c, d }) => {
    same<typeof a, Customer[]>();
    return [b.anything, c.anything, d.anything];
  },
);
asset({ ins: { a: "raw", b: ["x", "raw"], c: AssetKey("raw") } }, ({ a, b, c }) => [a.anything, b.anything, c.anything]);
asset({ ins: { a: "raw", b: AssetIn({ key: "raw" }) } }, ({ a, b }: { a: string; b: Date }) => [a.length, b.getTime()]);
asset({ ins: { a: rawCustomers } }, ({ a }: { a: readonly { id: number }[] }) => a.length);
asset({ ins: { a: rawCustomers } }, ({ a }: { a: unknown }) => a);

// Without ins: an annotation stands as it is, and names without one are any.
asset(({ raw }) => raw.anything);
asset(({ raw }: { raw: Customer[] }) => raw.length);
asset({ groupName: "x" }, ({ raw }) => raw.anything);
asset({ groupName: "x" }, async ({ raw, ...rest }, { log }) => log.info(raw, rest.other));
asset({ groupName: "x" }, ({ raw }: { readonly raw: Customer[] }) => raw.length);
asset({ groupName: "x" }, ({ raw = [] }: { raw?: Customer[] }) => raw.length);
interface Inputs {
  raw: Customer[];
}
asset({ deps: [rawCustomers, "x", ["y", "z"], AssetKey("k"), AssetDep(clean)] }, ({ raw }: Inputs) => raw.length);
asset({ groupName: "x" }, async function named({ raw }: Inputs, context) {
  context.signal.throwIfAborted();
  return raw;
});

// Resources: required ones may be destructured beside ins, registered ones are typed.
asset({ ins: { raw: rawCustomers }, requiredResourceKeys: ["duckdb"] }, ({ raw, duckdb }) => [raw.length, duckdb.anything]);
asset({ requiredResourceKeys: ["duckdb"] }, async ({ duckdb, other }) => duckdb.query(other.sql));
asset({ ins: { raw: rawCustomers }, requiredResourceKeys: ["registered_connection"] }, ({ registered_connection, raw }) => {
  same<typeof registered_connection, Connection>();
  return raw;
});
asset({ ins: { raw: rawCustomers } }, ({ raw, registered_connection, registered_resource }) => {
  same<typeof registered_connection, Connection>();
  same<typeof registered_resource, Connection>();
  return raw;
});
same<ReturnType<typeof makeConnection>, ResourceDefinition<Connection>>();
const makeConnection = () => resource({ setup: async (): Promise<Connection> => ({ query: async () => [] }) });

// Registered assets are typed by name.
asset(({ registered_customers, registered_asset, unregistered, "registered-any": anything }) => {
  same<typeof registered_customers, Customer[]>();
  same<typeof registered_asset, Date>();
  return [unregistered.anything, anything.anything];
});
asset({ ins: { byKey: "registered_customers" } }, ({ byKey }) => {
  same<typeof byKey, Customer[]>();
});
asset(({ registered_customers }: { registered_customers: readonly { id: number }[] }) => registered_customers.length);
// @ts-expect-error The register says Customer[].
asset(({ registered_customers }: { registered_customers: string[] }) => registered_customers.length);
// @ts-expect-error The register says Customer[].
asset({ groupName: "x" }, ({ registered_customers }: { registered_customers: string[] }) => registered_customers.length);

// What must not compile.
// @ts-expect-error The name "rawCustomers" stands neither in ins nor elsewhere.
asset({ ins: { raw: rawCustomers } }, ({ raw, rawCustomers }) => [raw, rawCustomers]);
// @ts-expect-error The input holds Customer[].
asset({ ins: { raw: rawCustomers } }, ({ raw }: { raw: string[] }) => raw);
// @ts-expect-error The property is named "email".
asset({ ins: { raw: rawCustomers } }, ({ raw }) => raw.map((customer) => customer.emial));
// @ts-expect-error Nothing gives "duckdb".
asset({ ins: { raw: rawCustomers } }, ({ raw, duckdb }: { raw: Customer[]; duckdb: Connection }) => [raw, duckdb]);
// @ts-expect-error AssetIn carries Customer[].
asset({ ins: { a: AssetIn({ key: rawCustomers }) } }, ({ a }: { a: string }) => a);
// @ts-expect-error The option is named "name".
asset({ nmae: "x" }, () => {});
// @ts-expect-error The option is named "groupName".
asset({ name: "x", groupNme: "x" }, ({ raw }) => raw);
// @ts-expect-error A name is text.
asset({ name: 5 }, () => {});
// @ts-expect-error A tag's value is text.
asset({ tags: { a: 1 } }, () => {});
// @ts-expect-error An input is an asset, a key, text or AssetIn.
asset({ ins: { a: 5 } }, ({ a }) => a);
// @ts-expect-error A dependency is an asset, a key, text or AssetDep.
asset({ deps: [5] }, () => {});
// @ts-expect-error kinds is a list.
asset({ kinds: "duckdb" }, () => {});
// @ts-expect-error RetryPolicy has no such option.
asset({ retryPolicy: RetryPolicy({ maxRetry: 2 }) }, () => {});
// @ts-expect-error The compute function is missing.
asset({ name: "x" });
// @ts-expect-error The compute function is missing.
asset({ name: "x" }, 5);
// @ts-expect-error The context has no such property.
asset({ name: "x" }, (_, context) => context.partition);

// Options may be kept apart, shared and spread; definitions may be kept in lists.
const shared = { groupName: "x", owners: ["team:data"] } satisfies AssetOptions;
asset({ ...shared, name: "y", ins: { raw: rawCustomers } }, ({ raw }) => raw.length);
asset(shared, ({ raw }) => raw);
const list: readonly AssetsDefinition[] = [rawCustomers, five, clean, nothing];
const definition: AssetsDefinition<readonly { id: number }[]> = rawCustomers;
// @ts-expect-error It holds numbers.
const wrong: AssetsDefinition<string> = five;
const agree: OptionsAgree = true;
void [list, definition, wrong, agree];
