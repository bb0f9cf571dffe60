export { type AnalyzeOptions, analyzeProject, analyzeWith, openAnalysis } from "./analyze.ts";
export { type Diagnostic, inOrder, type RelatedPlace, withSeverities } from "./diagnostic.ts";
export type * from "./facts/expression.ts";
export { createFactStore, type FactStore, type FactStoreOptions } from "./facts/factStore.ts";
export type { FactExtractor, FileFacts } from "./facts/fileFacts.ts";
export { lineStartsOf, type Position, type SourceRange, type Span, toSourceRange } from "./facts/span.ts";
export { type Language, typeScriptLanguage } from "./facts/typescript/load.ts";
export type { LiveAnalysis } from "./incremental/liveAnalysis.ts";
export { nodeFiles } from "./project/nodeFiles.ts";
export { memoryFiles, type ProjectFiles } from "./project/projectFiles.ts";
export type {
  AnalyzedAsset,
  AnalyzedCheckStep,
  DeclaredPlaces,
  DefiningFile,
  FileStatistics,
  ProjectAnalysis,
  ProjectEntry,
  UnnamedAsset,
} from "./projectAnalysis.ts";
export { type AnalyzedSelection, spanInFile } from "./selections/describeSelections.ts";
export { type ReadString, readStringLiteral } from "./selections/stringOffsets.ts";
export { type InputEdge, inputEdges, toTypeEdge, typeMismatch } from "./types/inputEdges.ts";
export { findTypeMismatches, loadTextualOracle, loadTypeChecking, type TypeChecking } from "./types/load.ts";
export { findOutdatedTypes, type MadeRegistry, makeRegistry, type RememberedTypes } from "./types/makeRegistry.ts";
export { registryFile } from "./types/registry.ts";
export { type TypeEdge, type TypeOracle, type TypeVerdict, unknownVerdict } from "./types/typeOracle.ts";
