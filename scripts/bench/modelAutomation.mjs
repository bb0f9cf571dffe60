// What automation costs against the number of assets, each eager and with 365 partitions: making the conditions ready; a tick in
// which every asset is evaluated; one in which an update at the root requests everything; and one in which nothing has changed.
import { evaluateTick, prepareAutomation, readCursor, writeCursor } from "../../model/src/index.ts";

export const automationSizes = [1_000, 3_000, 10_000];

const partitions = 365;
const day = 86_400_000;
const start = Date.UTC(2025, 0, 1);
const halfMinute = 30_000;

const keys = Array.from({ length: partitions }, (_, at) => new Date(start + at * day).toISOString().slice(0, 10));
const partitionsDef = { kind: "daily", startDate: keys[0], timezone: "UTC" };

/** @param makeGraph makes a graph of a size, with changes to the spec of each asset */
export function automationWorlds(makeGraph) {
  return automationSizes.map((size) => {
    const graph = makeGraph(size, () => ({ materializable: true, partitionsDef, automationCondition: { kind: "eager" } }));
    const program = prepareAutomation(graph);
    const now = start + partitions * day + 3_600_000;
    const facts = graph.order.map((asset, at) => ({
      id: at + 1,
      timestamp: now - halfMinute + at,
      type: "materialized",
      asset,
      partitions: keys,
    }));
    let { cursor } = evaluateTick(program, { now: now - halfMinute, facts: [] });
    const settled = { now: now + 3 * halfMinute };
    cursor = evaluateTick(program, { now, facts, cursor }).cursor;
    for (let tick = 1; tick <= 3; tick++)
      cursor = evaluateTick(program, { now: now + tick * halfMinute, facts: [], cursor }).cursor;
    const root = graph.order[0];
    const update = {
      id: size + 1,
      timestamp: settled.now + 1,
      type: "materialized",
      asset: root,
      partitions: [keys.at(-1)],
    };
    return { size, graph, program, cursor, now: settled.now, update, everything: graph.order };
  });
}

export function measureAutomation({ size, graph, program, cursor, now, update, everything }, time) {
  const quiet = { now: now + halfMinute, facts: [], cursor };
  time(`model.automation.prepare.${size}`, () => prepareAutomation(graph));
  time(`model.automation.tick.${size}`, () => evaluateTick(program, { ...quiet, explain: everything }));
  time(`model.automation.requests.${size}`, () => evaluateTick(program, { ...quiet, facts: [update] }));
  time(`model.automation.quiet.${size}`, () => evaluateTick(program, quiet));
  const json = time(`model.automation.write.${size}`, () => writeCursor(cursor));
  time(`model.automation.read.${size}`, () => readCursor(json));
}
