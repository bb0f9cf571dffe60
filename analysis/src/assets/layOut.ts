import { type Finding, finding, toUserString } from "@headwater/model";
import type { KnownKeys } from "../evaluate/evaluation.ts";
import { pathValue } from "../evaluate/ourPackage.ts";
import { type Entry, makes, type ObjectValue, type Origin, unknownValue, type Value } from "../evaluate/value.ts";

/** What is behind the assets that options hold. */
export interface References {
  readonly keys: KnownKeys;
  /** The options of an asset, as an entry of `specs`. */
  settingsOf(asset: Value & { kind: "asset" }): Value;
}

/** Options as the rules read them, and what is wrong with what they hold. */
export interface LaidOut {
  readonly options: ObjectValue;
  readonly findings: readonly Finding[];
}

/** Of many assets so many are named. */
const mostNamed = 10;

/**
 * Writes options as they are declared: a dependency on what makes several assets is one on each of them (spec 2.3), and
 * an asset among `specs` is its own options. Paths of findings lead through what comes out.
 */
export function layOut(options: ObjectValue, references: References): LaidOut {
  const findings: Finding[] = [];
  const entries = new Map<string, Entry>();
  for (const [name, entry] of options.entries) {
    entries.set(name, { ...entry, value: laidOutOption(name, entry.value, [name], references, findings) });
  }
  return { options: { ...options, entries }, findings };
}

type Path = readonly (string | number)[];

function laidOutOption(name: string, value: Value, path: Path, references: References, findings: Finding[]): Value {
  switch (name) {
    case "deps":
    case "additionalDeps":
      return value.kind === "list" ? { ...value, items: upstreams(value.items, path, references, findings) } : value;
    case "internalAssetDeps":
      return withEntries(value, (list, output) => laidOutOption("deps", list, [...path, output], references, findings));
    case "specs":
    case "checkSpecs": {
      if (value.kind !== "list") return value;
      const items = value.items.map((item, at): Value => {
        const settings = item.kind === "asset" && makes(item.site) === "asset" ? references.settingsOf(item) : item;
        return withEntries(settings, (inner, option) =>
          laidOutOption(option, inner, [...path, at, option], references, findings),
        );
      });
      return { ...value, items };
    }
    default:
      return value;
  }
}

function upstreams(items: readonly Value[], path: Path, { keys }: References, findings: Finding[]): Value[] {
  return items.flatMap((item, at): Value[] => {
    if (item.kind === "object") {
      const asset = item.entries.get("asset");
      if (asset?.value.kind !== "asset" || makes(asset.value.site) !== "multiAsset") return [item];
      const names = keys.keysOf(asset.value.site).known.slice(0, mostNamed);
      const named = names.map((segments) => toUserString({ path: segments })).join(", ");
      const message = `It takes one asset, but this function computes several: name one of ${named}, or one of its outs.`;
      findings.push(finding("ambiguous-dependency", message, [...path, at]));
      const unknown = { ...asset, value: unknownValue("a function that computes several assets", asset.value.origin) };
      return [{ ...item, entries: new Map([...item.entries, ["asset", unknown]]) }];
    }
    if (item.kind !== "asset" || makes(item.site) !== "multiAsset") return [item];
    const { known, reason } = keys.keysOf(item.site);
    const each = known.map((segments) => keyValue(segments, item.origin));
    return reason === undefined ? each : [...each, unknownValue(reason, item.origin)];
  });
}

function withEntries(value: Value, change: (value: Value, name: string) => Value): Value {
  if (value.kind !== "object") return value;
  const entries = [...value.entries].map(([name, entry]) => [name, { ...entry, value: change(entry.value, name) }] as const);
  return { ...value, entries: new Map(entries) };
}

/** The options that make keys, without what does not concern these: so assets may refer to each other in all others. */
export function keyOptions(options: ObjectValue, references: References): ObjectValue {
  const entries = new Map<string, Entry>();
  for (const [name, entry] of options.entries) {
    if (name === "name" || name === "key" || name === "keyPrefix") entries.set(name, entry);
    else if (name === "outs") entries.set(name, { ...entry, value: withEntries(entry.value, keysAlone) });
    else if (name === "specs" && entry.value.kind === "list") {
      const items = entry.value.items.map((item) =>
        keysAlone(item.kind === "asset" && makes(item.site) === "asset" ? keySettings(item, references) : item),
      );
      entries.set(name, { ...entry, value: { ...entry.value, items } });
    }
  }
  return { ...options, entries };
}

function keysAlone(settings: Value): Value {
  if (settings.kind !== "object") return settings;
  const entries = [...settings.entries].filter(([name]) => name === "key" || name === "keyPrefix");
  return { ...settings, entries: new Map(entries) };
}

/** An entry of `specs` is known by its key, however it came by it. */
function keySettings(asset: Value & { kind: "asset" }, { keys, settingsOf }: References): Value {
  if (asset.site.changed === undefined) return settingsOf(asset);
  const key = keys.keyOf(asset.site);
  return entriesAs(
    [["key", typeof key === "string" ? unknownValue(key, asset.origin) : keyValue(key, asset.origin)]],
    asset.origin,
  );
}

/** A key as a value. */
export function keyValue(segments: readonly string[], origin: Origin): Value {
  return pathValue(
    segments.map((value) => ({ kind: "literal", value, origin })),
    origin,
  );
}

/** An object with these entries, all of them at one place. */
export function entriesAs(given: readonly (readonly [string, Value])[], origin: Origin): ObjectValue {
  const entries = given.map(([name, value]) => [name, { value, key: origin, whole: origin }] as const);
  return { kind: "object", entries: new Map(entries), origin };
}
