import { type Branded, brandOf } from "../brand.ts";
import { checkOptionNames, readEntries, readText } from "../options/readOptions.ts";
import { carryDataVersion, type DataVersion } from "./dataVersion.ts";

/** A value with what is worth knowing about it (spec 4.1). */
export interface Output<out T = unknown> extends Branded<"output", T> {
  readonly value: T;
  readonly outputName?: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly dataVersion?: DataVersion;
}

/** What `Output()` takes beside the value. */
export interface OutputOptions {
  /** Which output it is. May be left out where the function has one alone. */
  readonly outputName?: string;
  /** What is worth knowing about it, by name (spec 4.2). What has no form fails the step and names the entry. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Which version of the data it is. */
  readonly dataVersion?: DataVersion;
  /** Tags of the materialization (spec 1.3). What cannot be a tag fails the step. */
  readonly tags?: Readonly<Record<string, string>>;
}

const options = ["outputName", "metadata", "dataVersion", "tags"];

/**
 * Makes a value with metadata, to be returned or yielded by a compute function (spec 4.1). A plain value is the same as an
 * `Output` of it.
 *
 * @example yield Output(rows, { outputName: "orders", metadata: { row_count: rows.length } });
 * @throws TypeError for an unknown option, and for one of the wrong kind
 */
export function Output<T>(value: T, given: OutputOptions = {}): Output<T> {
  checkOptionNames("Output", given, options);
  return {
    "~headwater": { kind: "output" },
    value,
    metadata: readEntries("Output", "metadata", given.metadata),
    tags: readEntries("Output", "tags", given.tags),
    ...readText("Output", "outputName", given.outputName),
    ...carryDataVersion("Output", given.dataVersion),
  };
}

/** Whether a value was made by `Output()`. */
export function isOutput(value: unknown): value is Output {
  return brandOf(value) === "output";
}
