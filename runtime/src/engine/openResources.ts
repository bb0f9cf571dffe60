import { inspect } from "node:util";
import { isResource, type ResourceContext, type ResourceDefinition } from "../resources/resource.ts";
import { resourceOrder } from "../resources/resourceOrder.ts";
import type { Step } from "./step.ts";

/** The resources of a step while it runs. */
export interface OpenResources {
  readonly values: ReadonlyMap<string, unknown>;
  /** Tears down in the reverse order of setting up, all of them. @throws what the first that failed threw */
  close(): Promise<void>;
  /** As `close`, after the step has failed: what goes wrong now is logged, so that the first error stays the error. */
  closeAfterFailure(): Promise<void>;
}

interface Opened {
  readonly definition: ResourceDefinition<unknown>;
  readonly value: unknown;
  readonly context: ResourceContext;
}

/**
 * Sets up the resources that a step takes, one after the other, in the order in which the asset names them (spec 4.9).
 * If one fails, those before it are torn down.
 *
 * @throws what a setup throws, and Error for a resource that the project does not define
 */
export async function openResources(step: Step): Promise<OpenResources> {
  const values = new Map<string, unknown>();
  const opened: Opened[] = [];
  try {
    const { order, missing, cycles } = resourceOrder(step.requiredResourceKeys, step.project.resources);
    const [absent] = missing;
    if (absent !== undefined) throw new Error(`No Definitions give the resource "${absent.name}".`);
    const [cycle] = cycles;
    if (cycle !== undefined) throw new Error(`These resources need each other: ${[...cycle, cycle[0]].join(" → ")}.`);
    for (const resourceKey of order) {
      const definition = step.project.resources.get(resourceKey);
      if (!isResource(definition)) {
        values.set(resourceKey, definition);
        continue;
      }
      const { runId, log, signal } = step.context;
      const context = {
        resourceKey,
        assetKey: step.firstKey,
        runId,
        log,
        signal,
        projectFolder: step.environment.projectFolder,
        resources: only(values, definition.requiredResourceKeys),
      };
      const value = await definition.setup(context);
      values.set(resourceKey, value);
      opened.push({ definition, value, context });
    }
  } catch (thrown) {
    await closeAfterFailure(step, opened);
    throw thrown;
  }
  return {
    values: new Map(step.requiredResourceKeys.map((name) => [name, values.get(name)])),
    closeAfterFailure: () => closeAfterFailure(step, opened),
    close: async () => {
      const [first, ...others] = await closeAll(opened);
      logAll(step, others);
      if (first !== undefined) throw first.thrown;
    },
  };
}

function only(values: ReadonlyMap<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, values.get(name)]));
}

async function closeAfterFailure(step: Step, opened: readonly Opened[]): Promise<void> {
  logAll(step, await closeAll(opened));
}

interface Failure {
  readonly resourceKey: string;
  readonly thrown: unknown;
}

async function closeAll(opened: readonly Opened[]): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const { definition, value, context } of opened.toReversed()) {
    try {
      await definition.teardown?.(value, context);
    } catch (thrown) {
      failures.push({ resourceKey: context.resourceKey, thrown });
    }
  }
  return failures;
}

function logAll(step: Step, failures: readonly Failure[]): void {
  for (const { resourceKey, thrown } of failures) {
    step.context.log.error(`The teardown of the resource "${resourceKey}" failed too: ${inspect(thrown)}`);
  }
}
