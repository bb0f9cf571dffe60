import type { DeclarationPath, FindingCode } from "@headwater/model";
import { type Origin, placesOf, type Value } from "../evaluate/value.ts";
import { holds, type Span } from "../facts/span.ts";
import type { AssetReading } from "./readAsset.ts";

/** Findings that are about the name of an option, not about its value. */
const aboutKeys: ReadonlySet<FindingCode> = new Set([
  "unknown-option",
  "deprecated-option",
  "unknown-output",
  "input-without-parameter",
]);
/** Findings that may be about either. */
const aboutWholes: ReadonlySet<FindingCode> = new Set(["invalid-tag"]);

/**
 * The span in an asset's own call that a path of its declaration means, as precise as it can be: the element, else the
 * option, else the name. What stands outside the call, in a constant or helper, is shown where the call takes it from.
 *
 * @param code what is said there: some findings are about a key rather than its value
 */
export function spanOfPath(reading: AssetReading, nameSpan: Span, path: DeclarationPath, code?: FindingCode): Span {
  const [option] = path;
  if (option === undefined) return nameSpan;
  if (option === "parameters") return parameterSpan(reading, path[1]) ?? nameSpan;
  const chain = originsOf(reading, path, code);
  for (const origin of chain) {
    const span = spanWithin(reading, origin);
    if (span !== undefined) return span;
  }
  return nameSpan;
}

/** The span of a parameter or, where the compute function stands elsewhere, of what names it in the call. */
function parameterSpan(reading: AssetReading, name: string | number | undefined): Span | undefined {
  const { compute } = reading;
  if (compute?.kind !== "function") return compute && spanWithin(reading, compute.origin);
  const { file } = compute.scope;
  const first = compute.function.parameters[0];
  if (first !== undefined) {
    const property = first.target.kind === "object" ? first.target.properties.find(({ key }) => key === name) : undefined;
    const span = spanWithin(reading, { file, span: property?.keySpan ?? first.span });
    if (span !== undefined) return span;
  }
  return spanWithin(reading, compute.origin);
}

/** The places that a path leads through, the innermost first. */
function originsOf(reading: AssetReading, path: DeclarationPath, code: FindingCode | undefined): Origin[] {
  const origins: Origin[] = [];
  let value: Value | undefined = reading.options;
  for (const [at, part] of path.entries()) {
    const isLast = at === path.length - 1;
    if (value?.kind === "object") {
      const entry = value.entries.get(String(part));
      if (entry === undefined) break;
      if (at === 0) origins.push(value.origin);
      const about =
        isLast && code !== undefined ? (aboutKeys.has(code) ? "key" : aboutWholes.has(code) ? "whole" : "value") : "value";
      origins.unshift(about === "value" ? entry.value.origin : entry[about]);
      value = entry.value;
    } else if (value?.kind === "list" && typeof part === "number") {
      value = value.items[part];
      if (value === undefined) break;
      origins.unshift(value.origin);
    } else break;
    // A key inside AssetIn({ key }) or AssetDep(asset) is more precise than the whole call.
    if (isLast && (code === undefined || !aboutKeys.has(code)) && value?.kind === "object") {
      const inner = value.entries.get(insideOf(path));
      if (inner !== undefined) origins.unshift(inner.value.origin);
    }
  }
  return origins;
}

/** The most telling place of a value inside the asset's own call. */
export function spanWithin(reading: AssetReading, origin: Origin): Span | undefined {
  const { anchor } = reading.site;
  return placesOf(origin).find(({ file, span }) => file === anchor.file && holds(anchor.span, span) && !same(anchor.span, span))
    ?.span;
}

function same(one: Span, other: Span): boolean {
  return one.start === other.start && one.end === other.end;
}

/** The span that names an asset: its key or name, else its function's name, else the constant's, else `asset` itself. */
export function nameSpanOf(reading: AssetReading, declared: Span | undefined): Span {
  const { options, compute, site } = reading;
  if (options?.kind === "object") {
    const entry = options.entries.get("key") ?? options.entries.get("name");
    const span = entry && spanWithin(reading, entry.value.origin);
    if (span !== undefined) return span;
  }
  if (compute?.kind === "function" && compute.function.name !== undefined) {
    const { nameSpan } = compute.function;
    const span = spanWithin(reading, nameSpan ? { file: compute.scope.file, span: nameSpan } : compute.origin);
    if (span !== undefined) return span;
  }
  return declared ?? site.anchor.calleeSpan;
}

/** The value of an option or one of its parts; an input or dependency with settings gives what it refers to. */
export function valueAt(reading: AssetReading, path: DeclarationPath): Value | undefined {
  let value: Value | undefined = reading.options;
  for (const part of path) {
    if (value?.kind === "object") value = value.entries.get(String(part))?.value;
    else value = value?.kind === "list" && typeof part === "number" ? value.items[part] : undefined;
  }
  return value?.kind === "object" ? (value.entries.get(insideOf(path))?.value ?? value) : value;
}

/** The option that names the upstream in an input or dependency with settings, or the asset in a description of one. */
function insideOf(path: DeclarationPath): string {
  const option = path.findLast((part) => typeof part === "string" && upstreamOptions.has(part));
  return option === undefined ? "key" : option === "ins" || option === "additionalIns" ? "key" : "asset";
}

const upstreamOptions: ReadonlySet<string | number> = new Set([
  "ins",
  "additionalIns",
  "deps",
  "additionalDeps",
  "internalAssetDeps",
  "asset",
]);

/** Where one of several assets is described: as a whole, and what names it there. */
export interface OutputEntry {
  readonly whole: Origin;
  readonly name: Origin;
}

/** Where each of several assets is described, by the name of its output, as far as that can be told. */
export function outputEntries({ options }: AssetReading): ReadonlyMap<string, OutputEntry> {
  const found = new Map<string, OutputEntry>();
  if (options?.kind !== "object") return found;
  const outs = options.entries.get("outs")?.value;
  if (outs?.kind === "object") for (const [name, { whole, key }] of outs.entries) found.set(name, { whole, name: key });
  const specs = outs === undefined ? options.entries.get("specs")?.value : undefined;
  for (const item of specs?.kind === "list" ? specs.items : []) {
    const name = outputNameOf(item);
    if (name === undefined || item.kind !== "object" || found.has(name)) continue;
    found.set(name, { whole: item.origin, name: item.entries.get("key")?.value.origin ?? item.origin });
  }
  return found;
}

/** What the output of a description is called: its key's segments. */
function outputNameOf(spec: Value): string | undefined {
  const key = spec.kind === "object" ? spec.entries.get("key")?.value : undefined;
  const path = key?.kind === "object" ? key.entries.get("path")?.value : key;
  const segments = path?.kind === "list" ? path.items : path === undefined ? [] : [path];
  const texts = segments.map((segment) => (segment.kind === "literal" ? String(segment.value) : ""));
  return texts.length === 0
    ? undefined
    : texts
        .filter((text) => text !== "")
        .join("_")
        .replaceAll("-", "_");
}
