import type { CheckId } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import { renameInTags } from "../staleness/provenance.ts";
import type { EnqueuedStep, RunEvent } from "./events.ts";
import type { StepKey } from "./plan.ts";

/** What an asset was called, and what it is called now. */
export interface RenamedKey {
  readonly from: KeyId;
  readonly to: KeyId;
}

/** How the names in a run are called after a rename; those that it does not touch stay as they are. */
export interface RunNames {
  asset(key: KeyId): KeyId;
  check(id: CheckId): CheckId;
  step(key: StepKey): StepKey;
}

/**
 * The names of a run after an asset got another key. A step is named after its first asset or, where it has none, after its
 * first check: which of the two a name is only the run itself can say, since keys may hold colons.
 *
 * @param events all of the run's
 */
export function renamedNames(events: readonly RunEvent[], { from, to }: RenamedKey): RunNames {
  const checkSteps = new Set<StepKey>();
  for (const event of events) {
    if (event.type !== "RUN_ENQUEUED") continue;
    for (const { key, assets } of event.steps) if (assets.length === 0) checkSteps.add(key);
  }
  const asset = (key: KeyId) => (key === from ? to : key);
  // The name of a check has no colon (spec 1.6).
  const check = (id: CheckId) => (id.slice(0, id.lastIndexOf(":")) === from ? to + id.slice(from.length) : id);
  return { asset, check, step: (key) => (checkSteps.has(key) ? check(key) : asset(key)) };
}

/**
 * An event of a run whose assets are called otherwise: the same object where it names nothing of what was renamed. Texts of
 * people and metadata stay as they were written: the selection of a run, messages of errors.
 */
export function renameInEvent(event: RunEvent, names: RunNames): RunEvent {
  const { asset, check, step } = names;
  switch (event.type) {
    case "RUN_ENQUEUED": {
      const steps = event.steps.map((each) => renameStep(each, names));
      return steps.every((each, at) => each === event.steps[at]) ? event : { ...event, steps };
    }
    case "LOADED_INPUT":
      return changed(event, { step: step(event.step), upstream: asset(event.upstream) });
    case "HANDLED_OUTPUT":
      return changed(event, { step: step(event.step), asset: asset(event.asset) });
    case "ASSET_MATERIALIZATION":
    case "ASSET_OBSERVATION":
      return changed(event, { step: step(event.step), asset: asset(event.asset), tags: renameInTags(event.tags, asset) });
    case "ASSET_FAILED_TO_MATERIALIZE":
      return changed(event, {
        step: step(event.step),
        asset: asset(event.asset),
        ...(event.because === undefined ? {} : { because: step(event.because) }),
      });
    case "ASSET_CHECK_EVALUATION":
      return changed(event, { step: step(event.step), asset: asset(event.asset), check: check(event.check) });
    case "STEP_SKIPPED":
      return changed(event, { step: step(event.step), because: step(event.because) });
    case "STEP_START":
    case "STEP_UP_FOR_RETRY":
    case "STEP_RESTARTED":
    case "STEP_SUCCESS":
    case "STEP_FAILURE":
      return changed(event, { step: step(event.step) });
    case "ENGINE_EVENT":
      return event.step === undefined ? event : changed(event, { step: step(event.step) });
    case "RUN_START":
    case "RUN_SUCCESS":
    case "RUN_FAILURE":
    case "RUN_CANCELING":
    case "RUN_CANCELED":
      return event;
  }
}

function renameStep(step: EnqueuedStep, names: RunNames): EnqueuedStep {
  const assets = step.assets.map((planned) => changed(planned, { key: names.asset(planned.key) }));
  const checks = step.checks.map(names.check);
  const key = names.step(step.key);
  const isSame =
    key === step.key &&
    assets.every((each, at) => each === step.assets[at]) &&
    checks.every((each, at) => each === step.checks[at]);
  return isSame ? step : { ...step, key, assets, checks };
}

function changed<T extends object>(whole: T, parts: Partial<T>): T {
  const isSame = Object.entries(parts).every(([name, value]) => (whole as Record<string, unknown>)[name] === value);
  return isSame ? whole : { ...whole, ...parts };
}
