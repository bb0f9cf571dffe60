import { AssetKey, coercePrefix, isUnknown, type KeyId, keyId, type SpecChange, withPrefix } from "@headwater/model";
import { type PlainKey, plainOptions, unknownIn } from "../evaluate/plainData.ts";
import type { AssetSite, AssetValue, Change, Origin, OutputValue, Value } from "../evaluate/value.ts";
import { entriesAs, layOut, type References } from "./layOut.ts";
import { isFolded } from "./readAsset.ts";

/** What was changed in an asset after it was declared, as far as it is known. */
export interface SpecChanges {
  readonly changes: readonly SpecChange[];
  /** Present where the keys cannot be known: why, and where that stands. */
  readonly keysUnknown?: { readonly reason: string; readonly origin: Origin };
  /** True where dependencies were changed in a way that cannot be known. */
  readonly depsUnknown: boolean;
}

type KeyOf = (value: AssetValue | OutputValue) => PlainKey;

/** The changes of an asset, the first one first. */
export function specChangesOf(site: AssetSite, references: References, keyOf: KeyOf): SpecChanges {
  const changes: SpecChange[] = [];
  let keysUnknown: SpecChanges["keysUnknown"];
  let depsUnknown = false;
  for (let at = site; at.changed !== undefined; at = at.changed.from) {
    if (isFolded(at)) continue;
    const { change } = at.changed;
    const read = change.kind === "prefix" || change.kind === "rename" ? rekeying(change, references, keyOf) : undefined;
    if (read === undefined && "attributes" in change) {
      const attributes = attributesOf(change.attributes, change.kind, references, keyOf);
      changes.unshift({ kind: change.kind, attributes: attributes.known });
      depsUnknown ||= attributes.depsUnknown;
      if (attributes.keyUnknown) keysUnknown = unknownPlace(change.attributes, "among attributes that are");
    } else if (read !== undefined) changes.unshift({ kind: "rekey", ...read });
    else if (change.kind === "prefix") keysUnknown = unknownPlace(change.prefix, "under a prefix that is");
    else if (change.kind === "rename") keysUnknown = unknownPlace(change.replacements, "replaced by a key that is");
  }
  return { changes, depsUnknown, ...(keysUnknown === undefined ? {} : { keysUnknown }) };
}

function unknownPlace(value: Value, where: string): { reason: string; origin: Origin } {
  const unknown = unknownIn(value);
  return { reason: `${where} ${unknown?.reason ?? "made while the code runs"}`, origin: unknown?.origin ?? value.origin };
}

/** New keys under a prefix, and the assets whose own keys were not known so far. */
interface Prefixing {
  readonly prefix: unknown;
  readonly made: Map<KeyId, AssetKey>;
  pending: readonly AssetSite[];
}

/** What is known of a prefix so far: all of its assets share it. */
const prefixings = new WeakMap<Change, Prefixing>();

/** New keys for old ones; undefined where they cannot be known. What is no prefix or key is refused by the function itself. */
function rekeying(
  change: Change & { kind: "prefix" | "rename" },
  { keys }: References,
  keyOf: KeyOf,
): Pick<SpecChange & { readonly kind: "rekey" }, "keys" | "prefix"> | undefined {
  try {
    if (change.kind === "rename") {
      const pairs = plainValue(change.replacements, keyOf);
      if (holdsUnknown(pairs)) return undefined;
      return { keys: new Map((pairs as [string, string][]).map(([from, to]) => [keyId(AssetKey(from)), AssetKey(to)])) };
    }
    const known = prefixings.get(change);
    const prefixing: Prefixing = known ?? { prefix: plainValue(change.prefix, keyOf), made: new Map(), pending: change.among };
    prefixings.set(change, prefixing);
    const { prefix, made } = prefixing;
    if (holdsUnknown(prefix)) return undefined;
    prefixing.pending = prefixing.pending.filter((site) => {
      const { known: paths, reason } = keys.keysOf(site);
      for (const path of paths) made.set(keyId({ path }), withPrefix(prefix as string, { path }));
      return reason !== undefined;
    });
    return { keys: made, prefix: coercePrefix(prefix as string | readonly string[]) };
  } catch {
    return undefined;
  }
}

/**
 * Attributes without what is not known: what an asset has beside them stays as it is. Of dependencies that are added the
 * known ones count; those that take the place of others count only where all are known.
 */
function attributesOf(
  given: Value,
  kind: "replace" | "merge",
  references: References,
  keyOf: KeyOf,
): { readonly known: Record<string, unknown>; readonly keyUnknown: boolean; readonly depsUnknown: boolean } {
  if (given.kind !== "object") return { known: {}, keyUnknown: kind === "replace", depsUnknown: true };
  const plain = plainOptions(layOut(given, references).options, keyOf);
  const isDoubtful = given.doubt !== undefined;
  const known: Record<string, unknown> = {};
  let depsUnknown = isDoubtful && !given.entries.has("deps");
  for (const [name, value] of Object.entries(plain)) {
    if (name === "deps" && holdsUnknown(value)) {
      depsUnknown = true;
      if (kind === "merge" && Array.isArray(value)) known.deps = value.filter((item) => !holdsUnknown(item));
    } else if (!isUnknown(value)) known[name] = value;
  }
  const keyUnknown = kind === "replace" && (holdsUnknown(plain.key) || (isDoubtful && !given.entries.has("key")));
  return { known, keyUnknown, depsUnknown };
}

function plainValue(value: Value, keyOf: KeyOf): unknown {
  return plainOptions(entriesAs([["value", value]], value.origin), keyOf).value;
}

function holdsUnknown(value: unknown, depth = 0): boolean {
  if (isUnknown(value) || depth > 8) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((part) => holdsUnknown(part, depth + 1));
}
