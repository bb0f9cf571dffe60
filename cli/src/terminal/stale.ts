import { fromEscapedString, staleCauseText, toUserString } from "@headwater/model";
import type { StaleAsset } from "../commands/stale.ts";
import { count, styleFor } from "./style.ts";
import { table } from "./table.ts";

const words = { FRESH: "fresh", STALE: "stale", MISSING: "missing" } as const;
const colours = { FRESH: "green", STALE: "yellow", MISSING: "dim" } as const;

const unknownTexts: Readonly<Record<StaleAsset["unknown"][number], string>> = {
  codeVersion: "only running the code tells its code version",
  dependencies: "only running the code tells all that it depends on",
  partitions: "it has partitions, which runs do not tell apart yet: it is judged as a whole",
};

/** Writes how assets stand, with the reasons in sentences, and what these come from. */
export function staleText(assets: readonly StaleAsset[], stream: NodeJS.WriteStream): string {
  const style = styleFor(stream);
  const rows = assets.flatMap(({ node, status, causes, staleUpstream, unknown }) => {
    const reasons = [
      ...(status === "MISSING" ? ["never materialized"] : causes.map(staleCauseText)),
      ...(status === "FRESH" && staleUpstream !== undefined ? [`but "${nameOf(staleUpstream)}" further up is stale`] : []),
      ...unknown.map((what) => style("dim", unknownTexts[what])),
    ];
    const [first = "", ...others] = reasons;
    return [[toUserString(node.key), style(colours[status], words[status]), first], ...others.map((reason) => ["", "", reason])];
  });
  const roots = rootTexts(assets);
  const total = (wanted: StaleAsset["status"]) => assets.filter(({ status }) => status === wanted).length;
  const isUnsure = assets.some(({ unknown }) => unknown.some((what) => what !== "partitions"));
  return [
    table([["ASSET", "STATUS", "WHY"], ...rows]),
    ...(roots.length === 0 ? [] : ["", "It comes from this:", ...roots.map((root) => `  ${root}`)]),
    "",
    `${count(assets.length, "asset")}: ${total("STALE")} stale, ${total("MISSING")} missing, ${total("FRESH")} fresh.`,
    ...(isUnsure ? ["With --loaded the code is run, so that all of it is known."] : []),
  ].join("\n");
}

/** The root causes, each once, with the assets that it makes stale. */
function rootTexts(assets: readonly StaleAsset[]): string[] {
  const stale = new Map<string, string[]>();
  for (const { node, rootCauses } of assets) {
    for (const text of new Set(rootCauses.map(staleCauseText))) {
      const names = stale.get(text) ?? [];
      stale.set(text, names);
      names.push(toUserString(node.key));
    }
  }
  return [...stale].map(([text, [first = "", ...others]]) => {
    const further = others.length === 0 ? "" : ` and ${count(others.length, "other")}`;
    return `${text}, which makes ${first}${further} stale`;
  });
}

function nameOf(key: string): string {
  return toUserString(fromEscapedString(key));
}
