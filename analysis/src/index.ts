export { type AnalyzeOptions, analyzeProject, analyzeWith, openAnalysis } from "./analyze.ts";
export { type Diagnostic, inOrder, type RelatedPlace, withSeverities } from "./diagnostic.ts";
export type * from "./facts/expression.ts";
export { createFactStore, type FactStore, type FactStoreOptions } from "./facts/factStore.ts";
export type { FactExtractor, FileFacts } from "./facts/fileFacts.ts";
export { lineStartsOf, type Position, type SourceRange, type Span, toSourceRange } from "./facts/span.ts";
export { type Language, languageWith, type TypeScript, typeScriptLanguage } from "./facts/typescript/load.ts";
export type { LiveAnalysis } from "./incremental/liveAnalysis.ts";
export { type AssetIndex, createAssetIndex } from "./naming/assetIndex.ts";
export { type Dependent, dependentOf, samePath, upstreamOf } from "./naming/dependents.ts";
export { externalHere } from "./naming/externalHere.ts";
export { type IndexedProject, indexProject } from "./naming/indexedProject.ts";
export {
  type Declared,
  inside,
  isHeldBy,
  isKeyText,
  type NamedBy,
  type NamingPlace,
  namingPlaces,
  placesThatName,
  stepsThatDependOn,
} from "./naming/namingPlaces.ts";
export { declaredElsewhere, type NeighbourProject, projectsThatMean } from "./naming/otherProjects.ts";
export { placesInSelections, type SelectedKey, selectedKeys } from "./naming/selectedKeys.ts";
export { type FoundProject, findProjects, isProject } from "./project/findProjects.ts";
export { type DiskFiles, nodeFiles } from "./project/nodeFiles.ts";
export { memoryFiles, type ProjectFiles } from "./project/projectFiles.ts";
export { projectSources } from "./project/projectSources.ts";
export { textsOver } from "./project/textsOver.ts";
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
export { editsElsewhere } from "./rename/editsElsewhere.ts";
export { declarationEdit, isNamedByConstant, type KeyEdit, keyEdits, type Refusal } from "./rename/keyEdits.ts";
export { renameEdits } from "./rename/renameEdits.ts";
export { selectedSegment } from "./rename/selectionEdits.ts";
export { lastSegmentAt } from "./rename/writtenKey.ts";
export { type AnalyzedSelection, spanInFile } from "./selections/describeSelections.ts";
export { type ReadString, readStringLiteral } from "./selections/stringOffsets.ts";
export { build } from "./stored/build.ts";
export { indexPlaces } from "./stored/indexPath.ts";
export { createProjectReader } from "./stored/projectReader.ts";
export { type RecordedFiles, recordFiles } from "./stored/recordedFiles.ts";
export { findStored, type IndexPlace, storeAnalysis } from "./stored/storedAnalysis.ts";
export { escapeFor } from "./text/escape.ts";
export { keyAsText, readKeyText, readSimpleString } from "./text/keyText.ts";
export { rangeFrom } from "./text/rangeFrom.ts";
export { type InputEdge, inputEdges, toTypeEdge, typeMismatch } from "./types/inputEdges.ts";
export { findTypeMismatches, loadTextualOracle, loadTypeChecking, type TypeChecking } from "./types/load.ts";
export { findOutdatedTypes, type MadeRegistry, makeRegistry, type RememberedTypes } from "./types/makeRegistry.ts";
export { registryFile } from "./types/registry.ts";
export { readRegistry, readRemembered, writeRegistry } from "./types/registryFiles.ts";
export { type RegistrySource, registrySource } from "./types/registrySource.ts";
export { type TypeEdge, type TypeOracle, type TypeVerdict, unknownVerdict } from "./types/typeOracle.ts";
