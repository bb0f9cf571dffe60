import { AssetKey, type CoercibleToAssetKey } from "../keys/assetKey.ts";
import { describe, isRecord } from "../specs/options.ts";
import { listOf, optionalText, refuseOthers, text } from "./contents.ts";
import { fitsNumber, toJson, withoutSign } from "./json.ts";
import type { CodeReference, MetadataContents, MetadataType, MetadataValueOf } from "./metadataValue.ts";
import { readColumnLineage, readTable, readTableSchema } from "./tables.ts";

type Readers = { readonly [K in MetadataType]: (value: unknown, where: string) => MetadataContents[K] };

/** What each kind accepts, and the plain data it becomes. Each reads back what it made. */
const readers: Readers = {
  text,
  url: text,
  path: text,
  notebook: text,
  md: text,
  pool: text,
  dagsterRun: text,
  json: readJson,
  pythonArtifact: readPythonArtifact,
  float: readFloat,
  int: readInt,
  bool: readBool,
  timestamp: readTimestamp,
  asset: (value) => AssetKey(value as CoercibleToAssetKey).path,
  job: readJob,
  table: readTable,
  tableSchema: readTableSchema,
  columnLineage: readColumnLineage,
  codeReferences: readCodeReferences,
  null: readNull,
};

/** Whether a text names a kind of metadata. */
export function isMetadataType(type: unknown): type is MetadataType {
  return typeof type === "string" && Object.hasOwn(readers, type);
}

/**
 * Makes metadata of a kind from what a user gives for it (spec 4.2): the same data, made plain and checked.
 *
 * @throws TypeError that names the kind, what it takes and what it got
 */
export function readMetadata<K extends MetadataType>(type: K, value: unknown): MetadataValueOf<K> {
  return { type, value: readers[type](value, `MetadataValue.${type}`) };
}

function readJson(value: unknown, where: string): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return withoutSign(value);
  const made = typeof value === "object" ? toJson(value) : undefined;
  if (made === undefined) {
    throw new TypeError(
      `${where} takes what JSON can hold (texts, finite numbers, booleans, null, lists, plain objects), not ${describe(value)}.`,
    );
  }
  return made.json;
}

function readPythonArtifact(value: unknown, where: string): MetadataContents["pythonArtifact"] {
  if (!isRecord(value)) throw new TypeError(`${where} takes { module, name }, not ${describe(value)}.`);
  refuseOthers(value, ["module", "name"], where);
  return { module: text(value.module, `module of ${where}`), name: text(value.name, `name of ${where}`) };
}

function readFloat(value: unknown, where: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return withoutSign(value);
  throw new TypeError(`${where} takes a finite number, not ${describe(value)}: give null or a text where there is none.`);
}

function readInt(value: unknown, where: string): number | string {
  if (typeof value === "bigint") return fitsNumber(value) ? Number(value) : value.toString();
  if (Number.isSafeInteger(value)) return withoutSign(value as number);
  if (typeof value === "string" && /^-?\d{1,10000}$/.test(value)) return readInt(BigInt(value), where);
  throw new TypeError(`${where} takes a whole number up to 2^53 or a bigint, not ${describe(value)}.`);
}

function readBool(value: unknown, where: string): boolean {
  if (typeof value === "boolean") return value;
  throw new TypeError(`${where} takes true or false, not ${describe(value)}.`);
}

const withZone = /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d:?\d\d)$/i;

function readTimestamp(value: unknown, where: string): string {
  const date = value instanceof Date ? value : new Date(typeof value === "string" && withZone.test(value) ? value : Number.NaN);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  if (value instanceof Date) throw new TypeError(`${where} takes a date that exists.`);
  throw new TypeError(
    `${where} takes a Date or a text with a time zone, as in "2024-05-01T12:00:00+02:00", not ${describe(value)}.`,
  );
}

function readJob(value: unknown, where: string): MetadataContents["job"] {
  if (typeof value === "string") return { name: value };
  if (!isRecord(value)) throw new TypeError(`${where} takes a job's name or { name, location }, not ${describe(value)}.`);
  refuseOthers(value, ["name", "location"], where);
  const location = optionalText(value.location, `location of ${where}`);
  return { name: text(value.name, `name of ${where}`), ...(location === undefined ? {} : { location }) };
}

function readCodeReferences(value: unknown, where: string): readonly CodeReference[] {
  return listOf(value, where).map((item, index) => readCodeReference(item, `reference ${index + 1} of ${where}`));
}

function readCodeReference(value: unknown, where: string): CodeReference {
  if (!isRecord(value))
    throw new TypeError(`${where} is { filePath, lineNumber, label } or { url, label }, not ${describe(value)}.`);
  const label = optionalText(value.label, `label of ${where}`);
  const more = label === undefined ? {} : { label };
  if ("url" in value) {
    refuseOthers(value, ["url", "label"], where);
    return { url: text(value.url, `url of ${where}`), ...more };
  }
  refuseOthers(value, ["filePath", "lineNumber", "label"], where);
  const { lineNumber } = value;
  const filePath = text(value.filePath, `filePath of ${where}`);
  if (lineNumber === undefined || lineNumber === null) return { filePath, ...more };
  if (!Number.isSafeInteger(lineNumber) || (lineNumber as number) < 1) {
    throw new TypeError(`lineNumber of ${where} is a whole number from 1, not ${describe(lineNumber)}.`);
  }
  return { filePath, lineNumber: lineNumber as number, ...more };
}

function readNull(value: unknown, where: string): null {
  if (value === null || value === undefined) return null;
  throw new TypeError(`${where} takes nothing, not ${describe(value)}.`);
}
