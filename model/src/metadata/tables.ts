import { AssetKey, type CoercibleToAssetKey } from "../keys/assetKey.ts";
import { describe, isRecord } from "../specs/options.ts";
import { listOf, optionalText, refuseOthers, text } from "./contents.ts";
import { fitsNumber, withoutSign } from "./json.ts";

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  /** The column's type in the words of where the table lies, as in `varchar(20)`. */
  readonly type: string;
  readonly description?: string;
  readonly constraints?: TableColumnConstraints;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What holds for every value of a column. Left out: it may be null, and need not be unique. */
export interface TableColumnConstraints {
  readonly nullable?: boolean;
  readonly unique?: boolean;
  /** Further rules, as people say them. */
  readonly other?: readonly string[];
}

/** The columns of a table in their order, and rules for whole rows as people say them. */
export interface TableSchema {
  readonly columns: readonly TableColumn[];
  readonly constraints?: { readonly other: readonly string[] };
}

/** A cell of a table that is shown as metadata. */
export type TableCell = string | number | boolean | null;

/** A small table: rows by column name. */
export interface Table {
  readonly schema: TableSchema;
  readonly records: readonly Readonly<Record<string, TableCell>>[];
}

/** What the columns of an asset are made from. */
export interface ColumnLineage {
  readonly depsByColumn: Readonly<Record<string, readonly ColumnDep[]>>;
}

/** A column of another asset; `assetKey` as the segments of its key. */
export interface ColumnDep {
  readonly assetKey: readonly string[];
  readonly columnName: string;
}

/** @throws TypeError that says what is wrong and where */
export function readTableSchema(value: unknown, where: string): TableSchema {
  if (!isRecord(value)) throw new TypeError(`${where} takes { columns: [{ name, type }, …] }, not ${describe(value)}.`);
  refuseOthers(value, ["columns", "constraints"], where);
  const columns = listOf(value.columns, `columns of ${where}`).map((column, index) =>
    readColumn(column, `column ${index + 1} of ${where}`),
  );
  if (isNothing(value.constraints)) return { columns };
  const constraints = `constraints of ${where}`;
  if (!isRecord(value.constraints))
    throw new TypeError(`${constraints} take { other: [text, …] }, not ${describe(value.constraints)}.`);
  refuseOthers(value.constraints, ["other"], constraints);
  return { columns, constraints: { other: texts(value.constraints.other, `other ${constraints}`) } };
}

function readColumn(value: unknown, where: string): TableColumn {
  if (!isRecord(value)) throw new TypeError(`${where} is { name, type, … }, not ${describe(value)}.`);
  refuseOthers(value, ["name", "type", "description", "constraints", "tags"], where);
  return {
    name: text(value.name, `name of ${where}`),
    type: optionalText(value.type, `type of ${where}`) ?? "string",
    ...entry("description", optionalText(value.description, `description of ${where}`)),
    ...entry("constraints", readColumnConstraints(value.constraints, `constraints of ${where}`)),
    ...entry("tags", readTags(value.tags, `tags of ${where}`)),
  };
}

function readColumnConstraints(value: unknown, where: string): TableColumnConstraints | undefined {
  if (isNothing(value)) return undefined;
  if (!isRecord(value)) throw new TypeError(`${where} take { nullable, unique, other }, not ${describe(value)}.`);
  refuseOthers(value, ["nullable", "unique", "other"], where);
  return {
    ...entry("nullable", optionalBoolean(value.nullable, `nullable in ${where}`)),
    ...entry("unique", optionalBoolean(value.unique, `unique in ${where}`)),
    ...entry("other", isNothing(value.other) ? undefined : texts(value.other, `other in ${where}`)),
  };
}

function readTags(value: unknown, where: string): Readonly<Record<string, string>> | undefined {
  if (isNothing(value)) return undefined;
  if (!isRecord(value)) throw new TypeError(`${where} are an object of texts, not ${describe(value)}.`);
  return Object.fromEntries(Object.entries(value).map(([tag, held]) => [tag, text(held, `each of the ${where}`)]));
}

/**
 * Without a schema the columns are those of all records in the order of first mention, each of the type of its first value
 * that is not null: `string`, `int`, `float` or `bool`.
 *
 * @throws TypeError that says what is wrong and where
 */
export function readTable(value: unknown, where: string): Table {
  if (!isRecord(value)) throw new TypeError(`${where} takes { records, schema }, not ${describe(value)}.`);
  refuseOthers(value, ["records", "schema"], where);
  const records = listOf(value.records, `records of ${where}`).map((record, index) =>
    readRecord(record, `record ${index + 1} of ${where}`),
  );
  return {
    schema: isNothing(value.schema) ? inferSchema(records) : readTableSchema(value.schema, `schema of ${where}`),
    records,
  };
}

function readRecord(value: unknown, where: string): Readonly<Record<string, TableCell>> {
  if (!isRecord(value)) throw new TypeError(`${where} is an object of column names to values, not ${describe(value)}.`);
  return Object.fromEntries(Object.entries(value).map(([column, cell]) => [column, readCell(cell, where)]));
}

function readCell(value: unknown, where: string): TableCell {
  if (isNothing(value)) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? withoutSign(value) : String(value);
  if (typeof value === "bigint") return fitsNumber(value) ? Number(value) : value.toString();
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  throw new TypeError(`${where} holds texts, numbers, bigints, booleans, dates and null, but one value is ${describe(value)}.`);
}

function inferSchema(records: Table["records"]): TableSchema {
  const types = new Map<string, string | undefined>();
  for (const record of records) {
    for (const [column, cell] of Object.entries(record)) {
      if (types.get(column) === undefined) types.set(column, typeOf(cell));
    }
  }
  return { columns: [...types].map(([name, type]) => ({ name, type: type ?? "string" })) };
}

function typeOf(cell: TableCell): string | undefined {
  if (cell === null) return undefined;
  if (typeof cell === "number") return Number.isInteger(cell) ? "int" : "float";
  return typeof cell === "boolean" ? "bool" : "string";
}

/** @throws TypeError that says what is wrong and where */
export function readColumnLineage(value: unknown, where: string): ColumnLineage {
  const form = "{ depsByColumn: { column: [{ assetKey, columnName }, …] } }";
  if (!isRecord(value) || !isRecord(value.depsByColumn)) throw new TypeError(`${where} takes ${form}, not ${describe(value)}.`);
  refuseOthers(value, ["depsByColumn"], where);
  const deps = Object.entries(value.depsByColumn).map(([column, list]) => {
    const place = `depsByColumn of ${where}`;
    return [column, listOf(list, `each entry in ${place}`).map((dep) => readColumnDep(dep, place))];
  });
  return { depsByColumn: Object.fromEntries(deps) };
}

function readColumnDep(value: unknown, where: string): ColumnDep {
  if (!isRecord(value)) throw new TypeError(`${where} lists { assetKey, columnName }, not ${describe(value)}.`);
  refuseOthers(value, ["assetKey", "columnName"], where);
  return {
    assetKey: AssetKey(value.assetKey as CoercibleToAssetKey).path,
    columnName: text(value.columnName, `columnName in ${where}`),
  };
}

function texts(value: unknown, where: string): readonly string[] {
  return listOf(value, where).map((item) => text(item, `each of ${where}`));
}

function optionalBoolean(value: unknown, where: string): boolean | undefined {
  if (isNothing(value)) return undefined;
  if (typeof value !== "boolean") throw new TypeError(`${where} is true or false, not ${describe(value)}.`);
  return value;
}

function isNothing(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

function entry<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: V });
}
