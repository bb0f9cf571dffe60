// How the time of plain data grows with its size, for the exponents to stand beside: to make an object for each asset and keep it
// in a Map by its key, and to look up the upstreams of each. What grows faster than the graph here is the engine's collection of
// what stays alive, and the processor's caches.
export const referenceSizes = [1_000, 3_000, 10_000];

/** @param makeGraph makes a graph of a size */
export function referenceWorlds(makeGraph) {
  return referenceSizes.map((size) => {
    const graph = makeGraph(size);
    return { size, graph, made: fill(graph) };
  });
}

export function measureReference({ size, graph, made }, time) {
  time(`model.reference.fill.${size}`, () => fill(graph));
  time(`model.reference.lookUp.${size}`, () => lookUp(graph, made));
}

function fill(graph) {
  const made = new Map();
  for (const [id, { upstream }] of graph.nodes) {
    made.set(id, { id, version: id.length, inputs: new Map(upstream.map((other) => [other, { other, at: id }])), settled: true });
  }
  return made;
}

function lookUp(graph, made) {
  let same = 0;
  for (const { id, upstream } of graph.nodes.values()) {
    for (const other of upstream) if (made.get(id).inputs.get(other).other === made.get(other).id) same++;
  }
  return same;
}
