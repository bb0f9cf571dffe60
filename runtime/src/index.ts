/** What a project imports from `headwater`: declarations, definitions, and `materialize` for tests. */
export {
  type AssetCheckKey,
  AssetKey,
  AutomationConditionError,
  type CoercibleToAssetKey,
  type KeyId,
  SelectionError,
} from "@headwater/model";
export { asset } from "./assets/asset.ts";
export { AssetDefinitionError } from "./assets/assetDefinitionError.ts";
export type { AssetOptions, DependencyReference } from "./assets/assetOptions.ts";
export { AssetOut, type AssetOutOptions } from "./assets/assetOut.ts";
export type { AnyAsset, AssetsDefinition } from "./assets/assetsDefinition.ts";
export type { AttributesToMerge, AttributesToReplace } from "./assets/attributes.ts";
export { AssetSpec, type AssetSpecOptions, type ExternalAssetOptions, externalAsset } from "./assets/externalAsset.ts";
export { graphAsset } from "./assets/graphAsset.ts";
export type { InputReference, InputReferences, Inputs, OutputOf } from "./assets/inputTypes.ts";
export type { AssetKeyReplacements } from "./assets/keyReplacements.ts";
export {
  type GraphMultiAssetOptions,
  graphMultiAsset,
  type MultiAssetOptions,
  type MultiAssetSpecsOptions,
  type MultiAssetStepOptions,
  multiAsset,
} from "./assets/multiAsset.ts";
export type { AnyMultiAsset, AssetOutput, MultiAssetDefinition } from "./assets/multiAssetDefinition.ts";
export { type ObservableAssetOptions, observableAsset } from "./assets/observableAsset.ts";
// Passed on as a whole, since only then can a project add to the interface in it.
export type * from "./assets/register.ts";
export { withKeyPrefix } from "./assets/withKeyPrefix.ts";
export {
  AutomationCondition,
  type AutomationConditionMethods,
  type ChecksMatchOptions,
  type LatestTimeWindowOptions,
  type RunTagsOptions,
} from "./automation/automationCondition.ts";
export type { Branded } from "./brand.ts";
export {
  type AssetCheckOptions,
  assetCheck,
  type CheckedReference,
  type MultiAssetCheckOptions,
  multiAssetCheck,
} from "./checks/assetCheck.ts";
export { AssetCheckSpec, type AssetCheckSpecOptions } from "./checks/assetCheckSpec.ts";
export type { AnyAssetCheck, AssetChecksDefinition } from "./checks/checkDefinition.ts";
export type { ConfigSchema } from "./config/configSchema.ts";
export { type RunConfig, RunConfigError } from "./config/runConfig.ts";
export type { AssetContext, StepLog } from "./context/assetContext.ts";
export { type AnyDefinition, Definitions, type DefinitionsOptions } from "./definitions/definitions.ts";
export { AssetDep, type AssetDepOptions } from "./dependencies/assetDep.ts";
export { AssetIn, type AssetInOptions } from "./dependencies/assetIn.ts";
export { Executor, type ExecutorOptions } from "./executor/executor.ts";
export { type InputContext, type IOManager, type OutputContext, ValueNotFoundError } from "./io/ioManager.ts";
export { MemoryIOManager } from "./io/memoryIOManager.ts";
export { V8FileIOManager, type V8FileIOManagerOptions } from "./io/v8FileIOManager.ts";
export { defineJob, type JobDefinition, type JobOptions } from "./jobs/defineJob.ts";
export { type ScheduleDefinition, type ScheduleOptions, schedule } from "./jobs/schedule.ts";
export {
  type RunRequest,
  type SensorContext,
  type SensorDefinition,
  type SensorFunction,
  type SensorOptions,
  type SensorResult,
  sensor,
} from "./jobs/sensor.ts";
export { type MaterializeOptions, type MaterializeOutcome, materialize } from "./materialize/materialize.ts";
export {
  type AssetReference,
  type ColumnLineageOptions,
  type MadeMetadataValue,
  MetadataValue,
  type TableColumnOptions,
  type TableOptions,
  type TableSchemaOptions,
} from "./metadata/metadataValue.ts";
export { type OpOptions, op } from "./ops/op.ts";
export { BackfillPolicy } from "./partitions/backfillPolicy.ts";
export {
  AllPartitionMapping,
  DimensionPartitionMapping,
  IdentityPartitionMapping,
  LastPartitionMapping,
  LatestOverlappingTimeWindowPartitionMapping,
  MultiPartitionMapping,
  MultiToSingleDimensionPartitionMapping,
  type PartitionMapping,
  SpecificPartitionsPartitionMapping,
  StaticPartitionMapping,
  TimeWindowPartitionMapping,
  type TimeWindowPartitionMappingOptions,
} from "./partitions/partitionMapping.ts";
export {
  type CronPartitionsOptions,
  DailyPartitionsDefinition,
  type DailyPartitionsOptions,
  DynamicPartitionsDefinition,
  type DynamicPartitionsOptions,
  HourlyPartitionsDefinition,
  type HourlyPartitionsOptions,
  MonthlyPartitionsDefinition,
  type MonthlyPartitionsOptions,
  MultiPartitionsDefinition,
  type PartitionsDefinition,
  StaticPartitionsDefinition,
  type StaticPartitionsOptions,
  type TimeWindowOptions,
  TimeWindowPartitionsDefinition,
  WeeklyPartitionsDefinition,
  type WeeklyPartitionsOptions,
} from "./partitions/partitionsDefinition.ts";
export { type ResourceContext, type ResourceDefinition, type ResourceOptions, resource } from "./resources/resource.ts";
export {
  AssetCheckResult,
  type AssetCheckResultOptions,
  type AssetCheckSeverity,
} from "./results/assetCheckResult.ts";
export { DataVersion } from "./results/dataVersion.ts";
export { MaterializeResult, type MaterializeResultOptions } from "./results/materializeResult.ts";
export { ObserveResult } from "./results/observeResult.ts";
export { Output, type OutputOptions } from "./results/output.ts";
export type { ResultOptions } from "./results/resultOptions.ts";
export { Failure, type FailureOptions } from "./retries/failure.ts";
export { RetryPolicy, type RetryPolicyOptions } from "./retries/retryPolicy.ts";
export { RetryRequested, type RetryRequestedOptions } from "./retries/retryRequested.ts";
export {
  AssetSelection,
  type SelectableReference,
  type SourceOptions,
  type TraversalOptions,
} from "./selection/assetSelection.ts";
