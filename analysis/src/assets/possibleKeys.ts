import type { KnownKeys } from "../evaluate/evaluation.ts";
import { type AssetSite, makes, type Value } from "../evaluate/value.ts";
import type { DeclaredAsset } from "./declareAssets.ts";
import { isComputeUnknown } from "./readAsset.ts";

/** The last segments of keys whose beginning is not known. */
export type KeyEnds = readonly (readonly string[])[];

/**
 * How the keys of a call end that are not known as a whole: where only what stands before a name is not known, nothing but
 * that name can be meant. Nothing where all are known, undefined where one can be anything.
 */
export function endsOf(declared: DeclaredAsset, keys: KnownKeys): KeyEnds | undefined {
  if (declared.keyUnknown) return endsOfUnknown(declared, keys);
  // A key that is wrong is meant to be another one.
  return declared.specs.length === 0 && makes(declared.found.site) !== "assetCheck" ? undefined : [];
}

function endsOfUnknown({ found, reading }: DeclaredAsset, keys: KnownKeys): KeyEnds | undefined {
  const { changed } = found.site;
  if (changed !== undefined) return changed.change.kind === "prefix" ? endsOfPrefixed(changed.from, keys) : undefined;
  const { options } = reading;
  if (options?.kind !== "object" || options.doubt !== undefined) return undefined;
  if (makes(found.site) === "multiAsset") return endsOfOuts(options.entries.get("outs")?.value);
  if (options.entries.has("key") || isComputeUnknown(reading)) return undefined;
  const given = options.entries.get("name")?.value;
  const name = given === undefined ? (reading.functionName ?? found.fallbackName) : textOf(given);
  return name === undefined ? undefined : [[name]];
}

function endsOfPrefixed(from: AssetSite, keys: KnownKeys): KeyEnds | undefined {
  const { known, reason } = keys.keysOf(from);
  return reason === undefined ? known : undefined;
}

function endsOfOuts(outs: Value | undefined): KeyEnds | undefined {
  if (outs?.kind !== "object" || outs.doubt !== undefined) return undefined;
  const ends: (readonly string[])[] = [];
  for (const [name, { value }] of outs.entries) {
    if (value.kind !== "object" || (value.doubt !== undefined && !value.entries.has("key"))) return undefined;
    const key = value.entries.get("key")?.value;
    if (key === undefined) ends.push([name]);
    else if (textOf(key) === undefined) return undefined;
  }
  return ends;
}

function textOf(value: Value): string | undefined {
  return value.kind === "literal" && typeof value.value === "string" && value.value !== "" ? value.value : undefined;
}

/** Says of findings of a graph whether they are about a key that may be among the unknown ones. */
export function possibleAmong(ends: KeyEnds): (code: string, path: readonly string[] | undefined) => boolean {
  const byLast = Map.groupBy(ends, (end) => end.at(-1));
  return (code, path) => {
    if (ends.length === 0 || !aboutMissingKeys.has(code)) return false;
    if (path === undefined) return true;
    const like = byLast.get(path.at(-1)) ?? [];
    return like.some((end) => end.length <= path.length && end.every((part, at) => part === path[path.length - end.length + at]));
  };
}

const aboutMissingKeys: ReadonlySet<string> = new Set(["unknown-input", "unknown-dependency", "relative-dependency"]);
