import { type AssetKey, SEVERAL, UNKNOWN, type UNNAMED, type Unknown } from "@headwater/model";
import { isAutomationCondition } from "../automation/automationCondition.ts";
import { isAssetCheckSpec } from "../checks/assetCheckSpec.ts";
import { isAssetDep } from "../dependencies/assetDep.ts";
import { isAssetIn } from "../dependencies/assetIn.ts";
import { isAssetOut } from "./assetOut.ts";

/** What stands behind the values that options may hold. */
export interface References {
  /** The key of an asset or of an output, `UNNAMED` where none can come; `undefined` for anything else. */
  keyOf(value: unknown): AssetKey | Unknown | typeof UNNAMED | undefined;
  /** The keys of what computes several assets; `undefined` for anything else. */
  keysOf(value: unknown): readonly AssetKey[] | Unknown | undefined;
  /** The options of an asset, as an entry of `specs`; `undefined` for anything else. */
  settingsOf(value: unknown): Readonly<Record<string, unknown>> | undefined;
}

/**
 * Writes options as the model reads them: an asset as its key, `AssetIn`, `AssetDep`, `AssetOut`, `AssetSpec` and
 * `AssetCheckSpec` as their settings. What has no such form stays as it is, for the rules to judge.
 */
export function plainOptions(options: Readonly<Record<string, unknown>>, references: References): Record<string, unknown> {
  return mapValues(options, (value, option) => plainOption(option, value, references));
}

function plainOption(option: string, value: unknown, references: References): unknown {
  const reference = (item: unknown) => references.keyOf(item) ?? (references.keysOf(item) === undefined ? item : SEVERAL);
  switch (option) {
    case "ins":
    case "additionalIns":
      return mapEntries(value, (input) =>
        isAssetIn(input)
          ? mapValues(input.settings, (setting, name) => (name === "key" ? reference(setting) : setting))
          : reference(input),
      );
    case "deps":
    case "additionalDeps":
      return mapItems(value, (item) => plainDependency(item, references));
    case "internalAssetDeps":
      return mapEntries(value, (list) => mapItems(list, (item) => plainDependency(item, references)));
    case "asset":
      return reference(value);
    case "outs":
      return mapEntries(value, (out) => (isAssetOut(out) ? out.settings : out));
    // The checks of a step, or the assets.
    case "specs":
    case "checkSpecs":
      return mapItems(value, (item) => {
        const settings = isAssetCheckSpec(item) ? item.settings : references.settingsOf(item);
        return [settings === undefined ? reference(item) : plainOptions(settings, references)];
      });
    case "automationCondition":
      return isAutomationCondition(value) ? knownParts(value) : value;
    default:
      return value;
  }
}

/** A condition as plain data. The key of an asset that has no name yet is unknown. */
function knownParts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(knownParts);
  if (typeof value !== "object" || value === null) return value;
  const known = (name: string): unknown => {
    try {
      return knownParts((value as Readonly<Record<string, unknown>>)[name]);
    } catch {
      return UNKNOWN;
    }
  };
  return Object.fromEntries(Object.keys(value).map((name) => [name, known(name)]));
}

/** A dependency on what computes several assets is one on each of them (spec 2.3). */
function plainDependency(item: unknown, references: References): readonly unknown[] {
  if (isAssetDep(item)) return [{ ...item.settings, asset: references.keyOf(item.asset) ?? item.asset }];
  const several = references.keysOf(item);
  if (several === undefined) return [references.keyOf(item) ?? item];
  return Array.isArray(several) ? several : [several];
}

function mapItems(value: unknown, change: (item: unknown) => readonly unknown[]): unknown {
  // A copy, because flatMap() passes over the holes of a list.
  return Array.isArray(value) ? [...value].flatMap((item: unknown) => change(item)) : value;
}

function mapEntries(value: unknown, change: (item: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null || Symbol.iterator in value) return value;
  return mapValues(value, change);
}

/** Object.fromEntries defines each entry, so a name such as `__proto__` stays an entry. */
function mapValues(entries: object, change: (value: unknown, name: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, change(value, name)]));
}
