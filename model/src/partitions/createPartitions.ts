import {
  isTimeWindowPartitions,
  type MultiPartitionsData,
  type PartitionsContext,
  type PartitionsDefinitionData,
} from "./definition.ts";
import type { Dimension, KeyedPartitions, LinearPartitions, MultiPartitions, Partitions } from "./partitions.ts";
import { timeWindowPartitions } from "./timeWindowPartitions.ts";

/** What stands between the keys of the dimensions (spec 5.3). */
export const dimensionSeparator = "|";

/**
 * The partitions of a definition at a moment.
 *
 * @throws RangeError for a definition in which `checkPartitionsDefinition` finds something wrong
 */
export function createPartitions(definition: PartitionsDefinitionData, context: PartitionsContext): Partitions {
  return definition.kind === "multi" ? multiPartitions(definition, context) : linearPartitions(definition, context);
}

function linearPartitions(definition: PartitionsDefinitionData, context: PartitionsContext): LinearPartitions {
  if (isTimeWindowPartitions(definition)) return timeWindowPartitions(definition, context);
  if (definition.kind === "static") return keyedPartitions("static", definition.partitionKeys);
  if (definition.kind === "dynamic") {
    const { dynamicPartitions } = context;
    const { name = "" } = definition;
    const keys = dynamicPartitions !== undefined && Object.hasOwn(dynamicPartitions, name) ? dynamicPartitions[name] : undefined;
    return keyedPartitions("dynamic", keys ?? []);
  }
  throw new RangeError("The partitions of a dimension have one dimension.");
}

const numbersByKeys = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function keyedPartitions(kind: KeyedPartitions["kind"], keys: readonly string[]): KeyedPartitions {
  const numbers = () => {
    let found = numbersByKeys.get(keys);
    if (found === undefined) {
      found = new Map(keys.map((key, number) => [key, number]));
      numbersByKeys.set(keys, found);
    }
    return found;
  };
  return { kind, size: keys.length, keyAt: (number) => keys[number], numberOf: (key) => numbers().get(key) };
}

/** The dimensions of a definition, in the order of their names (spec 5.3). */
export function dimensionNames({ dimensions }: MultiPartitionsData): string[] {
  return Object.keys(dimensions).sort();
}

function multiPartitions(definition: MultiPartitionsData, context: PartitionsContext): MultiPartitions {
  const [first, second, third] = dimensionNames(definition).map((name): Dimension => {
    return { name, partitions: linearPartitions(definition.dimensions[name] as PartitionsDefinitionData, context) };
  });
  if (first === undefined || second === undefined || third !== undefined)
    throw new RangeError("Partitions have one dimension or two.");
  const { size: width } = second.partitions;
  return {
    kind: "multi",
    dimensions: [first, second],
    size: first.partitions.size * width,
    keyAt(number) {
      const one = first.partitions.keyAt(Math.floor(number / width));
      const other = second.partitions.keyAt(number % width);
      return one === undefined || other === undefined ? undefined : multiKey(one, other);
    },
    numberOf(key) {
      const [one, other] = numbersOfPair(first, second, key);
      return one === undefined || other === undefined ? undefined : one * width + other;
    },
  };
}

/** The key of a pair (spec 5.3). */
export function multiKey(first: string, second: string): string {
  return first + dimensionSeparator + second;
}

/** The keys of the two dimensions in a key; the second is empty where there is none. */
export function splitMultiKey(key: string): readonly [first: string, second: string] {
  // A key of a static dimension holds no separator, so that one of another may.
  const at = key.indexOf(dimensionSeparator);
  return at < 0 ? [key, ""] : [key.slice(0, at), key.slice(at + 1)];
}

function numbersOfPair(first: Dimension, second: Dimension, key: string): readonly (number | undefined)[] {
  const [one, other] = splitMultiKey(key);
  return [first.partitions.numberOf(one), second.partitions.numberOf(other)];
}
