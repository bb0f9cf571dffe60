import { finding } from "../findings/finding.ts";
import { quote, quoteKey } from "../findings/quote.ts";
import type { KeyId } from "../keys/assetKey.ts";
import type { AssetNode } from "./assetGraph.ts";
import { findCycles, type Ordered } from "./cycles.ts";
import { mostRelated, type Report } from "./graphFinding.ts";

/** Of a longer cycle this many steps are named. */
const mostNamed = 10;

/**
 * Reports steps that wait for each other although their assets do not (spec 2.6): one computes several assets at once and
 * cannot be cut, and needs for one of them what is made from another. Assets that stand in a cycle themselves are left
 * out, since that is reported. Reported once for each cycle, on the first step in it that cannot be cut.
 */
export function reportStepCycles(
  assetCycles: readonly (readonly KeyId[])[],
  nodes: ReadonlyMap<KeyId, AssetNode>,
  subjects: ReadonlyMap<KeyId, number>,
  report: Report,
): void {
  const inCycle = new Set(assetCycles.flat());
  const counted = [...nodes.values()].filter(({ id }) => !inCycle.has(id));
  if (!counted.some(({ spec }) => isWhole(spec?.unit))) return;
  const steps = stepsOf(counted);
  for (const cycle of findCycles(steps).cycles) {
    const members = cycle.map((id) => steps.get(id) as Step);
    const at = members.findIndex(({ assets }) => isWhole(assets[0]?.spec?.unit));
    const turned = [...members.slice(at), ...members.slice(0, at)];
    const [whole] = turned as [Step];
    const [first] = whole.assets as [AssetNode];
    const before = new Set((turned.at(-1) as Step).assets.map(({ id }) => id));
    const closing = whole.assets.find(({ upstream }) => upstream.some((id) => before.has(id))) ?? first;
    const declaredAt = closing.dependencies.find(({ id }) => before.has(id))?.declaredAt;
    const named = turned.slice(0, mostNamed).map(nameOf);
    const path = [...named, ...(turned.length > mostNamed ? ["…"] : []), named[0]].join(" → ");
    report(
      subjects.get(closing.id) as number,
      finding(
        "step-cycle",
        `The step ${nameOf(whole)} computes all its assets at once, but needs for ${quoteKey(closing.key)} what is made from another of them: ${path}. Divide it, or let it compute some without the others (canSubset).`,
        declaredAt,
      ),
      turned.slice(1, mostRelated + 1).map((step) => {
        const [asset] = step.assets as [AssetNode];
        return { subject: subjects.get(asset.id) as number, message: `The step ${nameOf(step)} takes part in the cycle.` };
      }),
    );
  }
}

interface Step extends Ordered {
  readonly assets: AssetNode[];
}

/** The steps of assets by the id of their unit, or else of the only asset. What can be cut counts asset by asset. */
function stepsOf(nodes: readonly AssetNode[]): Map<KeyId, Step> {
  const steps = new Map<KeyId, { id: KeyId; assets: AssetNode[]; upstream: KeyId[]; downstream: KeyId[] }>();
  const stepOf = new Map<KeyId, KeyId>();
  for (const node of nodes) {
    const unit = node.spec?.unit;
    const id = unit !== undefined && isWhole(unit) ? unit.id : node.id;
    stepOf.set(node.id, id);
    const step = steps.get(id);
    if (step === undefined) steps.set(id, { id, assets: [node], upstream: [], downstream: [] });
    else step.assets.push(node);
  }
  for (const step of steps.values()) {
    const upstream = new Set(step.assets.flatMap((asset) => asset.upstream.map((id) => stepOf.get(id))));
    for (const id of upstream) {
      if (id === undefined || id === step.id) continue;
      step.upstream.push(id);
      steps.get(id)?.downstream.push(step.id);
    }
  }
  return steps;
}

function isWhole(unit: { readonly canSubset: boolean } | undefined): boolean {
  return unit !== undefined && !unit.canSubset;
}

function nameOf({ assets }: Step): string {
  return quote(assets[0]?.spec?.stepName ?? assets[0]?.id ?? "");
}
