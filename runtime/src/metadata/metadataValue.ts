import {
  type AssetKey,
  type CodeReference,
  type MetadataType,
  type MetadataValueOf,
  type MetadataValue as PlainMetadataValue,
  readMetadata,
  type TableCell,
  type TableSchema,
} from "@headwater/model";
import { type AnyAsset, isAsset } from "../assets/assetsDefinition.ts";
import type { Branded } from "../brand.ts";

/** One piece of metadata as it is recorded and shown: its kind, and what that kind holds (spec 4.2). Plain data. */
export type MetadataValue = PlainMetadataValue;

/** What a function of `MetadataValue` makes: metadata that keeps its kind. */
export type MadeMetadataValue<K extends MetadataType> = MetadataValueOf<K> & Branded<"metadataValue">;

/** What names an asset: the asset itself, its key, a list of segments, or text, which is ONE segment. */
export type AssetReference = AnyAsset | AssetKey | string | readonly string[];

/** A column of a table; its type is `string` if left out. */
export type TableColumnOptions = Omit<TableSchema["columns"][number], "type"> & { readonly type?: string };

/** The columns of a table in their order, and rules for whole rows as people say them. */
export interface TableSchemaOptions {
  readonly columns: readonly TableColumnOptions[];
  readonly constraints?: { readonly other: readonly string[] };
}

/** What `MetadataValue.table()` takes. */
export interface TableOptions {
  /** The rows, each an object of column names to values. Dates are kept as ISO 8601, bigints beyond 2^53 as text. */
  readonly records: readonly Readonly<Record<string, TableCell | bigint | Date | undefined>>[];
  /** Left out: the columns of all records, with the types of their first values. */
  readonly schema?: TableSchemaOptions;
}

/** What `MetadataValue.columnLineage()` takes: by column name the columns that it is made from. */
export interface ColumnLineageOptions {
  readonly depsByColumn: Readonly<Record<string, readonly { readonly assetKey: AssetReference; readonly columnName: string }[]>>;
}

/**
 * Makes metadata of a kind that the value alone does not tell (spec 4.2): text that is an address or Markdown, a table, an
 * asset. Each function throws a TypeError that says what it takes; what is given is copied.
 *
 * @example return MaterializeResult({ metadata: { report: MetadataValue.url("https://…"), rows: MetadataValue.table({ records }) } });
 */
export const MetadataValue = {
  /** Text. A plain text is the same. */
  text: (text: string): MadeMetadataValue<"text"> => make("text", text),
  /** An address, as text or as a `URL`. */
  url: (address: string | URL): MadeMetadataValue<"url"> => make("url", address instanceof URL ? address.href : address),
  /** A file or folder. */
  path: (path: string): MadeMetadataValue<"path"> => make("path", path),
  /** The path of a notebook. */
  notebook: (path: string): MadeMetadataValue<"notebook"> => make("notebook", path),
  /** What JSON can hold: texts, finite numbers, booleans, null, lists, plain objects. */
  json: (value: unknown): MadeMetadataValue<"json"> => make("json", value),
  /** Markdown. */
  md: (markdown: string): MadeMetadataValue<"md"> => make("md", markdown),
  /** A finite number, shown as a measure even where it is whole. */
  float: (number: number): MadeMetadataValue<"float"> => make("float", number),
  /** A whole number up to 2^53, or a bigint of any size. */
  int: (number: number | bigint): MadeMetadataValue<"int"> => make("int", number),
  /** True or false. A plain boolean is the same. */
  bool: (value: boolean): MadeMetadataValue<"bool"> => make("bool", value),
  /** A moment: a `Date`, or ISO 8601 text with a time zone, as in `"2024-05-01T12:00:00+02:00"`. */
  timestamp: (moment: Date | string): MadeMetadataValue<"timestamp"> => make("timestamp", moment),
  /** Another asset. */
  asset: (asset: AssetReference): MadeMetadataValue<"asset"> => make("asset", keyOf(asset)),
  /** A run, by its id. */
  dagsterRun: (runId: string): MadeMetadataValue<"dagsterRun"> => make("dagsterRun", runId),
  /** A job, by its name and, where there are several, its code location. */
  job: (job: string | { readonly name: string; readonly location?: string }): MadeMetadataValue<"job"> => make("job", job),
  /** A small table, such as a sample of rows. */
  table: (table: TableOptions): MadeMetadataValue<"table"> => make("table", table),
  /** The columns of a table. */
  tableSchema: (schema: TableSchemaOptions): MadeMetadataValue<"tableSchema"> => make("tableSchema", schema),
  /** Which columns of other assets each column is made from. */
  columnLineage: (lineage: ColumnLineageOptions): MadeMetadataValue<"columnLineage"> => make("columnLineage", withKeys(lineage)),
  /** Where the code is that made the asset: files with a line that counts from 1, or addresses. */
  codeReferences: (references: readonly CodeReference[]): MadeMetadataValue<"codeReferences"> =>
    make("codeReferences", references),
  /** A pool, by its name. */
  pool: (name: string): MadeMetadataValue<"pool"> => make("pool", name),
  /** Nothing. A plain null is the same. */
  null: (): MadeMetadataValue<"null"> => make("null", null),
} as const;

function make<K extends MetadataType>(type: K, value: unknown): MadeMetadataValue<K> {
  return { "~headwater": { kind: "metadataValue" }, ...readMetadata(type, value) };
}

function keyOf(reference: unknown): unknown {
  return isAsset(reference) ? reference.key : reference;
}

/** The same with keys in place of assets. What has another form is left for the model to judge. */
function withKeys(lineage: ColumnLineageOptions): unknown {
  const deps: unknown = lineage?.depsByColumn;
  if (typeof deps !== "object" || deps === null || Array.isArray(deps)) return lineage;
  const columns = Object.entries(deps).map(([column, list]) => [column, Array.isArray(list) ? list.map(withKey) : list]);
  return { ...lineage, depsByColumn: Object.fromEntries(columns) };
}

function withKey(dep: unknown): unknown {
  return typeof dep === "object" && dep !== null && "assetKey" in dep ? { ...dep, assetKey: keyOf(dep.assetKey) } : dep;
}
