import { finding } from "../findings/finding.ts";
import { quoteKey } from "../findings/quote.ts";
import { type KeyId, toUserString } from "../keys/assetKey.ts";
import type { AssetNode } from "./assetGraph.ts";
import { mostRelated, type Report } from "./graphFinding.ts";

/** Of a longer cycle this many assets at each end are named. */
const mostAtAnEnd = 5;

/** Reports each cycle on every asset that takes part, at the dependency that closes it (spec 2.6). */
export function reportCycles(
  cycles: readonly (readonly KeyId[])[],
  nodes: ReadonlyMap<KeyId, AssetNode>,
  subjects: ReadonlyMap<KeyId, number>,
  report: Report,
): void {
  const reported = new Set<KeyId>();
  for (const cycle of cycles) {
    const node = (at: number) => nodes.get(cycle[at % cycle.length] as KeyId) as AssetNode;
    for (let at = 0; at < cycle.length; at++) {
      const { id, dependencies } = node(at);
      if (reported.has(id)) continue;
      reported.add(id);
      const before = node(at + cycle.length - 1).id;
      const declaredAt = dependencies.find((dependency) => dependency.id === before)?.declaredAt;
      const others = Array.from({ length: Math.min(cycle.length - 1, mostRelated) }, (_, index) => node(at + 1 + index));
      report(
        subjects.get(id) as number,
        finding(
          "cycle",
          `These assets wait for each other: ${pathFrom(at, cycle.length, node)}. Remove one of these dependencies.`,
          declaredAt,
        ),
        others.map((other) => ({
          subject: subjects.get(other.id) as number,
          message: `${quoteKey(other.key)} takes part in the cycle.`,
        })),
      );
    }
  }
}

/** `a → b → c → a`, in the direction of the data; the middle of a long cycle is only counted. */
function pathFrom(start: number, length: number, node: (at: number) => AssetNode): string {
  const names = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => toUserString(node(start + from + index).key));
  const hidden = length - 2 * mostAtAnEnd;
  const path =
    hidden <= 1
      ? names(0, length + 1)
      : [...names(0, mostAtAnEnd), `(${hidden} more)`, ...names(length - mostAtAnEnd, length + 1)];
  return path.join(" → ");
}
