/** The engine behind the `headwater` command. Not for projects: it may change with every release. */
export { fromEscapedString } from "@headwater/model";
export {
  CannotCarry,
  type CarryPlaces,
  carryHistory,
  finishCarrying,
  previewCarry,
} from "./carry/carryHistory.ts";
export { checkRunConfig } from "./config/runConfig.ts";
export type { LoadedModule } from "./engine/collectExports.ts";
export {
  type DriveOptions,
  driveRun,
  nextWake,
  type StepExecutor,
  type StepOutcome,
  type StepRequest,
} from "./engine/driveRun.ts";
export { enqueuedSteps } from "./engine/enqueuedSteps.ts";
export { executeStep, runStep, stepFailure } from "./engine/executeStep.ts";
export { type LoadedProject, type LoadOptions, type LoadProblem, loadDefinitions } from "./engine/loadDefinitions.ts";
export { createPools, type PoolInfo, type Pools } from "./engine/pools.ts";
export { recordVersions, type VersionedRun } from "./engine/recordVersions.ts";
export { toRunError } from "./engine/runError.ts";
export { selectForRun } from "./engine/selectForRun.ts";
export type { LatestValue, StepEnvironment } from "./engine/step.ts";
export { StepError, type StepErrorCode } from "./engine/stepError.ts";
export { storagePath } from "./io/storagePath.ts";
export { V8FileIOManager } from "./io/v8FileIOManager.ts";
export * from "./store/index.ts";
