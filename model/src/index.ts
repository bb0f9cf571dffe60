export {
  AutomationConditionError,
  allowIn,
  andConditions,
  conditionText,
  ignoreIn,
  orConditions,
  replaceCondition,
  sameCondition,
  withoutCondition,
} from "./automation/algebra.ts";
export { checkAutomationCondition, holdsUnknown } from "./automation/checkCondition.ts";
export * from "./automation/condition.ts";
export { readCursor, writeCursor } from "./automation/cursor.ts";
export { type DownstreamCondition, downstreamConditions } from "./automation/downstream.ts";
export type { ConditionEvaluation } from "./automation/evaluate.ts";
export { expandCondition, labelOf, sinceLastHandled } from "./automation/expand.ts";
export type * from "./automation/facts.ts";
export type { ConditionNode } from "./automation/node.ts";
export { type AutomationProgram, declaredConditions, prepareAutomation } from "./automation/program.ts";
export { replayHistory, tickInterval } from "./automation/replay.ts";
export { factsOfRuns } from "./automation/runFacts.ts";
export {
  type AutomationCursor,
  type AutomationTick,
  type AutomationTickResult,
  type DynamicPartitions,
  evaluateTick,
} from "./automation/tick.ts";
export { countUnits, type Moment, momentAt, type UnitSpace, type Units } from "./automation/units.ts";
export { conditionWords, evaluationCounts, evaluationWords } from "./automation/words.ts";
export * from "./findings/finding.ts";
export { quote } from "./findings/quote.ts";
export * from "./findings/severitySetting.ts";
export * from "./graph/assetGraph.ts";
export { createLiveGraph, type GraphChange, type LiveGraph } from "./graph/liveGraph.ts";
export type { SourceFinding } from "./graph/liveSubjects.ts";
export * from "./graph/resolveGraph.ts";
export { closest, similarity } from "./graph/similarity.ts";
export { keySuggester, suggestKeys } from "./graph/suggestions.ts";
export { checkSchedule, checkSensor, type DefaultStatus, scheduleOptions, sensorOptions } from "./jobs/checkSchedule.ts";
export { checkJobNames } from "./jobs/jobNames.ts";
export * from "./keys/assetKey.ts";
export * from "./keys/checkKey.ts";
export { isDeviceName } from "./keys/deviceNames.ts";
export {
  type Claims,
  compareLoaded,
  type Disagreement,
  type LoadedComparison,
  type LoadedSpecs,
  type OnlyLoaded,
} from "./loaded/compareLoaded.ts";
export { metadataToText } from "./metadata/metadataText.ts";
export type * from "./metadata/metadataValue.ts";
export { isMetadataType, readMetadata } from "./metadata/readMetadata.ts";
export { type ResolvedMetadata, resolveMetadata, toMetadataValue } from "./metadata/resolveMetadata.ts";
export type {
  ColumnDep,
  ColumnLineage,
  Table,
  TableCell,
  TableColumn,
  TableColumnConstraints,
  TableSchema,
} from "./metadata/tables.ts";
export {
  combineBackfillPolicies,
  cutIntoRuns,
  keyRangeOfRun,
  mayShareRun,
  type SharingAssets,
} from "./partitions/backfill.ts";
export * from "./partitions/checkDefinition.ts";
export { createPartitions, dimensionNames, multiKey, splitMultiKey } from "./partitions/createPartitions.ts";
export * from "./partitions/definition.ts";
export * from "./partitions/keyRange.ts";
export {
  checkPartitionMapping,
  type MappingProblem,
  type MappingProblemCode,
  type MappingSides,
} from "./partitions/mappings/checkMapping.ts";
export { checkMappingData } from "./partitions/mappings/checkMappingData.ts";
export { inferPartitionMapping } from "./partitions/mappings/inferMapping.ts";
export type * from "./partitions/mappings/mappingData.ts";
export {
  createPartitionMapper,
  keysOfNeeded,
  type MappedDependency,
  nonexistentKeys,
  type PartitionMapper,
  type UpstreamPartitions,
  unpartitioned,
} from "./partitions/mappings/partitionMapper.ts";
export type * from "./partitions/partitions.ts";
export * from "./partitions/ranges.ts";
export * from "./partitions/serializedSubset.ts";
export * from "./partitions/subset.ts";
export * from "./partitions/timeWindow.ts";
export { type Carried, type CarriedValue, describeCarried } from "./run/carried.ts";
export * from "./run/events.ts";
export * from "./run/plan.ts";
export { PlanError, planSelection, poolOf, type RunSelection, type SelectionPlanOptions } from "./run/planSelection.ts";
export * from "./run/projectView.ts";
export {
  type EarlierStep,
  NothingFailedError,
  planReexecution,
  type RecoveredWalk,
  readOutcomes,
  recoverWalk,
  type StepOutcomeState,
  UnknownStepError,
} from "./run/reexecution.ts";
export { type RenamedKey, type RunNames, renamedNames, renameInEvent } from "./run/renameInRun.ts";
export { decideRetry, type FailureCircumstances, mostSpecificPolicy } from "./run/retries.ts";
export * from "./run/runView.ts";
export type { TagConcurrencyLimit } from "./run/tagLimits.ts";
export * from "./run/walk.ts";
export * from "./run/walkState.ts";
export {
  checkEmptiness,
  checkSelectedKeys,
  checkSelectionText,
  type Emptiness,
  type SelectionFinding,
} from "./selection/checkSelection.ts";
export { completeSelection, type SelectionCompletion } from "./selection/complete.ts";
export { type EvaluationOptions, evaluateSelection } from "./selection/evaluate.ts";
export { type KeyPlace, keyPlaces, writeSelectionValue } from "./selection/keyPlaces.ts";
export { parseLegacySelection, parseSelectOption } from "./selection/legacy.ts";
export { parseSelection, readSelection, type SelectionReading } from "./selection/parse.ts";
export { printSelection } from "./selection/print.ts";
export type { Expectation, Expected, SelectionProblem } from "./selection/problems.ts";
export { resolveSelection } from "./selection/resolve.ts";
export { type CheckableGraph, resolveChecks } from "./selection/resolveChecks.ts";
export type * from "./selection/selectableGraph.ts";
export * from "./selection/selectionError.ts";
export {
  type Token as SelectionToken,
  type TokenKind as SelectionTokenKind,
  tokenize as tokenizeSelection,
} from "./selection/tokens.ts";
export {
  type AttributeName,
  attributeNames,
  type PlainAttribute,
  type SelectionTree,
  type Span,
} from "./selection/tree.ts";
export { keysMeant, unknownKeyMessage } from "./selection/unknownKey.ts";
export { upgradeSelection } from "./selection/upgrade.ts";
export { type ChangedSpec, mergeAttributes, replaceAttributes } from "./specs/changeAttributes.ts";
export * from "./specs/checkAssetDeclaration.ts";
export * from "./specs/checkDeclaration.ts";
export type { CheckedDeclarations } from "./specs/checkedDeclarations.ts";
export type * from "./specs/declaration.ts";
export { type AssetOutOption, type AssetSpecOption, familyOptions, type OptionOf } from "./specs/familyOptions.ts";
export { defaultIoManagerKey } from "./specs/ioManagerKey.ts";
export { checkTags, defaultGroupName, kindTagPrefix } from "./specs/labels.ts";
export { checkNeededResources, missingResource, type ProvidedResources } from "./specs/neededResources.ts";
export { type AssetOption, assetOptions, type OptionTable } from "./specs/options.ts";
export type { BackfillPolicyData } from "./specs/partitioning.ts";
export { type Backoff, calculateDelay, checkRetryPolicy, type Jitter, type RetryPolicyData } from "./specs/retryPolicy.ts";
export { SEVERAL } from "./specs/several.ts";
export { checkStepName } from "./specs/stepName.ts";
export { isUnknown, UNKNOWN, type Unknown } from "./specs/unknown.ts";
export { UNNAMED } from "./specs/unnamed.ts";
export {
  computeDataVersion,
  defaultDataVersion,
  nullDataVersion,
  type Sha256,
  unknownDataVersion,
} from "./staleness/dataVersion.ts";
export * from "./staleness/dataVersionRecords.ts";
export * from "./staleness/parentPartitions.ts";
export { createPartitionLookup } from "./staleness/partitionLookup.ts";
export * from "./staleness/provenance.ts";
export { createRunVersions, type RunVersions, type RunVersionsOptions } from "./staleness/runVersions.ts";
export * from "./staleness/staleCause.ts";
export * from "./staleness/staleStatus.ts";
export { staleCauseText } from "./staleness/staleText.ts";
export { staleUpstreams } from "./staleness/staleUpstreams.ts";
export { cronProblem } from "./time/cron.ts";
export { cronTicks } from "./time/schedule.ts";
export { isTimeZone } from "./time/timeZone.ts";
