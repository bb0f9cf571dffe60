import type { ELK, ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";
import type { Arrange, ArrangeRequest, Point } from "./arrange.ts";

/** Above this many boxes or links the layout is made with less effort. */
const effortLimit = { boxes: 700, links: 1500 };

/** Lays out with ELK's layered algorithm. Rejects where ELK throws. */
export function elkArrange(elk: Pick<ELK, "layout">): Arrange {
  return async (request) => {
    const { boxes, links } = request;
    if (boxes.length === 0) return { places: new Map(), routes: [] };
    const laidOut = await elk.layout({
      id: "",
      layoutOptions: optionsFor(request),
      // ELK's ids are one name space, and the root has one too: numbers keep clear of the names.
      children: boxes.map(({ width, height, x, y }, at): ElkNode => {
        const place = request.keep && x !== undefined && y !== undefined ? { x, y } : {};
        return { id: `n${at}`, width, height, ...place };
      }),
      edges: edgesFor(request),
    });
    const places = new Map<string, Point>();
    for (const [at, { x = 0, y = 0 }] of (laidOut.children ?? []).entries()) places.set(boxes[at]?.id ?? "", { x, y });
    const edges: readonly ElkExtendedEdge[] = laidOut.edges ?? [];
    const byId = new Map(edges.map((edge) => [edge.id, edge.sections ?? []]));
    const routes = links.map((_, at) =>
      (byId.get(`e${at}`) ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) =>
        [startPoint, ...bendPoints, endPoint].map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) })),
      ),
    );
    return { places, routes };
  };
}

function edgesFor({ boxes, links }: ArrangeRequest): ElkExtendedEdge[] {
  const numbers = new Map(boxes.map(({ id }, at) => [id, `n${at}`]));
  return links.flatMap(([from, to], at) => {
    const [source, target] = [numbers.get(from), numbers.get(to)];
    return source === undefined || target === undefined || source === target
      ? []
      : [{ id: `e${at}`, sources: [source], targets: [target] }];
  });
}

function optionsFor({ boxes, links, direction, gap, together, keep }: ArrangeRequest): Record<string, string> {
  const large = boxes.length > effortLimit.boxes || links.length > effortLimit.links;
  return {
    "elk.algorithm": "layered",
    "elk.direction": direction === "right" ? "RIGHT" : "DOWN",
    "elk.edgeRouting": "POLYLINE",
    "elk.aspectRatio": "1.4",
    "elk.padding": "[top=0,left=0,bottom=0,right=0]",
    "elk.spacing.nodeNode": String(gap.boxes),
    "elk.spacing.componentComponent": String(gap.boxes),
    "elk.spacing.edgeNode": String(gap.boxes / 2),
    "elk.layered.spacing.nodeNodeBetweenLayers": String(gap.layers),
    "elk.layered.spacing.edgeNodeBetweenLayers": String(gap.layers / 4),
    "elk.layered.spacing.edgeEdgeBetweenLayers": "8",
    ...(keep ? keepOptions : large ? quickOptions : carefulOptions),
    ...(together ? { "elk.separateConnectedComponents": "false" } : {}),
  };
}

const carefulOptions = {
  "elk.layered.thoroughness": "7",
  "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
};

/** Connected components are not looked for in large graphs: ELK does that recursively and runs out of stack. */
const quickOptions = {
  "elk.separateConnectedComponents": "false",
  "elk.layered.thoroughness": "1",
  "elk.layered.layering.strategy": "LONGEST_PATH_SOURCE",
  "elk.layered.crossingMinimization.greedySwitch.type": "OFF",
  "elk.layered.nodePlacement.strategy": "SIMPLE",
};

/** All strategies start from the places that boxes have: an edit then moves next to nothing. */
const keepOptions = {
  "elk.separateConnectedComponents": "false",
  "elk.layered.cycleBreaking.strategy": "INTERACTIVE",
  "elk.layered.layering.strategy": "INTERACTIVE",
  "elk.layered.crossingMinimization.strategy": "INTERACTIVE",
  "elk.layered.nodePlacement.strategy": "INTERACTIVE",
};
