/** A stretch of a file. Lines and columns count from 1, as editors show them; columns in UTF-16 units. */
export interface Place {
  /** Relative to the project's folder, with `/` between folders. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** An asset that the texts declare. */
export interface AnalyzedAsset {
  /** With slashes between segments, as in `staging/orders`. */
  readonly key: string;
  /** The segments of the key. */
  readonly path: readonly string[];
  /** `materializable`, or `external` where it is only described. */
  readonly kind: "materializable" | "external";
  readonly groupName: string;
  readonly kinds: readonly string[];
  readonly owners: readonly string[];
  /** With those that its kinds make, as `dagster/kind/duckdb`. */
  readonly tags: Readonly<Record<string, string>>;
  readonly description?: string;
  /** The call that declares it, be it `asset()` or a helper around it. */
  readonly source: Place;
}

/** A dependency of an asset that the texts declare. */
export interface AnalyzedEdge {
  readonly from: string;
  readonly to: string;
  /** `data` passes a value, `order` only waits. */
  readonly kind: "data" | "order";
  /** Under which name the function takes the value. */
  readonly inputName?: string;
}

/** Something that the analysis finds wrong, or does not know. */
export interface AnalyzedDiagnostic extends Place {
  /** As docs/diagnostics lists them, as in `unknown-dependency`. */
  readonly code: string;
  readonly severity: "error" | "warning" | "information" | "hint";
  readonly message: string;
  /** Texts that could stand in place of the wrong one, best first. */
  readonly suggestions: readonly string[];
}

/** What stands at a mark: what is around it, or inside it. */
export interface AnalyzedMark extends Place {
  /** What the mark encloses; empty for `‸`. */
  readonly text: string;
  /** The keys of the assets that are declared or named there. */
  readonly keys: readonly string[];
  /** The codes of the diagnostics there. */
  readonly codes: readonly string[];
}

/** What the analysis sees in texts. The shapes are those of `--json` (docs/json.md). */
export interface AnalyzedTexts {
  /** The keys of `assets`. */
  readonly keys: readonly string[];
  /** In the order of files and texts. */
  readonly assets: readonly AnalyzedAsset[];
  /** In the order of the assets that depend. */
  readonly edges: readonly AnalyzedEdge[];
  /** The checks of all assets, each as `key:name`. */
  readonly checks: readonly string[];
  /** In the order of files and texts. */
  readonly diagnostics: readonly AnalyzedDiagnostic[];
  /** False where there may be assets whose keys only running the code can tell. */
  readonly complete: boolean;
  /** In the order of files and texts. */
  readonly marks: readonly AnalyzedMark[];
}
