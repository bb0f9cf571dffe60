import { join } from "node:path";
import { types } from "node:util";
import { type AssetSpec, fromEscapedString, type KeyId, type RunEvent, toUserString } from "@headwater/model";
import { type AssetsDefinition, callOf } from "../assets/assetsDefinition.ts";
import { type AssetContext, consoleLog } from "../context/assetContext.ts";
import type { IOManager } from "../io/ioManager.ts";
import { V8FileIOManager } from "../io/v8FileIOManager.ts";
import { defaultIoManagerKey } from "./checkResources.ts";
import type { StepOutcome } from "./driveRun.ts";
import type { LoadedProject } from "./loadDefinitions.ts";
import { loadInputs } from "./loadInputs.ts";
import { openResources } from "./openResources.ts";
import { toRunError } from "./runError.ts";
import { coerceMetadata, readResult } from "./stepResult.ts";

/** What a step needs to know about the run that it belongs to. */
export interface StepEnvironment {
  readonly runId: string;
  /** Aborted when the run is cancelled. The compute function is told, and not waited for any less. */
  readonly signal: AbortSignal;
  /** The absolute path of the project's folder. */
  readonly projectFolder: string;
  /** Stands in where the project does not define `ioManager`. Left out: files under `.headwater/storage`. */
  readonly ioManagerDefault?: IOManager;
  /**
   * Whether the latest materialization of an asset stored a value; `undefined` if that is not known, in which case the
   * I/O manager is asked.
   */
  readonly isValueStored?: (key: KeyId) => boolean | undefined;
}

/** What a step works with, put together once. */
export interface Step {
  readonly id: KeyId;
  readonly spec: AssetSpec;
  readonly definition: AssetsDefinition;
  readonly project: LoadedProject;
  readonly environment: StepEnvironment;
  readonly context: AssetContext;
  /** Takes an event of the step as having happened. */
  readonly record: (event: RunEvent) => void;
  /** @throws Error if the project does not define it */
  readonly ioManager: (key: string) => IOManager;
}

/** How a step ended, with what was thrown as it is. */
export interface StepEnd {
  readonly events: readonly RunEvent[];
  /** What was stored; `undefined` if nothing was. */
  readonly value?: unknown;
  readonly failure?: { readonly thrown: unknown };
}

/**
 * Computes one asset in this process: loads its inputs, sets up its resources, calls its function, stores the value, and
 * tears the resources down. Never rejects: what fails is in the outcome, with the events up to there.
 */
export async function executeStep(project: LoadedProject, id: KeyId, environment: StepEnvironment): Promise<StepOutcome> {
  const { events, failure } = await runStep(project, id, environment);
  return failure === undefined ? { events } : { events, error: toRunError(failure.thrown, environment.projectFolder) };
}

/** As {@link executeStep}, with the very value that was thrown. */
export async function runStep(project: LoadedProject, id: KeyId, environment: StepEnvironment): Promise<StepEnd> {
  const events: RunEvent[] = [];
  try {
    const step = prepare(project, id, environment, (event) => events.push(event));
    environment.signal.throwIfAborted();
    const inputs = await loadInputs(step);
    const resources = await openResources(step);
    let stored: { readonly value: unknown; readonly materialized: RunEvent };
    try {
      const call = callOf(step.definition);
      const returned = await call.compute({ ...Object.fromEntries(resources.values), ...inputs }, step.context);
      stored = await storeResult(step, returned);
    } catch (thrown) {
      await resources.closeAfterFailure();
      throw thrown;
    }
    await resources.close();
    // Only what went well to its end counts as materialized.
    events.push(stored.materialized);
    return { events, value: stored.value };
  } catch (thrown) {
    return { events, failure: { thrown } };
  }
}

function prepare(project: LoadedProject, id: KeyId, environment: StepEnvironment, record: Step["record"]): Step {
  const definition = project.assets.get(id);
  const spec = project.graph.nodes.get(id)?.spec;
  if (definition === undefined || spec === undefined) {
    throw new Error(`The project as it is loaded now has no asset "${toUserString(fromEscapedString(id))}".`);
  }
  const { runId, signal } = environment;
  let files: IOManager | undefined;
  return {
    id,
    spec,
    definition,
    project,
    environment,
    record,
    context: { assetKey: spec.key, runId, signal, log: consoleLog },
    ioManager: (key) => {
      const defined = project.ioManagers.get(key);
      if (defined !== undefined) return defined;
      if (key !== defaultIoManagerKey) throw new Error(`No Definitions give the I/O manager "${key}".`);
      files ??=
        environment.ioManagerDefault ?? V8FileIOManager({ folder: join(environment.projectFolder, ".headwater", "storage") });
      return files;
    },
  };
}

async function storeResult(step: Step, returned: unknown): Promise<{ value: unknown; materialized: RunEvent }> {
  if (types.isGeneratorObject(returned)) {
    throw new TypeError("The compute function is a generator, which is not supported: return the value instead of yielding it.");
  }
  const { value, metadata, tags } = readResult(returned);
  if (value !== undefined) {
    const { ioManagerKey } = step.spec;
    const outputMetadata: Record<string, unknown> = {};
    const { assetKey, runId, log } = step.context;
    await step.ioManager(ioManagerKey).handleOutput(
      {
        assetKey,
        runId,
        log,
        addOutputMetadata: (added) => {
          coerceMetadata(added);
          Object.assign(outputMetadata, added);
        },
      },
      value,
    );
    step.record({ type: "HANDLED_OUTPUT", step: step.id, ioManagerKey, metadata: coerceMetadata(outputMetadata) });
  }
  const materialized: RunEvent = {
    type: "ASSET_MATERIALIZATION",
    step: step.id,
    metadata,
    tags,
    valueStored: value !== undefined,
  };
  return { value, materialized };
}
