import type { AssetGraph, KeyId, RunSelection } from "@headwater/model";

/**
 * What a run of these assets does: it computes them and evaluates their checks. A run of everything evaluates the checks of
 * external assets too.
 *
 * @param isEverything whether all assets were asked for
 */
export function selectForRun(graph: AssetGraph, assets: readonly KeyId[], isEverything: boolean): RunSelection {
  if (!isEverything) return { assets };
  const chosen = new Set(assets);
  const checks = [...graph.checks.values()].filter(
    ({ asset }) => chosen.has(asset) || graph.nodes.get(asset)?.kind !== "materializable",
  );
  return { assets, checks: checks.map(({ id }) => id) };
}
