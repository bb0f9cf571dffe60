import type { PartitionsDefinitionData } from "../specs/partitions.ts";
import type { CronSchedule, TimeDelta } from "./condition.ts";

export type Units = boolean | ReadonlySet<string>;

export interface UnitSpace {
  readonly id: string;
  readonly text: string;
  readonly changes: boolean;
  readonly definition?: PartitionsDefinitionData;
}

export class UnitSpaces {
  private readonly byText = new Map<string, UnitSpace>();
  of(definition: PartitionsDefinitionData | undefined): UnitSpace {
    const text = definition === undefined ? "" : JSON.stringify(definition);
    let space = this.byText.get(text);
    if (space === undefined) {
      space = { id: text, text, changes: false, ...(definition === undefined ? {} : { definition }) };
      this.byText.set(text, space);
    }
    return space;
  }
}

export const isEmpty = (units: Units): boolean => (typeof units === "boolean" ? !units : units.size === 0);
export const countUnits = (units: Units): number => (typeof units === "boolean" ? Number(units) : units.size);
export const unite = (a: Units, b: Units): Units =>
  typeof a === "boolean" || typeof b === "boolean" ? a === true || b === true : a.union(b);
export const intersect = (a: Units, b: Units): Units =>
  typeof a === "boolean" || typeof b === "boolean" ? a === true && b === true : a.intersection(b);
export const subtract = (a: Units, b: Units): Units =>
  typeof a === "boolean" || typeof b === "boolean" ? a === true && b !== true : a.difference(b);
export const sameUnits = (a: Units, b: Units): boolean =>
  typeof a === "boolean" || typeof b === "boolean" ? a === b : a.size === b.size && a.isSubsetOf(b);
export const keysOf = (units: Units): string[] => (typeof units === "boolean" ? [] : [...units]);

const keysIn = (space: UnitSpace) => (space.definition?.partitionKeys ?? []) as readonly string[];

export function momentAt(now: number, _dynamic: Readonly<Record<string, readonly string[]>>) {
  return {
    now,
    unpartitioned: { id: "", text: "", changes: false } as UnitSpace,
    all: (space: UnitSpace): Units => (space.definition === undefined ? true : new Set(keysIn(space))),
    none: (space: UnitSpace): Units => (space.definition === undefined ? false : new Set()),
    latestWindow: (space: UnitSpace, _lookback?: TimeDelta): Units =>
      space.definition === undefined ? true : new Set(keysIn(space)),
    nextChange: (_space: UnitSpace): number | undefined => undefined,
    ofKeys: (space: UnitSpace, keys: readonly string[] | undefined): Units =>
      space.definition === undefined ? true : new Set((keys ?? []).filter((key) => keysIn(space).includes(key))),
    carryOver: (units: Units, text: string, space: UnitSpace): Units | undefined =>
      (text === "") === (space.text === "") ? units : undefined,
    carryKeys: (units: Units, _text: string, space: UnitSpace): Units =>
      space.definition === undefined ? !isEmpty(units) : typeof units === "boolean" ? new Set() : units,
    latestTick: (_schedule: CronSchedule): number | undefined => undefined,
    nextTick: (_schedule: CronSchedule): number | undefined => undefined,
  };
}
export type Moment = ReturnType<typeof momentAt>;
