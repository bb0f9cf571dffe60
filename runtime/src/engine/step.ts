import {
  type AssetCheckKey,
  type AssetKey,
  type AssetNode,
  type CheckId,
  type CheckNode,
  fromEscapedString,
  type KeyId,
  type ResolvedDependency,
  type RunEvent,
  toUserString,
} from "@headwater/model";
import { type AssetCall, callOf } from "../assets/assetsDefinition.ts";
import { type AssetContext, consoleLog } from "../context/assetContext.ts";
import type { IOManager } from "../io/ioManager.ts";
import { V8FileIOManager } from "../io/v8FileIOManager.ts";
import { storageFolder } from "../store/stateFolder.ts";
import { defaultIoManagerKey } from "./checkResources.ts";
import type { StepRequest } from "./driveRun.ts";
import type { LoadedProject } from "./loadDefinitions.ts";
import { StepError } from "./stepError.ts";

/** What is known of an asset's latest materialization. */
export interface LatestValue {
  readonly runId: string;
  /** Whether it stored a value. */
  readonly valueStored: boolean;
}

/** What a step needs to know about the run that it belongs to. */
export interface StepEnvironment {
  readonly runId: string;
  /** Aborted when the run is cancelled. The compute function is told, and not waited for any less. */
  readonly signal: AbortSignal;
  /** The absolute path of the project's folder. */
  readonly projectFolder: string;
  /** How often the step was tried before; 0 if left out. */
  readonly retryNumber?: number;
  /** What the step's schema made of its configuration; absent for a step without one. */
  readonly config?: unknown;
  /** Stands in where the project does not define `ioManager`. Left out: files under `.headwater/storage`. */
  readonly ioManagerDefault?: IOManager;
  /** The latest materialization of an asset; `undefined` if none is known, in which case the I/O manager is asked. */
  readonly latest?: (key: KeyId) => LatestValue | undefined;
}

/** What a step works with, put together once. */
export interface Step {
  readonly request: StepRequest;
  readonly call: AssetCall;
  /** All assets of the definition by their keys, each after those that it needs; empty for a step that only checks. */
  readonly members: ReadonlyMap<KeyId, AssetNode>;
  /** The assets that the step is to compute or observe. */
  readonly selected: ReadonlySet<KeyId>;
  /** The checks that the step is to evaluate. */
  readonly checks: ReadonlyMap<CheckId, CheckNode>;
  /** What the selected assets and checks take from other assets. */
  readonly dependencies: readonly ResolvedDependency[];
  readonly requiredResourceKeys: readonly string[];
  readonly project: LoadedProject;
  readonly environment: StepEnvironment;
  readonly context: AssetContext;
  /** The first asset that the step is about: computed, or else checked. */
  readonly firstKey: AssetKey;
  /** Takes an event of the step as having happened. */
  readonly record: (event: RunEvent) => void;
  /** @throws Error if the project does not define it */
  readonly ioManager: (key: string) => IOManager;
}

/**
 * Puts together what a step works with.
 *
 * @throws Error where the project, as it is loaded now, has no such asset or check
 */
export function prepareStep(
  project: LoadedProject,
  request: StepRequest,
  environment: StepEnvironment,
  record: Step["record"],
): Step {
  const { graph } = project;
  const {
    assets: [firstAsset],
    checks: [firstCheck],
  } = request;
  const definition =
    firstAsset !== undefined
      ? project.assets.get(firstAsset)
      : firstCheck === undefined
        ? undefined
        : project.checks.get(firstCheck);
  if (definition === undefined) throw new Error(notThere(firstAsset, firstCheck));
  const checks = new Map(request.checks.map((id) => [id, checkNode(project, id)]));
  const [check] = checks.values();
  const checkStep = check?.step === undefined ? undefined : graph.checkSteps[check.step];
  const members =
    checkStep === undefined ? membersOf(project, firstAsset ?? (check as CheckNode).asset) : new Map<KeyId, AssetNode>();
  const selected = new Set(request.assets);
  const nodes = [...members.values()];
  const [member] = nodes;
  const requiredResourceKeys = checkStep?.spec.requiredResourceKeys ?? member?.spec?.requiredResourceKeys ?? [];
  const firstKey = firstAsset === undefined ? (check as CheckNode).spec.asset : fromEscapedString(firstAsset);
  let files: IOManager | undefined;
  return {
    request,
    call: callOf(definition),
    members,
    selected,
    checks,
    dependencies:
      checkStep?.dependencies ?? nodes.filter(({ id }) => selected.has(id)).flatMap(({ dependencies }) => dependencies),
    requiredResourceKeys,
    project,
    environment,
    context: contextOf(nodes, selected, [...checks.values()], firstKey, environment),
    firstKey,
    record,
    ioManager: (key) => {
      const defined = project.ioManagers.get(key);
      if (defined !== undefined) return defined;
      if (key !== defaultIoManagerKey) throw new Error(`No Definitions give the I/O manager "${key}".`);
      files ??= environment.ioManagerDefault ?? V8FileIOManager({ folder: storageFolder(environment.projectFolder) });
      return files;
    },
  };
}

function membersOf({ graph }: LoadedProject, id: KeyId): Map<KeyId, AssetNode> {
  const unit = graph.nodes.get(id)?.spec?.unit;
  const ids = unit === undefined ? [id] : (graph.units.get(unit.id) ?? [id]);
  const nodes = ids.map((member) => graph.nodes.get(member)).filter((node) => node !== undefined);
  const open = new Map(nodes.map((node) => [node.id, node]));
  const ordered = new Map<KeyId, AssetNode>();
  // A unit is small: each round takes those whose upstreams within it are taken.
  while (open.size > 0) {
    const free = [...open.values()].filter(({ upstream }) => upstream.every((other) => !open.has(other)));
    for (const node of free.length === 0 ? [...open.values()] : free) {
      ordered.set(node.id, node);
      open.delete(node.id);
    }
  }
  return ordered;
}

function checkNode({ graph }: LoadedProject, id: CheckId): CheckNode {
  const check = graph.checks.get(id);
  if (check === undefined) throw new Error(notThere(undefined, id));
  return check;
}

function notThere(asset: KeyId | undefined, check: CheckId | undefined): string {
  const what = asset === undefined ? `check "${check ?? ""}"` : `asset "${toUserString(fromEscapedString(asset))}"`;
  return `The project as it is loaded now has no ${what}.`;
}

function contextOf(
  members: readonly AssetNode[],
  selected: ReadonlySet<KeyId>,
  checks: readonly CheckNode[],
  firstKey: AssetKey,
  { runId, signal, retryNumber = 0 }: StepEnvironment,
): AssetContext {
  const chosen = members.filter(({ id }) => selected.has(id));
  return {
    get assetKey() {
      if (members.length <= 1) return firstKey;
      throw new StepError(
        "several-assets",
        "context.assetKey has no answer in a step of several assets: use context.selectedAssetKeys.",
      );
    },
    selectedAssetKeys: chosen.map(({ key }) => key),
    selectedOutputNames: chosen.flatMap(({ spec }) => spec?.outputName ?? []),
    selectedCheckKeys: checks.map(({ spec }): AssetCheckKey => ({ assetKey: spec.asset, name: spec.name })),
    retryNumber,
    runId,
    signal,
    log: consoleLog,
  };
}
