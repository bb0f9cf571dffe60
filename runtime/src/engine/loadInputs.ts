import { type KeyId, type ResolvedDependency, toUserString } from "@headwater/model";
import { isAssetIn } from "../dependencies/assetIn.ts";
import { isValueNotFound } from "../io/ioManager.ts";
import { defaultIoManagerKey, inputManagerKeyOf } from "./checkResources.ts";
import type { Step } from "./step.ts";

/**
 * Loads the values of all data inputs, each through its own I/O manager or else that of its upstream (spec 4.8).
 *
 * @throws what an I/O manager throws, and Error where an upstream has no value
 */
export async function loadInputs(step: Step): Promise<Record<string, unknown>> {
  const inputs = new Map<string, unknown>();
  for (const dependency of step.dependencies) {
    const { inputName, id } = dependency;
    // Assets of one unit share its inputs.
    if (inputName === undefined || inputs.has(inputName)) continue;
    inputs.set(inputName, await loadInput(step, dependency, inputName));
    step.record({ type: "LOADED_INPUT", step: step.request.key, inputName, upstream: id });
  }
  return Object.fromEntries(inputs);
}

async function loadInput(step: Step, { key, id }: ResolvedDependency, inputName: string): Promise<unknown> {
  const { environment, project, context, firstKey } = step;
  if (environment.latest?.(id)?.valueStored === false) throw new Error(withoutValue(step, id, inputName));
  const { ins, additionalIns } = step.call.options;
  const reference = ((ins ?? additionalIns) as Readonly<Record<string, unknown>> | undefined)?.[inputName];
  const managerKey = inputManagerKeyOf(reference) ?? project.graph.nodes.get(id)?.spec?.ioManagerKey ?? defaultIoManagerKey;
  try {
    return await step.ioManager(managerKey).loadInput({
      assetKey: firstKey,
      upstreamKey: key,
      inputName,
      runId: context.runId,
      log: context.log,
      metadata: isAssetIn(reference) ? ((reference.settings.metadata as Record<string, unknown> | undefined) ?? {}) : {},
    });
  } catch (thrown) {
    if (!isValueNotFound(thrown)) throw thrown;
    throw new Error(neverStored(step, id, inputName), { cause: thrown });
  }
}

function withoutValue(step: Step, id: KeyId, inputName: string): string {
  const upstream = nameOf(step, id);
  return `The input "${inputName}" needs the value of "${upstream}", but its latest materialization stored none: return a value there, or move "${upstream}" to deps here if only its order matters.`;
}

function neverStored(step: Step, id: KeyId, inputName: string): string {
  const upstream = nameOf(step, id);
  const kind = step.project.graph.nodes.get(id)?.kind;
  if (kind !== "materializable") {
    return `The input "${inputName}" needs the value of "${upstream}", which is external: no I/O manager of this project has stored one. Name one that can load it in AssetIn({ inputManagerKey }).`;
  }
  return `The input "${inputName}" needs the value of "${upstream}", which was never computed, or whose value was removed. Compute it too: headwater materialize --select "+${toUserString(step.firstKey)}"`;
}

function nameOf(step: Step, id: KeyId): string {
  const key = step.project.graph.nodes.get(id)?.key;
  return key === undefined ? id : toUserString(key);
}
