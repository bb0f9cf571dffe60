import { posix } from "node:path";
import type { AnalyzedAsset } from "@headwater/analysis";
import { toUserString } from "@headwater/model";
import type { SymbolInformation, WorkspaceSymbolParams } from "vscode-languageserver";
import { rangeOf, symbolKindOf, uriIn } from "../workspace/assetLocation.ts";
import type { Project } from "../workspace/project.ts";
import type { FeatureContext } from "./context.ts";

const mostSymbols = 256;

/** An asset with what is searched in it, in small letters. */
interface Entry {
  readonly asset: AnalyzedAsset;
  readonly key: string;
  readonly group: string;
  readonly kinds: readonly string[];
}

/** By the assets of a file, which stay the same list while the file stays as it is. */
const entries = new WeakMap<readonly AnalyzedAsset[], readonly Entry[]>();

/**
 * The assets of the workspace that a query finds, the best first and 256 at most. Each word of it has to be found: in the key,
 * where letters may be left out, or at the beginning of the group or of a kind. An empty one finds all. Where one word finds
 * enough keys by how their words begin it costs what is given; else it is one pass over all assets, in which nothing is sorted.
 */
export function provideWorkspaceSymbols(context: FeatureContext, { query }: WorkspaceSymbolParams): SymbolInformation[] {
  if (typeof query !== "string") return [];
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const [word, another] = words;
  const begun = word === undefined || another !== undefined ? [] : beginningWith(context, word);
  const found = begun.length === mostSymbols ? begun : rankedFor(context, words);
  return found.map(({ project, asset }) => ({
    name: toUserString(asset.spec.key),
    kind: symbolKindOf(asset.spec.materializable ? "materializable" : "external"),
    containerName: asset.spec.groupName,
    location: { uri: uriIn(context.workspace, project, asset.file), range: rangeOf(asset.nameRange) },
  }));
}

interface Found {
  readonly project: Project;
  readonly asset: AnalyzedAsset;
}

/** The assets in whose keys a word begins with a text, those whose whole key does first. */
function beginningWith({ workspace }: FeatureContext, text: string): Found[] {
  const found = workspace.projects().flatMap((project) => {
    // A file in a project inside another one is the inner one's.
    const isOwn = ({ file }: AnalyzedAsset) => workspace.projectOf(posix.join(project.root, file)) === project;
    const assets = new Set<AnalyzedAsset>();
    for (const id of project.names.keys().startingWith(text)) {
      for (const asset of project.index.all(id)) if (isOwn(asset)) assets.add(asset);
      if (assets.size >= mostSymbols) break;
    }
    return Array.from(assets, (asset): Found => ({ project, asset }));
  });
  const isWhole = ({ asset }: Found) => toUserString(asset.spec.key).toLowerCase().startsWith(text);
  return [...found.filter(isWhole), ...found.filter((each) => !isWhole(each))].slice(0, mostSymbols);
}

function rankedFor(context: FeatureContext, words: readonly string[]): Found[] {
  const found: Found[][] = Array.from({ length: ranks }, () => []);
  for (const project of context.workspace.projects()) {
    for (const [file, assets] of project.assetsOf) {
      if (found[0]?.length === mostSymbols) break;
      let isOwn: boolean | undefined;
      for (const entry of entriesOf(assets)) {
        const bucket = found[rankOf(entry, words)];
        if (bucket === undefined || bucket.length === mostSymbols) continue;
        // A file in a project inside another one is the inner one's.
        isOwn ??= context.workspace.projectOf(posix.join(project.root, file)) === project;
        if (isOwn) bucket.push({ project, asset: entry.asset });
      }
    }
  }
  return found.flat().slice(0, mostSymbols);
}

/** Makes what the first search would otherwise have to make, in steps. */
export function* prepareSymbols({ assetsOf }: Project): Iterable<void> {
  let made = 0;
  for (const assets of assetsOf.values()) {
    entriesOf(assets);
    if (++made % 500 === 0) yield;
  }
}

function entriesOf(assets: readonly AnalyzedAsset[]): readonly Entry[] {
  const known = entries.get(assets);
  if (known !== undefined) return known;
  const made = assets.map((asset): Entry => {
    const { key, groupName, kinds } = asset.spec;
    return {
      asset,
      key: toUserString(key).toLowerCase(),
      group: groupName.toLowerCase(),
      kinds: kinds.map((kind) => kind.toLowerCase()),
    };
  });
  entries.set(assets, made);
  return made;
}

const ranks = 6;

/** How well an asset fits, 0 best, by the word that fits worst; {@link ranks} where one does not fit at all. */
function rankOf(entry: Entry, words: readonly string[]): number {
  let worst = 0;
  for (const word of words) {
    worst = Math.max(worst, rankOfWord(entry, word));
    if (worst === ranks) break;
  }
  return worst;
}

function rankOfWord({ key, group, kinds }: Entry, word: string): number {
  if (key === word) return 0;
  const at = key.indexOf(word);
  if (at === 0) return 1;
  // The beginning of a segment or of a word in one.
  if (at > 0 && "/_-.".includes(key[at - 1] as string)) return 2;
  if (at > 0) return 3;
  if (group.startsWith(word) || kinds.some((kind) => kind.startsWith(word))) return 4;
  return isSpread(word, key) ? 5 : ranks;
}

/** Whether all letters of a word stand in a text, in this order. */
function isSpread(word: string, text: string): boolean {
  let at = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}
