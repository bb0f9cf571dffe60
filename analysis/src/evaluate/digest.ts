import { contentHash } from "../facts/contentHash.ts";
import type { FunctionExpression } from "../facts/expression.ts";
import type { FileFacts } from "../facts/fileFacts.ts";
import type { AssetSite, Origin, Scope, Value } from "./value.ts";

/** So many parts are looked at; values that share their parts can be written so that there are more than time. */
const mostParts = 20_000;
/** What is never the same again is so in another process too, which takes over the digests of this one. */
const thisProcess = Math.random().toString(36).slice(2);
let distinct = 0;

/**
 * What a value is, without the places where it stands: as long as the digest stays, who has read the value need not read it
 * again. An asset is its site, whatever its options are. A value with too many parts is never the same again.
 */
export function digestOf(value: Value): string {
  const scopes = new Set<Scope>();
  let parts = 0;
  const of = (each: Value): string => {
    if (++parts > mostParts) return `!${thisProcess} ${++distinct}`;
    switch (each.kind) {
      case "literal":
        return `${typeof each.value} ${JSON.stringify(String(each.value))}`;
      case "list":
        return `[${each.items.map(of).join()}${each.doubt ? `?${of(each.doubt)}` : ""}]`;
      case "object": {
        const entries = [...each.entries].map(([name, entry]) => `${JSON.stringify(name)}:${of(entry.value)}`);
        return `{${entries.join()}${each.doubt ? `?${of(each.doubt)}` : ""}}`;
      }
      case "asset":
        return siteDigest(each.site);
      case "outputs":
        return `outs ${siteDigest(each.site)}`;
      case "output":
        return `out ${each.name} ${siteDigest(each.site)}`;
      case "definitions":
        return `definitions(${each.parts.map(of).join()})`;
      case "job":
        return `job(${of(each.name)},${of(each.selection)})`;
      case "function":
        return `function ${digestOfFunction(each.function)}${ofScope(each.scope)}`;
      case "ours":
      case "global":
        return `${each.kind} ${each.name}`;
      case "namespace":
        return `namespace ${each.file}`;
      case "unknown": {
        // What may hold assets is told at its place.
        const place = each.mayHoldAssets ? placeOf(each.origin) : "";
        return `unknown ${each.mayHoldAssets} ${each.isInstance ?? false} ${each.reason} ${place}(${(each.either ?? []).map(of).join()})`;
      }
    }
  };
  const ofScope = (scope: Scope): string => {
    if (scopes.has(scope)) return "~";
    scopes.add(scope);
    const locals = [...(scope.locals ?? [])].map(([name, local]) => `${name}=${of(local)}`);
    return ` in ${scope.file}(${locals.join()})${scope.parent ? ofScope(scope.parent) : ""}`;
  };
  return of(value);
}

function siteDigest({ id, family, changed }: AssetSite): string {
  return `asset ${id} ${family} ${changed?.change.kind ?? ""}`;
}

function placeOf({ file, span }: Origin): string {
  return `${file} ${span.start} ${span.end}`;
}

const functions = new WeakMap<FunctionExpression, string>();

function digestOfFunction(expression: FunctionExpression): string {
  const known = functions.get(expression);
  if (known !== undefined) return known;
  const made = contentHash(withoutPlaces(expression));
  functions.set(expression, made);
  return made;
}

/** Facts as text, without the places where they stand. */
function withoutPlaces(facts: unknown): string {
  return JSON.stringify(facts, (name, value: unknown) =>
    name === "span" || name === "keySpan" || name === "nameSpan" ? undefined : typeof value === "bigint" ? `${value}n` : value,
  );
}

/** What names a file has and what they refer to: all that decides whether something may make assets. */
export function mentionsDigest(facts: FileFacts | undefined): string {
  if (facts === undefined) return "";
  const { imports, exports, bindings, mutations } = facts;
  const named = bindings.map(({ name, mode, mentions }) => [name, mode, mentions]);
  const changed = mutations.map(({ name, mentions, change }) => [name, mentions, change.kind]);
  return contentHash(withoutPlaces([imports, exports, named, changed]));
}
