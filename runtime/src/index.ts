/** What a project imports from `headwater`: declarations, definitions, and `materialize` for tests. */
export { AssetKey, type CoercibleToAssetKey, type KeyId, type MetadataValue, SelectionError } from "@headwater/model";
export { asset } from "./assets/asset.ts";
export { AssetDefinitionError } from "./assets/assetDefinitionError.ts";
export type { AssetOptions, DependencyReference } from "./assets/assetOptions.ts";
export type { AnyAsset, AssetsDefinition } from "./assets/assetsDefinition.ts";
export type { InputReference, InputReferences, Inputs, Output } from "./assets/inputTypes.ts";
// Passed on as a whole, since only then can a project add to the interface in it.
export type * from "./assets/register.ts";
export { AutomationCondition } from "./automation/automationCondition.ts";
export type { Branded } from "./brand.ts";
export { AssetCheckSpec, type AssetCheckSpecOptions } from "./checks/assetCheckSpec.ts";
export type { AssetContext, StepLog } from "./context/assetContext.ts";
export { Definitions, type DefinitionsOptions } from "./definitions/definitions.ts";
export { AssetDep, type AssetDepOptions } from "./dependencies/assetDep.ts";
export { AssetIn, type AssetInOptions } from "./dependencies/assetIn.ts";
export type { PartitionMapping } from "./dependencies/partitionMapping.ts";
export { type InputContext, type IOManager, type OutputContext, ValueNotFoundError } from "./io/ioManager.ts";
export { MemoryIOManager } from "./io/memoryIOManager.ts";
export { V8FileIOManager, type V8FileIOManagerOptions } from "./io/v8FileIOManager.ts";
export { type MaterializeOptions, type MaterializeOutcome, materialize } from "./materialize/materialize.ts";
export {
  DailyPartitionsDefinition,
  type DailyPartitionsOptions,
  type PartitionsDefinition,
  StaticPartitionsDefinition,
  type StaticPartitionsOptions,
} from "./partitions/partitionsDefinition.ts";
export { type ResourceContext, type ResourceDefinition, type ResourceOptions, resource } from "./resources/resource.ts";
export { MaterializeResult, type MaterializeResultOptions } from "./results/materializeResult.ts";
export { RetryPolicy, type RetryPolicyOptions } from "./retries/retryPolicy.ts";
