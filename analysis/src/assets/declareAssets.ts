import { type CheckedDeclaration, checkAssetDeclaration, type Finding, finding } from "@headwater/model";
import type { AssetSite, AssetValue } from "../evaluate/value.ts";
import type { Span } from "../facts/span.ts";
import { nameSpanOf } from "./assetPlaces.ts";
import type { FoundAsset } from "./findAssets.ts";
import {
  type AssetReader,
  type AssetReading,
  declarationOf,
  isWrongCompute,
  keyOfDeclaration,
  whyKeyUnknown,
} from "./readAsset.ts";

/** An asset with what the rules make of it. */
export interface DeclaredAsset extends CheckedDeclaration {
  readonly found: FoundAsset;
  readonly reading: AssetReading;
  readonly nameSpan: Span;
}

/** The segments of an asset's key, or the reason why it is not known. */
export type KeyReader = (asset: AssetValue) => readonly string[] | string;

/**
 * Makes a reader of keys.
 *
 * @param fallbackNames the names of exported constants; it may be filled after the reader was made
 */
export function createKeyReader(read: AssetReader, fallbackNames: ReadonlyMap<AssetSite, string>): KeyReader {
  const keys = new Map<AssetSite, readonly string[] | string>();
  return ({ site }) => {
    const known = keys.get(site);
    if (known !== undefined) return known;
    // A name that is made of its own key ends here.
    keys.set(site, "the key of an asset that refers to itself");
    const reading = read(site);
    const declaration = declarationOf(reading, fallbackNames.get(site), new Set(), () => undefined);
    const key = keyOfDeclaration(declaration)?.path ?? `the key of an asset that is ${whyKeyUnknown(reading).reason}`;
    // A constant's name may come later.
    if (typeof key === "string") keys.delete(site);
    else keys.set(site, key);
    return key;
  };
}

/** Applies the rules to one asset. */
export function declareAsset(
  found: FoundAsset,
  read: AssetReader,
  keyOf: KeyReader,
  resourceKeys: ReadonlySet<string>,
): DeclaredAsset {
  const reading = read(found.site);
  const declaration = declarationOf(reading, found.fallbackName, resourceKeys, (asset) => {
    const key = keyOf(asset);
    return typeof key === "string" ? undefined : key;
  });
  const checked = checkAssetDeclaration(declaration);
  const nameSpan = nameSpanOf(reading, found.constant?.span);
  return { ...checked, findings: [...computeFindings(reading), ...checked.findings], found, reading, nameSpan };
}

function computeFindings({ argumentsUnknown, compute }: AssetReading): Finding[] {
  if (argumentsUnknown || (compute !== undefined && !isWrongCompute(compute))) return [];
  return [finding("invalid-option", "asset() takes a compute function, as in asset({ … }, ({ upstream }) => …).")];
}
