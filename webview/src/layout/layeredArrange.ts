import { type Arrange, type ArrangeRequest, type Box, linkless, type Point, straightRoute } from "./arrange.ts";

/**
 * The layout for when ELK cannot help: layers by longest path, each ordered by the mean place of its neighbours. Linear
 * in boxes and links but for sorting, without recursion, and it takes cycles and any depth.
 */
export const layeredArrange: Arrange = async (request) => {
  const { boxes, links, direction, gap, together, keep } = request;
  const right = direction === "right";
  const places = new Map<string, Point>();
  if (keep && boxes.every(({ x, y }) => x !== undefined && y !== undefined)) {
    for (const { id, x = 0, y = 0 } of boxes) places.set(id, { x, y });
  } else {
    const alone = new Set(together ? [] : linkless(boxes, links));
    const layers = layersOf(
      boxes.filter((box) => !alone.has(box)),
      links,
    );
    sortByNeighbours(layers, links);
    const breadth = (box: Box) => (right ? box.height : box.width);
    const length = (box: Box) => (right ? box.width : box.height);
    const spans = layers.map((layer) => layer.reduce((sum, box) => sum + breadth(box) + gap.boxes, -gap.boxes));
    const widest = Math.max(0, ...spans);
    let along = 0;
    for (const [at, layer] of layers.entries()) {
      let across = (widest - (spans[at] ?? 0)) / 2;
      for (const box of layer) {
        places.set(box.id, right ? { x: along, y: across } : { x: across, y: along });
        across += breadth(box) + gap.boxes;
      }
      along += layer.reduce((most, box) => Math.max(most, length(box)), 0) + gap.layers;
    }
    placeInRows([...alone], right ? { x: 0, y: widest > 0 ? widest + gap.boxes : 0 } : { x: 0, y: along }, request, places);
  }
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const routes = links.map(([from, to]) => {
    const [source, target] = [byId.get(from), byId.get(to)];
    const [start, end] = [places.get(from), places.get(to)];
    if (source === undefined || target === undefined || start === undefined || end === undefined) return [];
    return straightRoute({ ...source, ...start }, { ...target, ...end }, direction);
  });
  return { places, routes };
};

/** Boxes by their longest distance from a source. Links that close a cycle do not count. */
function layersOf(boxes: readonly Box[], links: ArrangeRequest["links"]): Box[][] {
  const downstream = new Map<string, string[]>(boxes.map(({ id }) => [id, []]));
  const waiting = new Map(boxes.map(({ id }) => [id, 0]));
  for (const [from, to] of links) {
    downstream.get(from)?.push(to);
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  const depth = new Map<string, number>();
  const ready = boxes.filter(({ id }) => waiting.get(id) === 0).map(({ id }) => id);
  const stuck = boxes.map(({ id }) => id);
  let next = 0;
  let nextStuck = 0;
  const done = new Set<string>();
  while (done.size < boxes.length) {
    let id = ready[next];
    if (id === undefined) {
      // Only cycles are left: one of their members goes first as if nothing were upstream of it.
      while (done.has(stuck[nextStuck] ?? "")) nextStuck++;
      id = stuck[nextStuck] ?? "";
    } else next++;
    if (done.has(id)) continue;
    done.add(id);
    const own = depth.get(id) ?? 0;
    for (const other of downstream.get(id) ?? []) {
      if (done.has(other)) continue;
      depth.set(other, Math.max(depth.get(other) ?? 0, own + 1));
      const left = (waiting.get(other) ?? 0) - 1;
      waiting.set(other, left);
      if (left === 0) ready.push(other);
    }
  }
  const layers: Box[][] = [];
  for (const box of boxes) {
    const at = depth.get(box.id) ?? 0;
    layers[at] ??= [];
    layers[at].push(box);
  }
  return [...layers].map((layer) => layer ?? []);
}

/** Two sweeps there and back: good enough to follow, cheap enough for thousands. */
function sortByNeighbours(layers: Box[][], links: ArrangeRequest["links"]): void {
  const neighbours = new Map<string, string[]>();
  for (const [from, to] of links) {
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const known = neighbours.get(one);
      if (known === undefined) neighbours.set(one, [other]);
      else known.push(other);
    }
  }
  const rank = new Map<string, number>();
  const number = (layer: readonly Box[]) => {
    for (const [at, { id }] of layer.entries()) rank.set(id, (at + 0.5) / layer.length);
  };
  layers.forEach(number);
  const wanted = ({ id }: Box) => {
    const own = neighbours.get(id) ?? [];
    return own.reduce((sum, other) => sum + (rank.get(other) ?? 0), 0) / Math.max(1, own.length);
  };
  for (let sweep = 0; sweep < 4; sweep++) {
    for (const layer of sweep % 2 === 0 ? layers : layers.toReversed()) {
      const means = new Map(layer.map((box) => [box, wanted(box)]));
      layer.sort((one, other) => (means.get(one) ?? 0) - (means.get(other) ?? 0));
      number(layer);
    }
  }
}

/** Puts boxes without links into rows that make something wider than high. */
function placeInRows(boxes: readonly Box[], from: Point, { gap }: ArrangeRequest, places: Map<string, Point>): void {
  const area = boxes.reduce((sum, { width, height }) => sum + (width + gap.boxes) * (height + gap.boxes), 0);
  const most = Math.max(Math.sqrt(area * 1.4), ...boxes.map(({ width }) => width));
  let { x, y } = from;
  let height = 0;
  for (const box of boxes) {
    if (x > from.x && x + box.width > from.x + most) {
      x = from.x;
      y += height + gap.boxes;
      height = 0;
    }
    places.set(box.id, { x, y });
    x += box.width + gap.boxes;
    height = Math.max(height, box.height);
  }
}
