import { quote, quoteKey } from "../findings/quote.ts";
import type { AssetGraph, AssetNode, CheckId, CheckNode } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import type { RetryPolicyData } from "../specs/retryPolicy.ts";
import { type PlannedSource, type PlannedStep, type PlanOptions, planRun, type RunPlan } from "./plan.ts";
import { mostSpecificPolicy } from "./retries.ts";
import { orderSteps } from "./stepOrder.ts";

/** What a run is to do. */
export interface RunSelection {
  /** Assets that are computed, and external ones that are observed, in any order. Others are left out. */
  readonly assets: Iterable<KeyId>;
  /** Checks that are evaluated. Left out: all checks of the assets. */
  readonly checks?: Iterable<CheckId>;
}

export interface SelectionPlanOptions extends PlanOptions {
  /** For steps that have no policy of their own. */
  readonly retryPolicy?: RetryPolicyData;
}

/** Why a selection cannot be run as it is. */
export class PlanError extends Error {
  override readonly name = "PlanError";
  readonly code: "unit-cut" | "check-cut" | "step-cycle";

  constructor(code: PlanError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

const priorityTag = "dagster/priority";
const concurrencyTag = "dagster/concurrency_key";

/** A step before its place in the plan is known. */
interface Draft {
  readonly key: string;
  readonly assets: KeyId[];
  readonly checks: CheckId[];
  /** Where the facts of the step stand: retries, tags, pool. */
  readonly facts: Pick<PlannedStep, "retryPolicy" | "pool"> & { readonly opTags: Readonly<Record<string, string>> };
}

/**
 * Plans a run: each step waits for those of its direct upstreams that are in the run too. What is external or not
 * selected is not waited for, and order does not pass through it, as in Dagster. Assets of one unit are one step; a unit
 * that feeds itself through other assets is split into several, if it can be (spec 2.6). A blocking check holds back
 * every other step that depends on its asset directly (spec 4.7). Linear in the graph.
 *
 * @throws PlanError for a part of a unit that cannot be cut, for a check without the step that evaluates it, and for
 *   steps that wait for each other
 */
export function planSelection(graph: AssetGraph, selection: RunSelection, options: SelectionPlanOptions): RunPlan {
  const wanted = new Set(selection.assets);
  const assets = graph.order.filter((id) => wanted.has(id) && isRunnable(graph.nodes.get(id)));
  const checks = selectChecks(graph, assets, selection.checks);
  const whole = draftSteps(graph, assets, checks, (node) => node.spec?.unit?.id);
  let order = orderSteps(edgesOf(graph, whole).map(({ upstream }) => upstream));
  let drafts = whole;
  if (order.cycle !== undefined) {
    const levels = levelsOf(graph, assets);
    drafts = draftSteps(graph, assets, checks, ({ id, spec }) =>
      spec?.unit?.canSubset === true ? `${spec.unit.id}\n${levels.get(id)}` : spec?.unit?.id,
    );
    order = orderSteps(edgesOf(graph, drafts).map(({ upstream }) => upstream));
    if (order.cycle !== undefined) throw stepCycle(order.cycle.map((step) => drafts[step] as Draft));
  }
  const sorted = order.order.map((step) => drafts[step] as Draft);
  const steps = edgesOf(graph, sorted).map((edges, at): PlannedStep => {
    const { key, assets, checks, facts } = sorted[at] as Draft;
    const retryPolicy = mostSpecificPolicy(facts.retryPolicy, options.retryPolicy);
    const pool = poolOf(facts.pool, facts.opTags);
    return {
      key,
      assets,
      checks,
      ...edges,
      priority: priorityOf(facts.opTags[priorityTag]),
      tags: facts.opTags,
      ...(pool === undefined ? {} : { pool }),
      ...(retryPolicy === undefined ? {} : { retryPolicy }),
    };
  });
  return planRun(steps, options);
}

function isRunnable(node: AssetNode | undefined): node is AssetNode {
  return node?.kind === "materializable" || node?.spec?.observable === true;
}

function selectChecks(graph: AssetGraph, assets: readonly KeyId[], asked: Iterable<CheckId> | undefined): CheckNode[] {
  const chosen = new Set(assets);
  const named = asked === undefined ? undefined : new Set(asked);
  return [...graph.checks.values()].filter(({ id, asset, step }) => {
    if (named === undefined || named.has(id)) return named !== undefined || chosen.has(asset);
    // What an asset's own step evaluates cannot be left out, unless the step can be cut.
    return step === undefined && chosen.has(asset) && graph.nodes.get(asset)?.spec?.unit?.canSubset !== true;
  });
}

/** One draft for each step, in the order of the graph. `unitOf` says which assets are computed together. */
function draftSteps(
  graph: AssetGraph,
  assets: readonly KeyId[],
  checks: readonly CheckNode[],
  unitOf: (node: AssetNode) => string | undefined,
): Draft[] {
  const drafts = new Map<string, Draft>();
  const place = (node: AssetNode) => {
    const unit = unitOf(node);
    return unit === undefined ? `asset ${node.id}` : `unit ${unit}`;
  };
  for (const id of assets) {
    const node = graph.nodes.get(id) as AssetNode;
    const draft = drafts.get(place(node));
    if (draft === undefined) drafts.set(place(node), { key: id, assets: [id], checks: [], facts: factsOf(node) });
    else draft.assets.push(id);
  }
  for (const check of checks) {
    if (check.step === undefined) {
      const node = graph.nodes.get(check.asset) as AssetNode;
      const draft: Draft = drafts.get(place(node)) ?? { key: check.id, assets: [], checks: [], facts: factsOf(node) };
      drafts.set(place(node), draft);
      draft.checks.push(check.id);
    } else {
      const facts = graph.checkSteps[check.step]?.spec ?? { opTags: {} };
      const draft: Draft = drafts.get(`check ${check.step}`) ?? { key: check.id, assets: [], checks: [], facts };
      drafts.set(`check ${check.step}`, draft);
      draft.checks.push(check.id);
    }
  }
  const all = [...drafts.values()];
  for (const draft of all) refuseCut(graph, draft);
  return all;
}

function factsOf({ spec }: AssetNode): Draft["facts"] {
  return spec ?? { opTags: {} };
}

function refuseCut(graph: AssetGraph, draft: Draft): void {
  const [first] = draft.assets;
  const unit = first === undefined ? undefined : graph.nodes.get(first)?.spec?.unit;
  if (unit !== undefined && !unit.canSubset) {
    const members = graph.units.get(unit.id) ?? [];
    const own: ReadonlySet<KeyId> = new Set(draft.assets);
    const left = members.filter((id) => !own.has(id));
    if (left.length > 0) {
      const name = graph.nodes.get(unit.id)?.spec?.stepName ?? unit.id;
      const list = (ids: readonly KeyId[]) =>
        ids
          .slice(0, 5)
          .map((id) => quoteId(graph, id))
          .join(", ");
      throw new PlanError(
        "unit-cut",
        `${quote(name)} computes ${list(members)} together, so ${list(draft.assets)} cannot be computed without ${list(left)}: select them too, or give it canSubset: true.`,
      );
    }
  }
  const ownChecks: ReadonlySet<CheckId> = new Set(draft.checks);
  for (const id of draft.checks) {
    const check = graph.checks.get(id);
    if (check === undefined) continue;
    if (check.step === undefined) {
      const canCut = graph.nodes.get(check.asset)?.spec?.unit?.canSubset === true;
      if (draft.assets.length > 0 || canCut) continue;
      throw new PlanError(
        "check-cut",
        `The check ${quote(check.spec.name)} is evaluated by the step that computes ${quoteId(graph, check.asset)}: select that asset too.`,
      );
    }
    const step = graph.checkSteps[check.step];
    const left = step?.spec.canSubset === true ? [] : (step?.checks ?? []).filter((other) => !ownChecks.has(other));
    // The checks of a draft are of one step: what is true of one is true of all.
    if (left.length === 0) return;
    const names = left.slice(0, 5).map((other) => quote(graph.checks.get(other)?.spec.name ?? other));
    throw new PlanError(
      "check-cut",
      `${quote(step?.spec.stepName ?? "")} evaluates its checks together, so ${quote(check.spec.name)} cannot be evaluated without ${names.join(", ")}: select them too, or give it canSubset: true.`,
    );
  }
}

type Edges = Pick<PlannedStep, "upstream"> & { readonly inputs: readonly (readonly PlannedSource[])[] };

/** What each step waits for and takes from which other. */
function edgesOf(graph: AssetGraph, drafts: readonly Draft[]): Edges[] {
  const stepOf = new Map<KeyId, number>();
  const checkedBy = new Map<KeyId, CheckNode[]>();
  const checkStepOf = new Map<CheckId, number>();
  for (const [step, { assets, checks }] of drafts.entries()) {
    for (const id of assets) stepOf.set(id, step);
    for (const id of checks) {
      checkStepOf.set(id, step);
      const check = graph.checks.get(id) as CheckNode;
      if (!check.spec.blocking || check.step === undefined) continue;
      const known = checkedBy.get(check.asset);
      if (known === undefined) checkedBy.set(check.asset, [check]);
      else known.push(check);
    }
  }
  return drafts.map(({ assets, checks }, step) => {
    const sources = new Map<string, PlannedSource>();
    const takeFrom = (from: number | undefined, output: string) => {
      if (from !== undefined && from !== step) sources.set(`${from} ${output}`, { step: from, output });
    };
    const ownChecked = new Set(checks.map((id) => graph.checks.get(id)?.asset));
    const dependOn = (id: KeyId) => {
      takeFrom(stepOf.get(id), id);
      // A step that itself checks the asset does not wait for the others that do.
      if (ownChecked.has(id)) return;
      for (const check of checkedBy.get(id) ?? []) takeFrom(checkStepOf.get(check.id), check.id);
    };
    for (const id of assets) for (const upstream of graph.nodes.get(id)?.upstream ?? []) dependOn(upstream);
    for (const id of checks) {
      const check = graph.checks.get(id) as CheckNode;
      takeFrom(stepOf.get(check.asset), check.asset);
      for (const upstream of check.additionalDeps) dependOn(upstream);
      for (const { id: upstream } of check.step === undefined ? [] : (graph.checkSteps[check.step]?.dependencies ?? [])) {
        dependOn(upstream);
      }
    }
    const list = [...sources.values()];
    return { upstream: [...new Set(list.map((source) => source.step))], inputs: list.map((source) => [source]) };
  });
}

/** How often a way to an asset changes from one definition to another, at most (Dagster splits units by it). */
function levelsOf(graph: AssetGraph, assets: readonly KeyId[]): Map<KeyId, number> {
  const levels = new Map<KeyId, number>();
  for (const id of assets) {
    const node = graph.nodes.get(id) as AssetNode;
    const unit = node.spec?.unit?.id;
    let level = 0;
    for (const upstream of node.upstream) {
      const before = levels.get(upstream);
      if (before === undefined) continue;
      const together = unit !== undefined && graph.nodes.get(upstream)?.spec?.unit?.id === unit;
      level = Math.max(level, together ? before : before + 1);
    }
    levels.set(id, level);
  }
  return levels;
}

function stepCycle(cycle: readonly Draft[]): PlanError {
  const names = cycle.map(({ key }) => quote(key));
  return new PlanError(
    "step-cycle",
    `These steps wait for each other: ${[...names, names[0]].join(" → ")}. A step that computes several assets can be split only with canSubset: true.`,
  );
}

function quoteId(graph: AssetGraph, id: KeyId): string {
  const key = graph.nodes.get(id)?.key;
  return key === undefined ? quote(id) : quoteKey(key);
}

/** Spec 4.4: a whole number, which tags may hold as text. Anything else is no priority. */
function priorityOf(tag: string | undefined): number {
  const priority = tag !== undefined && /^-?\d+$/.test(tag) ? Number(tag) : 0;
  return Number.isSafeInteger(priority) ? priority : 0;
}

/** Spec 1.8: the pool of a step, which a tag may name instead. */
export function poolOf(pool: string | undefined, opTags: Readonly<Record<string, string>>): string | undefined {
  return pool ?? opTags[concurrencyTag];
}
