import { quote } from "../findings/quote.ts";
import { isAssetKey } from "../keys/assetKey.ts";
import { toJson } from "./json.ts";
import type { MetadataValue } from "./metadataValue.ts";
import { isMetadataType, readMetadata } from "./readMetadata.ts";

/**
 * Coerces a value that a user gives as metadata, in the order of spec 4.2: what a function of `MetadataValue` made stays
 * of its kind; text; numbers (whole ones up to 2^53 and bigints are `int`, others `float`; NaN and the infinities, which
 * JSON lacks, are text); booleans; null; dates as `timestamp`; a `URL` as `url`; what `AssetKey()` makes as `asset`; lists and
 * plain objects as `json`.
 *
 * @returns undefined for what has no form: `undefined`, functions, symbols, class instances, invalid dates, cycles
 */
export function toMetadataValue(value: unknown): MetadataValue | undefined {
  switch (typeof value) {
    case "string":
      return { type: "text", value };
    case "boolean":
      return { type: "bool", value };
    case "bigint":
      return readMetadata("int", value);
    case "number":
      if (!Number.isFinite(value)) return { type: "text", value: String(value) };
      return Number.isSafeInteger(value) ? readMetadata("int", value) : { type: "float", value };
    case "object":
      if (value === null) return { type: "null", value };
      try {
        return fromObject(value);
      } catch {
        return undefined;
      }
    default:
      return undefined;
  }
}

function fromObject(value: object): MetadataValue | undefined {
  if (isMadeMetadata(value))
    return isMetadataType(value.type) ? (readMetadata(value.type, value.value) as MetadataValue) : undefined;
  if (value instanceof Date) return readMetadata("timestamp", value);
  if (Object.prototype.toString.call(value) === "[object URL]" && "href" in value) return readMetadata("url", value.href);
  // A key is plain data, which would be JSON otherwise.
  if (isAssetKey(value) && Object.keys(value).length === 1) return { type: "asset", value: [...value.path] };
  const made = toJson(value);
  return made === undefined ? undefined : { type: "json", value: made.json };
}

/** Whether a function of `MetadataValue` made a value, of this copy of the package or another. */
function isMadeMetadata(value: object): value is { readonly type: unknown; readonly value: unknown } {
  const brand: unknown = (value as { readonly "~headwater"?: unknown })["~headwater"];
  return typeof brand === "object" && brand !== null && "kind" in brand && brand.kind === "metadataValue";
}

/** Metadata of which some entries have no form. */
export interface ResolvedMetadata {
  /** The entries that have one, in their order. */
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  /** The others: a sentence for each, which names the entry, what it is, and how to mend it. */
  readonly problems: readonly { readonly name: string; readonly message: string }[];
}

/** Coerces each entry as {@link toMetadataValue} does. Never throws. Takes time in proportion to the data. */
export function resolveMetadata(entries: Readonly<Record<string, unknown>>): ResolvedMetadata {
  const metadata: [string, MetadataValue][] = [];
  const problems: { name: string; message: string }[] = [];
  for (const [name, value] of Object.entries(entries)) {
    const resolved = toMetadataValue(value);
    if (resolved !== undefined) metadata.push([name, resolved]);
    else problems.push({ name, message: unresolved(name, value) });
  }
  // fromEntries defines each entry, so a name such as __proto__ stays an entry.
  return { metadata: Object.fromEntries(metadata), problems };
}

function unresolved(name: string, value: unknown): string {
  const mend =
    "give text, a number, bigint, boolean, date, null, list, plain object or AssetKey, or wrap it, as in MetadataValue.json(…) or MetadataValue.text(…).";
  return `The metadata ${quote(name)} could not be resolved to a kind, since it is ${kindOf(value)}: ${mend}`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  const name = classNameOf(value);
  try {
    if (isMadeMetadata(value)) return "a MetadataValue that was changed after it was made";
    if (value instanceof Date) return "a date that does not exist";
  } catch {
    // An object that does not let itself be read.
  }
  return name === "Object" || name === "Array" ? "an object that JSON cannot hold" : `an object of the class ${name}`;
}

/** The class of an object as messages tell it, `Object` where that is not to be known. Never throws. */
export function classNameOf(value: object): string {
  try {
    const { constructor: maker } = value;
    if (typeof maker === "function" && typeof maker.name === "string" && maker.name !== "") return quote(maker.name).slice(1, -1);
  } catch {
    // An object that does not let itself be read.
  }
  return "Object";
}
