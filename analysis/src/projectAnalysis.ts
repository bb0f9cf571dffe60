import type { AssetGraph, AssetSpec, CheckStepSpec, DeclarationPath, KeyId, SeveritySettings } from "@headwater/model";
import type { Diagnostic } from "./diagnostic.ts";
import type { SourceRange } from "./facts/span.ts";
import type { AnalyzedSelection } from "./selections/describeSelections.ts";

/**
 * What the analysis makes of a project. Plain data, apart from maps. Lists of the whole project are made when they are first
 * asked for. Of an analysis that is kept up to date only the newest one counts: maps and graph go on changing.
 */
export interface ProjectAnalysis {
  /** The assets whose keys are known, in the order of files and texts. */
  readonly assets: readonly AnalyzedAsset[];
  /** The steps that only evaluate checks, in the order of the graph's. */
  readonly checkSteps: readonly AnalyzedCheckStep[];
  /** The texts that are read as selections, in the order of files. */
  readonly selections: readonly AnalyzedSelection[];
  /** Assets whose keys cannot be known without running the code; each has a diagnostic that says why. */
  readonly unnamed: readonly UnnamedAsset[];
  readonly graph: AssetGraph;
  /** With the severities that their codes have by themselves; `withSeverities` applies the settings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The assets by their files. While a file stays as it is, its list is the same object after an update. */
  readonly assetsOf: ReadonlyMap<string, readonly AnalyzedAsset[]>;
  /** The check steps by their files, likewise. */
  readonly checkStepsOf: ReadonlyMap<string, readonly AnalyzedCheckStep[]>;
  /** The texts that are read as selections, by the files of the calls that take them, likewise. */
  readonly selectionsOf: ReadonlyMap<string, readonly AnalyzedSelection[]>;
  /** The diagnostics by their files, likewise. */
  readonly diagnosticsOf: ReadonlyMap<string, readonly Diagnostic[]>;
  /** What may be another than before the update: files with their assets and diagnostics, and nodes of the graph. */
  readonly changes: { readonly files: ReadonlySet<string>; readonly nodes: ReadonlySet<KeyId> };
  /** How grave the project's package.json wants findings of some codes to count. */
  readonly severity: SeveritySettings;
  /** Files that say where modules are, as far as they were read: tsconfig.json, what it extends, package.json. */
  readonly configuration: ReadonlySet<string>;
  /** Names that are resources by the project's `Definitions({ resources })`. */
  readonly resourceKeys: readonly string[];
  /** False where there may be resources of other names. */
  readonly resourcesKnown: boolean;
  /** Every asset of the project is among `assets`. False where some cannot be known. */
  readonly complete: boolean;
  /** Where package.json names an entry. */
  readonly entry?: ProjectEntry;
  /** What a loader has to import to have every asset and all definitions, in its order. */
  readonly definingFiles: readonly DefiningFile[];
  readonly files: FileStatistics;
}

/** Where something is declared. */
export interface DeclaredPlaces {
  /** Relative to the project's folder. */
  readonly file: string;
  /**
   * The call of `asset()`, or of the helper that makes it; of one of several assets its entry in `outs` or `specs`, where
   * that stands in the call.
   */
  readonly range: SourceRange;
  /** The call, also where `range` is a part of it. */
  readonly callRange: SourceRange;
  /** What is called, as `asset`. */
  readonly calleeRange: SourceRange;
  /**
   * What names it: the key or name, else the function's name, else the constant's, else what is called; of one of several
   * the name or key in its entry.
   */
  readonly nameRange: SourceRange;
  readonly exportedName?: string | undefined;
  /** The constant that holds it. */
  readonly bindingName?: string | undefined;
  /**
   * Places of the options (`["groupName"]`), dependencies (`["deps", 0]`, `["ins", "raw"]`, `["specs", 1, "deps", 0]`) and
   * inputs (`["parameters", "raw"]`).
   */
  readonly places: readonly { readonly path: DeclarationPath; readonly range: SourceRange }[];
}

export interface AnalyzedAsset extends DeclaredPlaces {
  readonly id: KeyId;
  readonly spec: AssetSpec;
}

/** A step that only evaluates checks. */
export interface AnalyzedCheckStep extends DeclaredPlaces {
  readonly spec: CheckStepSpec;
}

export interface UnnamedAsset {
  readonly file: string;
  readonly range: SourceRange;
  readonly exportedName?: string;
}

export interface ProjectEntry {
  readonly file: string;
  /** True where the entry's `Definitions({ assets })` says exactly which assets count. */
  readonly listsAssets: boolean;
}

/** A file that exports assets or definitions. */
export interface DefiningFile {
  readonly file: string;
  /**
   * The exports that may name an asset: an asset without a name that is found under `exported` is called `name`. They are
   * what the file itself declares, and assets of files that do not count by themselves.
   */
  readonly localExports: readonly { readonly exported: string; readonly name: string }[];
  readonly assets: number;
  /** Under which names it exports definitions. */
  readonly definitions: readonly string[];
}

export interface FileStatistics {
  /** Sources of the project. */
  readonly sources: number;
  /** Those that may define assets, since they reach our package. */
  readonly relevant: number;
  /** Those whose text had to be parsed in this analysis. */
  readonly extracted: number;
}
