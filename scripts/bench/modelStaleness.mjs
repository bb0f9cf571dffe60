// What staleness costs against the number of assets: the versions of a run of all assets; reading them from its events; and
// the status, causes, root causes and hints of all after a tenth of them was computed again.
import { hash } from "node:crypto";
import {
  createDataVersionLog,
  createRunVersions,
  createStaleStatusResolver,
  staleUpstreams,
  toDataVersionRecord,
} from "../../model/src/index.ts";

export const stalenessSizes = [1_000, 3_000, 10_000];

/** Some assets have a code version, as in a project that has begun to use them. */
export function stalenessWorlds(makeGraph) {
  return stalenessSizes.map((size) => {
    const graph = makeGraph(size, (at) => (at % 4 === 0 ? { codeVersion: "1" } : {}));
    const again = graph.order.filter((_, at) => at % 10 === 0);
    const history = recordRun(graph, again, recordRun(graph, graph.order, emptyHistory()));
    return { size, graph, history };
  });
}

export function measureStaleness({ size, graph, history }, time) {
  time(`model.staleness.run.${size}`, () => recordRun(graph, graph.order, emptyHistory()));
  time(`model.staleness.read.${size}`, () => createDataVersionLog(history.stored.map(toDataVersionRecord)));
  time(`model.staleness.all.${size}`, () => {
    const resolver = createStaleStatusResolver({ graph, records: history.log });
    const hints = staleUpstreams(graph, resolver.status);
    let roots = 0;
    for (const id of graph.order) roots += resolver.rootCauses(id).length;
    return roots + hints.size;
  });
}

function emptyHistory() {
  return { log: createDataVersionLog(), stored: [], events: 0, runs: 0 };
}

function recordRun(graph, assets, history) {
  const runId = `run ${++history.runs}`;
  const steps = assets.map((id) => ({ key: id, assets: [id] }));
  const run = createRunVersions({ runId, graph, steps, records: history.log, sha256 });
  for (const asset of assets) {
    if (graph.nodes.get(asset).kind !== "materializable") continue;
    for (const event of [
      { type: "STEP_START", step: asset },
      { type: "ASSET_MATERIALIZATION", step: asset, asset, metadata: {}, tags: {}, valueStored: true },
      { type: "STEP_SUCCESS", step: asset },
    ]) {
      const id = ++history.events;
      const stored = { id, runId, timestamp: id, event: run.stamp(event) };
      const record = toDataVersionRecord(stored);
      if (record === undefined) continue;
      history.log.add(record);
      history.stored.push(stored);
    }
  }
  return history;
}

function sha256(text) {
  return hash("sha256", text, "hex");
}
