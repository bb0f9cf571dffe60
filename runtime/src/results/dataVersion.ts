import { type Branded, brandOf } from "../brand.ts";
import { wrongOption } from "../options/readOptions.ts";

/** A version of an asset's data (spec 4.1): the same text says that the data is the same. */
export interface DataVersion extends Branded<"dataVersion"> {
  readonly value: string;
}

/**
 * Names a version of an asset's data (spec 4.1), such as a hash of it or the number of a snapshot.
 *
 * @throws TypeError for what is not text, and for an empty one
 */
export function DataVersion(value: string): DataVersion {
  if (typeof value !== "string" || value === "") throw wrongOption("DataVersion", "value", "text that is not empty", value);
  return { "~headwater": { kind: "dataVersion" }, value };
}

/** Whether a value was made by `DataVersion()`. */
export function isDataVersion(value: unknown): value is DataVersion {
  return brandOf(value) === "dataVersion";
}

/** @throws TypeError for what `DataVersion()` did not make */
export function carryDataVersion(what: string, value: DataVersion | undefined): { readonly dataVersion?: DataVersion } {
  if (value === undefined) return {};
  if (!isDataVersion(value)) throw wrongOption(what, "dataVersion", 'DataVersion("…")', value);
  return { dataVersion: value };
}
