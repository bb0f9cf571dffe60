import { type AssetSite, makes, type UnknownValue } from "../evaluate/value.ts";
import type { Findings, FoundAsset } from "./findAssets.ts";
import type { AssetReader } from "./readAsset.ts";

/** Why a list of assets in definitions is not known. */
export interface ListDoubt {
  readonly file: string;
  readonly value: UnknownValue;
}

/** Which assets and checks count. */
export interface ChosenAssets {
  readonly assets: readonly FoundAsset[];
  readonly listDoubts: readonly ListDoubt[];
  /** True where the entry's definitions say exactly which ones count. */
  readonly listsAssets: boolean;
}

/**
 * Which assets count: exactly those that the entry's definitions list, if they list some and the list is known; else all
 * that are exported, and those that any definitions list. What is exported and described for a function that computes it
 * is no asset beside that.
 */
export function chooseAssets(exported: Findings, read: AssetReader, entry: string | undefined): ChosenAssets {
  const listing = exported.definitions.filter(({ reading }) => reading.assets !== undefined);
  const deciding = listing.filter(({ file }) => entry !== undefined && file === entry);
  const lists = deciding.length > 0 ? deciding : listing;
  const listDoubts = lists.flatMap(({ file, reading }) => reading.assetDoubts.map((value) => ({ file, value })));
  const listsAssets = deciding.length > 0 && listDoubts.length === 0;
  const found = new Map(exported.assets.map((each) => [each.site, each]));
  const assets = new Map<AssetSite, FoundAsset>(listsAssets ? [] : withoutSpecs(found, read));
  for (const { site } of lists.flatMap(({ reading }) => reading.assets ?? [])) {
    assets.set(site, found.get(site) ?? { site, file: site.anchor.file });
  }
  return { assets: [...assets.values()], listDoubts, listsAssets };
}

/** What was found, without the descriptions of what a function that was found too computes. */
function withoutSpecs(found: ReadonlyMap<AssetSite, FoundAsset>, read: AssetReader): [AssetSite, FoundAsset][] {
  const described = new Set<AssetSite>();
  for (const site of found.keys()) {
    if (makes(site) !== "multiAsset") continue;
    const { options } = read(site);
    const specs = options?.kind === "object" ? options.entries.get("specs")?.value : undefined;
    for (const item of specs?.kind === "list" ? specs.items : []) if (item.kind === "asset") described.add(item.site);
  }
  return [...found].filter(([site]) => !described.has(site));
}
