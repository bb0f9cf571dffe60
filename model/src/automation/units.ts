import { readPartitionsDefinition } from "../partitions/checkDefinition.ts";
import { createPartitions } from "../partitions/createPartitions.ts";
import { isTimeWindowPartitions, type PartitionsDefinitionData } from "../partitions/definition.ts";
import type { LinearPartitions, Partitions } from "../partitions/partitions.ts";
import { type Ranges, rangeOf, rangesOf } from "../partitions/ranges.ts";
import { deserializeSubset, serializeSubset } from "../partitions/serializedSubset.ts";
import {
  allSubset,
  differenceOfSubsets,
  emptySubset,
  intersectionOfSubsets,
  isEmptySubset,
  keysOfSubset,
  type PartitionsSubset,
  productSubset,
  sameSubset,
  sizeOfSubset,
  subsetOfKeys,
  unionOfSubsets,
} from "../partitions/subset.ts";
import { cronTicks } from "../time/schedule.ts";
import type { CronSchedule, TimeDelta } from "./condition.ts";
import { digest } from "./digest.ts";
import { madeOnce } from "./madeOnce.ts";

/** What of an asset or a check: whether it, where it has no partitions, or which of its partitions. Plain data. */
export type Units = boolean | PartitionsSubset;

export function isEmpty(units: Units): boolean {
  return typeof units === "boolean" ? !units : isEmptySubset(units);
}

/** How many there are: one where there are no partitions. */
export function countUnits(units: Units): number {
  return typeof units === "boolean" ? Number(units) : sizeOfSubset(units);
}

export function unite(one: Units, other: Units): Units {
  if (typeof one === "boolean" || typeof other === "boolean") return one === true || other === true;
  return unionOfSubsets(one, other);
}

export function intersect(one: Units, other: Units): Units {
  if (typeof one === "boolean" || typeof other === "boolean") return one === true && other === true;
  return one === other ? one : intersectionOfSubsets(one, other);
}

export function subtract(one: Units, other: Units): Units {
  if (typeof one === "boolean" || typeof other === "boolean") return one === true && other !== true;
  return differenceOfSubsets(one, other);
}

export function sameUnits(one: Units, other: Units): boolean {
  if (typeof one === "boolean" || typeof other === "boolean") return one === other;
  return one === other || sameSubset(one, other);
}

/** How something is divided: units of one space can be compared. There is one object for each in a program. */
export interface UnitSpace {
  /** The definition as text, empty where there is none. */
  readonly text: string;
  /** The same in short. */
  readonly id: string;
  readonly definition?: PartitionsDefinitionData;
  /** Whether partitions come with time, or as they are added. */
  readonly changes: boolean;
}

export const unpartitioned: UnitSpace = { text: "", id: "", changes: false };

/** Makes the spaces of a program, each once. */
export function unitSpaces(): (definition: PartitionsDefinitionData | undefined) => UnitSpace {
  const byText = new Map<string, UnitSpace>();
  const byDefinition = new Map<PartitionsDefinitionData, UnitSpace>();
  const make = (definition: PartitionsDefinitionData): UnitSpace => {
    // Where something is wrong or not known it counts as none: findings say so elsewhere.
    if (readPartitionsDefinition(definition).definition === undefined) return unpartitioned;
    const text = JSON.stringify(definition);
    return madeOnce(byText, text, () => ({ text, id: digest(text), definition, changes: changesOf(definition) }));
  };
  return (definition) => (definition === undefined ? unpartitioned : madeOnce(byDefinition, definition, () => make(definition)));
}

function changesOf(definition: PartitionsDefinitionData): boolean {
  if (definition.kind === "multi") return Object.values(definition.dimensions).some(changesOf);
  return definition.kind !== "static";
}

/** Whether partitions of a space have other numbers than before, since keys of its dynamic partitions are not there any more. */
export function isRenumbered({ definition }: UnitSpace, before: Moment, after: Moment): boolean {
  if (definition === undefined) return false;
  const single = definition.kind === "multi" ? Object.values(definition.dimensions) : [definition];
  return single.some((one) => {
    if (one.kind !== "dynamic" || one.name === undefined) return false;
    const [keys = [], now = []] = [before.dynamicPartitions[one.name], after.dynamicPartitions[one.name]];
    return keys !== now && keys.some((key, at) => key !== now[at]);
  });
}

/** The spaces at a moment. What is asked for is worked out once. */
export interface Moment {
  readonly now: number;
  /** The keys of dynamic partitions, by the name of their definition. */
  readonly dynamicPartitions: Readonly<Record<string, readonly string[]>>;
  partitions(space: DividedSpace): Partitions;
  /** Everything that there is. */
  all(space: UnitSpace): Units;
  none(space: UnitSpace): Units;
  /** The units of keys; no keys mean what has no partitions. Keys that do not exist are passed over. */
  ofKeys(space: UnitSpace, keys: readonly string[] | undefined): Units;
  keysOf(space: UnitSpace, units: Units): string[];
  /** What begins in the latest window, or in the time before its end (spec 6.1); everything where there are no windows. */
  latestWindow(space: UnitSpace, lookback: TimeDelta | undefined): Units;
  /** When time may change what there is; undefined for never. */
  nextChange(space: UnitSpace): number | undefined;
  /** The latest tick of a schedule up to now, and the first one after. */
  latestTick(schedule: CronSchedule): number | undefined;
  nextTick(schedule: CronSchedule): number | undefined;
}

export function momentAt(now: number, dynamicPartitions: Readonly<Record<string, readonly string[]>> = {}): Moment {
  const context = { now, dynamicPartitions };
  const made = new Map<UnitSpace, SpaceAtMoment>();
  const known = (space: DividedSpace) =>
    madeOnce(made, space, (): SpaceAtMoment => {
      const partitions = createPartitions(space.definition, context);
      return { partitions, all: allSubset(partitions), none: emptySubset(partitions), latest: new Map() };
    });
  const nextChanges = new Map<UnitSpace, { readonly time: number | undefined }>();
  return {
    now,
    dynamicPartitions,
    partitions: (space) => known(space).partitions,
    all: (space) => (isDivided(space) ? known(space).all : true),
    none: (space) => (isDivided(space) ? known(space).none : false),
    ofKeys(space, keys) {
      if (!isDivided(space)) return true;
      const { partitions, none } = known(space);
      if (keys === undefined) return none;
      // A window that is yet to come has a number, so that what is said of it is kept until it is there.
      if (partitions.kind === "timeWindow")
        return { ranges: rangesOf(keys.flatMap((key) => partitions.numberOfWindow(key) ?? [])) };
      return subsetOfKeys(partitions, keys);
    },
    keysOf(space, units) {
      return isDivided(space) && typeof units !== "boolean" ? [...keysOfSubset(known(space).partitions, units)] : [];
    },
    latestWindow(space, lookback) {
      if (!isDivided(space)) return true;
      const { partitions, latest } = known(space);
      return madeOnce(latest, lookback, () => latestWindow(partitions, lookback));
    },
    nextChange(space) {
      if (!space.changes || !isDivided(space)) return undefined;
      return madeOnce(nextChanges, space, () => ({ time: nextChange(known(space).partitions, now) })).time;
    },
    latestTick: ({ cron, timezone }) => cronTicks(cron, timezone, now, 1, "backward")[0],
    nextTick: ({ cron, timezone }) => cronTicks(cron, timezone, now + 1, 1)[0],
  };
}

type DividedSpace = UnitSpace & { readonly definition: PartitionsDefinitionData };

function isDivided(space: UnitSpace): space is DividedSpace {
  return space.definition !== undefined;
}

interface SpaceAtMoment {
  readonly partitions: Partitions;
  readonly all: PartitionsSubset;
  readonly none: PartitionsSubset;
  /** By how far it looks back. */
  readonly latest: Map<TimeDelta | undefined, PartitionsSubset>;
}

function latestWindow(partitions: Partitions, lookback: TimeDelta | undefined): PartitionsSubset {
  if (partitions.kind !== "multi") return { ranges: latestRanges(partitions, lookback) };
  const [first, second] = partitions.dimensions;
  return productSubset(latestRanges(first.partitions, lookback), latestRanges(second.partitions, lookback));
}

function latestRanges(partitions: LinearPartitions, lookback: TimeDelta | undefined): Ranges {
  const { size } = partitions;
  if (partitions.kind !== "timeWindow") return rangeOf(0, size);
  if (size === 0 || lookback === undefined) return rangeOf(Math.max(0, size - 1), size);
  const from = partitions.numberAtOrAfter(partitions.windowAt(size - 1).end - millisecondsOf(lookback));
  return rangeOf(Math.min(from, size), size);
}

const second = 1_000;
const lengths = { weeks: 604_800 * second, days: 86_400 * second, hours: 3_600 * second, minutes: 60 * second, seconds: second };

function millisecondsOf(delta: TimeDelta): number {
  return Object.entries(lengths).reduce((sum, [unit, length]) => sum + (delta[unit as keyof TimeDelta] ?? 0) * length, 0);
}

function nextChange(partitions: Partitions, now: number): number | undefined {
  const linear = partitions.kind === "multi" ? partitions.dimensions.map((dimension) => dimension.partitions) : [partitions];
  const times = linear.flatMap((one) => nextWindowEnd(one, now) ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** When the window ends that is under way: with it another partition may come. Before the first one, with each tick. */
function nextWindowEnd(partitions: LinearPartitions, now: number): number | undefined {
  if (partitions.kind !== "timeWindow") return undefined;
  const next = partitions.numberAtOrAfter(now + 1);
  if (next === 0) return cronTicks(partitions.cron, partitions.timezone, now + 1, 1)[0];
  const { end } = partitions.windowAt(next - 1);
  return end > now ? end : partitions.windowAt(next).end;
}

/**
 * Units of a space that has become another: what there is in both, windows by their times and other partitions by their keys. What
 * was not divided and is now has none of it, and what is not divided any more is there if any of it was.
 *
 * @param before the text of the former space, with the moment at which units were counted in it
 */
export function carryOver(
  units: Units,
  before: { readonly text: string; readonly moment: Moment },
  space: UnitSpace,
  moment: Moment,
): Units {
  if (!isDivided(space)) return !isEmpty(units);
  if (typeof units === "boolean") return moment.none(space);
  const definition = JSON.parse(before.text) as PartitionsDefinitionData;
  const former = before.moment.partitions({ text: before.text, id: "", definition, changes: false });
  return deserializeSubset(moment.partitions(space), serializeSubset(former, units));
}

/**
 * Whether what is remembered of partitions still says something after their definition has changed (spec 6.4): keys were added or
 * removed, or windows of the same schedule begin or end elsewhere.
 */
export function isComparable(text: string, space: UnitSpace): boolean {
  if (text === space.text) return true;
  if (text === "" || !isDivided(space)) return false;
  return areComparable(JSON.parse(text) as PartitionsDefinitionData, space.definition);
}

function areComparable(one: PartitionsDefinitionData, other: PartitionsDefinitionData): boolean {
  if (one.kind === "multi" || other.kind === "multi") {
    if (one.kind !== "multi" || other.kind !== "multi") return false;
    const names = Object.keys(one.dimensions);
    return (
      names.length === Object.keys(other.dimensions).length &&
      names.every((name) => {
        const [own, others] = [one.dimensions[name], other.dimensions[name]];
        return own !== undefined && others !== undefined && areComparable(own, others);
      })
    );
  }
  if (!isTimeWindowPartitions(one) || !isTimeWindowPartitions(other))
    return !isTimeWindowPartitions(one) && !isTimeWindowPartitions(other);
  const { startDate: _, endDate: __, exclusions: ___, endOffset: ____, ...schedule } = one;
  const { startDate: _a, endDate: _b, exclusions: _c, endOffset: _d, ...otherSchedule } = other;
  return JSON.stringify(schedule) === JSON.stringify(otherSchedule);
}
