import type { AssetGraph, EnqueuedStep, RunPlan } from "@headwater/model";

/** The steps of a plan, as RUN_ENQUEUED tells them. */
export function enqueuedSteps(graph: AssetGraph, { steps }: RunPlan): EnqueuedStep[] {
  return steps.map(({ key, assets, checks }) => ({
    key,
    assets: assets.map((asset) => ({ key: asset, groupName: graph.nodes.get(asset)?.groupName ?? "" })),
    checks,
  }));
}
