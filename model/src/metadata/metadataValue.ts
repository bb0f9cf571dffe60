import type { ColumnLineage, Table, TableSchema } from "./tables.ts";

/** A place in the code that made an asset: a file, with a line that counts from 1, or an address. */
export type CodeReference =
  | { readonly filePath: string; readonly lineNumber?: number; readonly label?: string }
  | { readonly url: string; readonly label?: string };

/** What each kind of metadata holds (spec 4.2). All of it is plain data that comes through JSON as it was. */
export interface MetadataContents {
  readonly text: string;
  /** An address. */
  readonly url: string;
  /** A file or a folder. */
  readonly path: string;
  /** The path of a notebook. */
  readonly notebook: string;
  readonly json: unknown;
  /** Markdown. */
  readonly md: string;
  /**
   * A Python object by its module and name: only read, for histories that Dagster wrote. Nothing here makes one, since no
   * TypeScript value is one.
   */
  readonly pythonArtifact: { readonly module: string; readonly name: string };
  readonly float: number;
  /** As decimal digits where a number would lose some. */
  readonly int: number | string;
  readonly bool: boolean;
  /** ISO 8601 in UTC, as in `2024-05-01T12:00:00.000Z`. */
  readonly timestamp: string;
  /** The segments of an asset's key. */
  readonly asset: readonly string[];
  /** The id of a run. */
  readonly dagsterRun: string;
  readonly job: { readonly name: string; readonly location?: string };
  readonly table: Table;
  readonly tableSchema: TableSchema;
  readonly columnLineage: ColumnLineage;
  readonly codeReferences: readonly CodeReference[];
  /** The name of a pool. */
  readonly pool: string;
  readonly null: null;
}

/** The kinds of metadata (spec 4.2). */
export type MetadataType = keyof MetadataContents;

/** One piece of metadata of a kind. */
export type MetadataValueOf<K extends MetadataType> = { readonly type: K; readonly value: MetadataContents[K] };

/** One piece of metadata in a form that every process can show (spec 4.2): its kind, and what that kind holds. */
export type MetadataValue = { readonly [K in MetadataType]: MetadataValueOf<K> }[MetadataType];
