import { type AssetGraph, type KeyId, parseLegacySelection, resolveGraph, resolveSelection } from "@headwater/model";
import type { Written } from "../adapters/declarations.ts";

/** The assets that one clause or several pick, in the old form of clauses. */
export function selectAssets(clauses: string | readonly string[], graph: AssetGraph): KeyId[] {
  const picked = new Set([clauses].flat().flatMap((clause) => resolveSelection(parseLegacySelection(clause), graph)));
  return graph.order.filter((id) => picked.has(id));
}

/** The steps that clauses pick: steps select as assets of their names do. */
export function selectSteps(clauses: readonly string[], steps: readonly Written[]): string[] {
  const names = new Set<string>(steps.map(({ name }) => name));
  const sourceOf = (param: string) => (names.has(param) ? param : param.slice(0, param.lastIndexOf(".")));
  const { graph } = resolveGraph(
    steps.map(({ name, params = [] }) => ({
      key: { path: [name] },
      stepName: name,
      materializable: true,
      deps: params.map((param: string) => ({ key: { path: [sourceOf(param)] }, kind: "order", declaredAt: [] }) as const),
      depsIncomplete: false,
      groupName: "default",
      metadata: {},
      tags: {},
      kinds: [],
      owners: [],
      ioManagerKey: "ioManager",
      requiredResourceKeys: [],
      opTags: {},
      outputRequired: true,
      checks: [],
    })),
  );
  // A name that no step has is left as it is: whoever asks for it hears so.
  return clauses.flatMap((clause) => (/^[^*+]+$/.test(clause) && !names.has(clause) ? [clause] : selectAssets(clause, graph)));
}
