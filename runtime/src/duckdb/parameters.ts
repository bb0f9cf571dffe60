import type { DuckDBValue } from "@duckdb/node-api";

/**
 * A value that a statement takes: JavaScript's own, or one of `@duckdb/node-api`. A Date becomes a TIMESTAMP in UTC, bytes
 * a BLOB, a list a LIST, a plain object a STRUCT.
 */
export type DuckDBParameter =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | DuckDBValue
  | readonly DuckDBParameter[]
  | { readonly [name: string]: DuckDBParameter };

/** A list for `?` and `$1`, an object for `$name`. */
export type DuckDBParameters = readonly DuckDBParameter[] | Readonly<Record<string, DuckDBParameter>>;

/**
 * A value in a result: BIGINT and wider integers are bigints (so `count(*)` is one), DATE and the TIMESTAMP types are
 * Dates, BLOB is bytes, LIST is a list, STRUCT an object, MAP a list of `{ key, value }`, DECIMAL a number.
 */
export type DuckDBResultValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | DuckDBResultValue[]
  | { [name: string]: DuckDBResultValue };

type NodeApi = typeof import("@duckdb/node-api");

/**
 * Gives parameters the form that `@duckdb/node-api` takes.
 *
 * @throws TypeError that names the parameter which has no such form
 */
export function toDuckDBParameters(
  api: NodeApi,
  parameters: DuckDBParameters | undefined,
): DuckDBValue[] | Record<string, DuckDBValue> | undefined {
  if (parameters === undefined) return undefined;
  if (Array.isArray(parameters)) return parameters.map((value, index) => toValue(api, value, `$${index + 1}`));
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, toValue(api, value, `$${name}`)]));
}

function toValue(api: NodeApi, value: unknown, where: string): DuckDBValue {
  switch (typeof value) {
    case "boolean":
    case "number":
    case "bigint":
    case "string":
      return value;
    case "object":
      break;
    default:
      throw new TypeError(
        `The parameter ${where} is ${value === undefined ? "undefined: give null for no value" : `a ${typeof value}`}.`,
      );
  }
  if (value === null) return null;
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new TypeError(`The parameter ${where} is a date that does not exist.`);
    return api.timestampValue(BigInt(value.getTime()) * 1000n);
  }
  if (value instanceof Uint8Array) return api.blobValue(value);
  if (Array.isArray(value)) return api.listValue(value.map((item, index) => toValue(api, item, `${where}[${index}]`)));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    return api.structValue(
      Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toValue(api, item, `${where}.${name}`)])),
    );
  }
  // What remains are the value classes of @duckdb/node-api itself, and what it refuses with a message of its own.
  return value as DuckDBValue;
}
