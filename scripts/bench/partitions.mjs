// Partitions: count and membership of hourly ones in New York, and their list beside a plain walk by temporal-polyfill.
import { Temporal } from "temporal-polyfill";
import { allSubset, createPartitions, keysOfSubset } from "../../model/src/index.ts";

const hours = 100_000;
const zone = "America/New_York";
const begin = Temporal.ZonedDateTime.from(`2014-01-01T00:00[${zone}]`);
const now = begin.epochMilliseconds + hours * 3_600_000;
const repeats = 3;

/** Each time a definition of its own, as a project that was just loaded has it. */
const partitions = () => createPartitions({ kind: "hourly", startDate: "2014-01-01-00:00", timezone: zone }, { now });

export function measurePartitions(time) {
  for (let repeat = 0; repeat < repeats; repeat++) {
    time(`model.partitions.countAndHas.${hours}`, countAndHas);
    time(`model.temporal.walk.${hours}`, walk);
    const keys = time(`model.partitions.list.${hours}`, () => Array.from(listed()));
    time(`model.partitions.hasEach.${hours}`, () => hasEach(keys));
  }
}

/** What the list stands beside. */
export function partitionsReference(id) {
  return id === `model.partitions.list.${hours}` ? `model.temporal.walk.${hours}` : undefined;
}

function countAndHas() {
  const made = partitions();
  if (made.size !== hours || made.numberOf("2025-05-05-05:00") === undefined) throw new Error("Partitions are missing.");
}

function* listed() {
  const made = partitions();
  yield* keysOfSubset(made, allSubset(made));
}

function hasEach(keys) {
  const made = partitions();
  for (const key of keys) if (made.numberOf(key) === undefined) throw new Error(`${key} is missing.`);
}

/** The least that a list takes: to go on by an hour, and to write what the clocks show. */
function walk() {
  const keys = [];
  for (let at = begin; keys.length < hours; at = at.add({ hours: 1 })) {
    keys.push(at.toPlainDateTime().toString({ smallestUnit: "minute" }));
  }
  return keys;
}
