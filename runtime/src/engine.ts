/** The engine behind the `headwater` command. Not for projects: it may change with every release. */
export { fromEscapedString } from "@headwater/model";
export type { LoadedModule } from "./engine/collectExports.ts";
export { type DriveOptions, driveRun, type StepExecutor, type StepOutcome } from "./engine/driveRun.ts";
export { executeStep, type StepEnvironment } from "./engine/executeStep.ts";
export { type LoadedProject, type LoadOptions, type LoadProblem, loadDefinitions } from "./engine/loadDefinitions.ts";
export { planSelection } from "./engine/planSelection.ts";
export { toRunError } from "./engine/runError.ts";
export { storagePath } from "./io/storagePath.ts";
export { V8FileIOManager } from "./io/v8FileIOManager.ts";
export * from "./store/index.ts";
