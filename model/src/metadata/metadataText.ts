import { toUserString } from "../keys/assetKey.ts";
import type { CodeReference, MetadataValue } from "./metadataValue.ts";
import type { ColumnLineage, TableSchema } from "./tables.ts";

/** How many columns are named where a table is told in a line. */
const namedColumns = 8;

/** Writes metadata for people, on one line. Long texts are not cut: that is for who shows them. */
export function metadataToText(metadata: MetadataValue): string {
  return metadataInWords(metadata).replace(/\s*[\r\n\u2028\u2029]+\s*/g, " ");
}

function metadataInWords(metadata: MetadataValue): string {
  switch (metadata.type) {
    case "json":
      return JSON.stringify(metadata.value);
    case "pythonArtifact":
      return `${metadata.value.module}:${metadata.value.name}`;
    case "asset":
      return toUserString({ path: metadata.value });
    case "job":
      return metadata.value.location === undefined ? metadata.value.name : `${metadata.value.name} (${metadata.value.location})`;
    case "table":
      return `${count(metadata.value.records.length, "row")} of ${schemaInWords(metadata.value.schema)}`;
    case "tableSchema":
      return schemaInWords(metadata.value);
    case "columnLineage":
      return lineageInWords(metadata.value);
    case "codeReferences":
      return metadata.value.map(referenceInWords).join(", ");
    default:
      return String(metadata.value);
  }
}

function schemaInWords({ columns }: TableSchema): string {
  const named = columns.slice(0, namedColumns).map(({ name, type }) => `${name} ${type}`);
  const list = columns.length > namedColumns ? [...named, "…"] : named;
  return columns.length === 0 ? "no columns" : `${count(columns.length, "column")}: ${list.join(", ")}`;
}

function lineageInWords({ depsByColumn }: ColumnLineage): string {
  const columns = Object.entries(depsByColumn);
  const named = columns.slice(0, namedColumns).map(([column, deps]) => {
    const sources = deps.map(({ assetKey, columnName }) => `${toUserString({ path: assetKey })}.${columnName}`);
    return sources.length === 0 ? column : `${column} from ${sources.join(", ")}`;
  });
  return columns.length > namedColumns ? [...named, "…"].join("; ") : named.join("; ");
}

function referenceInWords(reference: CodeReference): string {
  const place =
    "url" in reference
      ? reference.url
      : `${reference.filePath}${reference.lineNumber === undefined ? "" : `:${reference.lineNumber}`}`;
  return reference.label === undefined ? place : `${reference.label} (${place})`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
