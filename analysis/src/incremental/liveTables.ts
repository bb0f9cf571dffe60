import type { GraphKnowledge } from "@headwater/model";
import type { ListedAssets } from "../assets/chooseAssets.ts";
import type { Circumstances } from "../assets/declarer.ts";
import {
  restoreAsset,
  restoreCheckStep,
  type SavedAsset,
  type SavedCheckStep,
  saveAsset,
  saveCheckStep,
} from "../assets/describeAsset.ts";
import type { ExportDoubt, FileExports, FoundAsset, FoundDefinitions } from "../assets/findAssets.ts";
import type { NeverLoaded } from "../assets/neverLoaded.ts";
import type { KeyEnds } from "../assets/possibleKeys.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { AssetSite } from "../evaluate/value.ts";
import type { SavedProject } from "../project/openProject.ts";
import type { AnalyzedAsset, AnalyzedCheckStep, UnnamedAsset } from "../projectAnalysis.ts";
import type { AnalyzedSelection } from "../selections/describeSelections.ts";
import type { CallFinding } from "../selections/findSelections.ts";
import type { SavedSelectionChecks } from "../selections/selectionChecks.ts";
import type { GraphPart } from "./declaredFile.ts";

/** What a live analysis knows of each file, also of those that are not at hand. A file of which nothing is to be said is absent. */
export interface LiveTables {
  /** What files add to others than themselves. */
  readonly added: Map<string, readonly ExportDoubt[]>;
  /** The assets that others of a home describe. */
  readonly described: Map<string, readonly AssetSite[]>;
  /** The assets and checks that count, by their homes. */
  readonly chosen: Map<string, Map<AssetSite, FoundAsset>>;
  /** The sources in the graph of the files that declare something, and what is wrong with their calls by themselves. */
  readonly sources: Map<string, readonly string[]>;
  readonly callDiagnostics: Map<string, readonly Diagnostic[]>;
  readonly endsBy: Map<string, KeyEnds | undefined>;
  /** Files that declare what is not wholly known. */
  readonly incomplete: Set<string>;
  readonly assetsOf: Map<string, readonly AnalyzedAsset[]>;
  readonly checkStepsOf: Map<string, readonly AnalyzedCheckStep[]>;
  readonly unmentionedOf: Map<string, readonly NeverLoaded[]>;
  readonly selectionsOf: Map<string, readonly AnalyzedSelection[]>;
  readonly callFindingsOf: Map<string, readonly CallFinding[]>;
  readonly unnamedOf: Map<string, readonly UnnamedAsset[]>;
  readonly diagnosticsOf: Map<string, readonly Diagnostic[]>;
}

export function createLiveTables(): LiveTables {
  return {
    added: new Map(),
    described: new Map(),
    chosen: new Map(),
    sources: new Map(),
    callDiagnostics: new Map(),
    endsBy: new Map(),
    incomplete: new Set(),
    assetsOf: new Map(),
    checkStepsOf: new Map(),
    unmentionedOf: new Map(),
    selectionsOf: new Map(),
    callFindingsOf: new Map(),
    unnamedOf: new Map(),
    diagnosticsOf: new Map(),
  };
}

/** What a live analysis knows of the project as a whole. */
export interface LiveFindings {
  readonly definitions: readonly FoundDefinitions[];
  readonly listed: ListedAssets;
  readonly circumstances: Circumstances;
  readonly toldCircumstances: string;
  readonly resourceKeys: readonly string[];
  readonly doubts: readonly ExportDoubt[];
  readonly complete: boolean;
  readonly broken: ReadonlySet<string>;
  readonly ends: KeyEnds | undefined;
  readonly knowledge: GraphKnowledge;
}

/** The tables with what is described as plain data. */
interface SavedTables extends Omit<LiveTables, "assetsOf" | "checkStepsOf"> {
  readonly assetsOf: Map<string, readonly SavedAsset[]>;
  readonly checkStepsOf: Map<string, readonly SavedCheckStep[]>;
}

/**
 * A live analysis as data that the structured clone algorithm can copy. Objects are shared in it, so it is to be copied as
 * a whole. It holds no path outside of the project but relative ones.
 */
export interface SavedAnalysis {
  readonly project: SavedProject;
  readonly sites: readonly AssetSite[];
  readonly exported: ReadonlyMap<string, FileExports>;
  readonly selections: SavedSelectionChecks;
  readonly parts: ReadonlyMap<string, GraphPart>;
  readonly tables: SavedTables;
  readonly findings: LiveFindings;
}

export function saveTables(tables: LiveTables): SavedTables {
  return {
    ...tables,
    assetsOf: mapped(tables.assetsOf, saveAsset),
    checkStepsOf: mapped(tables.checkStepsOf, saveCheckStep),
  };
}

export function restoreTables(saved: SavedTables): LiveTables {
  return {
    ...saved,
    assetsOf: mapped(saved.assetsOf, restoreAsset),
    checkStepsOf: mapped(saved.checkStepsOf, restoreCheckStep),
  };
}

function mapped<T, U>(lists: ReadonlyMap<string, readonly T[]>, each: (one: T) => U): Map<string, U[]> {
  return new Map([...lists].map(([file, list]) => [file, list.map(each)]));
}
