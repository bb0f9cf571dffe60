import { type AssetNode, type KeyId, toUserString } from "@headwater/model";
import { styleFor } from "./style.ts";
import { table } from "./table.ts";

/** What to say where there is nothing to show. */
export const noAssets = "No assets: export a constant made with asset() from a file of this project.";

/** What to say where there are assets, but none that was asked for. */
export const nothingSelected = 'The selection matches no asset: "headwater list" shows those there are.';

/**
 * Writes assets group by group, each after what it reads: name, what it reads, kinds.
 *
 * @param loaded the assets that only loading knows
 */
export function graphText(
  nodes: readonly AssetNode[],
  stream: NodeJS.WriteStream,
  loaded: ReadonlySet<KeyId> = new Set(),
): string {
  const style = styleFor(stream);
  if (nodes.length === 0) return noAssets;
  const keyOf = new Map(nodes.map((node) => [node.id, toUserString(node.key)]));
  const sections: string[] = [];
  const assets = nodes.filter(({ kind }) => kind === "materializable");
  for (const [group, members] of Map.groupBy(assets, ({ groupName }) => groupName)) {
    const rows = members.map((node) => [
      `${style("green", "●")} ${toUserString(node.key)}${loaded.has(node.id) ? style("dim", " (loaded)") : ""}`,
      node.upstream.length === 0 ? "" : style("dim", `← ${node.upstream.map((id) => keyOf.get(id) ?? id).join(", ")}`),
      style("cyan", node.spec?.kinds.join(" ") ?? ""),
    ]);
    sections.push(`${style("bold", group)}\n${table(rows, "  ")}`);
  }
  const outside = nodes.filter(({ kind }) => kind !== "materializable");
  if (outside.length > 0) {
    const rows = outside.map((node) => [
      `${style("dim", "◌")} ${toUserString(node.key)}`,
      node.kind === "stub" ? "declared nowhere" : "",
    ]);
    sections.push(`${style("bold", "external")}\n${table(rows, "  ")}`);
  }
  return sections.join("\n");
}
