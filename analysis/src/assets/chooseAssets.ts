import { type AssetSite, makes, type UnknownValue } from "../evaluate/value.ts";
import type { FoundAsset, FoundDefinitions } from "./findAssets.ts";
import type { AssetReader } from "./readAsset.ts";

/** Why a list of assets in definitions is not known. */
export interface ListDoubt {
  readonly file: string;
  readonly value: UnknownValue;
}

/** What definitions say about which assets and checks count. */
export interface ListedAssets {
  readonly sites: ReadonlySet<AssetSite>;
  readonly listDoubts: readonly ListDoubt[];
  /** True where the entry's definitions say exactly which ones count. */
  readonly listsAssets: boolean;
}

/** Reads the lists of definitions: those of the entry if it has some, else all. */
export function listedAssets(definitions: readonly FoundDefinitions[], entry: string | undefined): ListedAssets {
  const listing = definitions.filter(({ reading }) => reading.assets !== undefined);
  const deciding = listing.filter(({ file }) => entry !== undefined && file === entry);
  const lists = deciding.length > 0 ? deciding : listing;
  const listDoubts = lists.flatMap(({ file, reading }) => reading.assetDoubts.map((value) => ({ file, value })));
  const sites = new Set(lists.flatMap(({ reading }) => (reading.assets ?? []).map(({ site }) => site)));
  return { sites, listDoubts, listsAssets: deciding.length > 0 && listDoubts.length === 0 };
}

/**
 * As what a site counts: exactly those count that the entry's definitions list, if they list some and the list is known; else
 * all that are exported, and those that any definitions list. What is exported and described for a function that computes
 * it is no asset beside that.
 */
export function chosenAsset(
  site: AssetSite,
  found: FoundAsset | undefined,
  { sites, listsAssets }: ListedAssets,
  isDescribed: boolean,
): FoundAsset | undefined {
  if (sites.has(site)) return found ?? { site, file: site.anchor.file };
  return listsAssets || isDescribed ? undefined : found;
}

/** The assets that a function which computes several of them describes. */
export function describedBy(site: AssetSite, reader: AssetReader): AssetSite[] {
  if (makes(site) !== "multiAsset") return [];
  const { options } = reader.read(site);
  const specs = options?.kind === "object" ? options.entries.get("specs")?.value : undefined;
  return (specs?.kind === "list" ? specs.items : []).flatMap((item) => (item.kind === "asset" ? [item.site] : []));
}
