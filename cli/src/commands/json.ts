import type { ProjectAnalysis } from "@headwater/analysis";
import { type AssetNode, type RunView, toUserString } from "@headwater/model";
import type { LoadedView } from "../loaded/loadedView.ts";
import { loadedMarks } from "../loaded/onlyLoaded.ts";

/** A run as `--json` writes it. */
export function runToJson(run: RunView) {
  const { assets, checks, steps: _, ...rest } = run;
  return { ...rest, assets: [...assets.values()], checks: [...checks.values()] };
}

/** Assets as `--json` writes them. */
export function assetsToJson(nodes: readonly AssetNode[], { assets }: ProjectAnalysis, view?: LoadedView) {
  // Of several with one key the first counts.
  const places = new Map(assets.toReversed().map((asset) => [asset.id, asset]));
  return nodes.map((node) => {
    const place = places.get(node.id);
    return {
      key: toUserString(node.key),
      path: [...node.key.path],
      kind: node.kind,
      groupName: node.groupName,
      kinds: [...(node.spec?.kinds ?? [])],
      owners: [...(node.spec?.owners ?? [])],
      ...(node.spec?.description === undefined ? {} : { description: node.spec.description }),
      ...(place === undefined ? {} : { source: placeToJson(place.file, place.range) }),
      ...loadedMarks(view, node.id),
    };
  });
}

/** A range as `--json` writes it: from 1, as editors and compilers count. */
export function placeToJson(file: string, range: ProjectAnalysis["assets"][number]["range"]) {
  return {
    file,
    line: range.start.line + 1,
    column: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
  };
}
