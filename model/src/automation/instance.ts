import type { AutomationFact, EntityId, FactTarget } from "./facts.ts";
import { madeOnce } from "./madeOnce.ts";
import type { Times } from "./times.ts";
import { carryOver, isEmpty, type Moment, subtract, type UnitSpace, type Units, unite } from "./units.ts";

/** What is known of an asset or a check: the sum of the facts about it. It is never changed, only replaced. */
export interface EntityFacts {
  /** The partitions definition that the units below are of, as text. */
  readonly space: string;
  /** Materialized at some time, or observed. Of a check, unused. */
  readonly materialized: Units;
  /** The number of the latest materialization, of whatever partition. */
  readonly lastMaterialized?: number;
  /** Of a check: its latest evaluation. */
  readonly evaluated?: { readonly id: number; readonly passed: boolean };
  /** By run: what it is about to materialize or evaluate. */
  readonly running: UnitsByRun;
  /** By run that has not ended: that of which it is the latest to have planned it. */
  readonly planned: UnitsByRun;
  /** By run: what it was the latest to have planned, and failed to materialize. */
  readonly failed: UnitsByRun;
  /** By backfill: what it has still to materialize. */
  readonly backfilling: UnitsByRun;
  /** By {@link RunShape}: that of which a run of that shape made the latest materialization or evaluation. */
  readonly madeBy: ReadonlyMap<number, Units>;
  /** By data version: that of which it is the latest. Only where a condition asks for it. */
  readonly versions: ReadonlyMap<string, Units>;
  /** By code version: that of which the latest materialization was made with it. Only where a condition asks for it. */
  readonly codeVersions: ReadonlyMap<string, Units>;
}

type UnitsByRun = ReadonlyMap<string, Units>;

/** What conditions ask of a run: what it was to make, and tags. Runs of one shape are kept once. */
export interface RunShape {
  readonly targets: ReadonlySet<EntityId>;
  readonly tags: Readonly<Record<string, string>>;
}

/** The sum of all facts up to a moment. It is never changed, only replaced. */
export interface InstanceFacts {
  readonly entities: ReadonlyMap<EntityId, EntityFacts>;
  /** Of each run that has not ended its shape, and what it has planned. */
  readonly runs: ReadonlyMap<string, { readonly shape: number; readonly targets: readonly EntityId[] }>;
  readonly backfills: ReadonlyMap<string, readonly EntityId[]>;
  readonly shapes: ReadonlyMap<number, RunShape>;
}

export const nothingHappened: InstanceFacts = {
  entities: new Map(),
  runs: new Map(),
  backfills: new Map(),
  shapes: new Map(),
};

/** What changed with the facts of one tick. */
export interface FactChanges {
  /** What has been updated: materialized, observed with another data version, evaluated. */
  readonly updated: ReadonlyMap<EntityId, Units>;
  /** Of assets, when. */
  readonly updateTimes: ReadonlyMap<EntityId, Times>;
  /** What has been materialized, each time with the {@link RunShape} of its run, where there is one. */
  readonly updateRuns: ReadonlyMap<EntityId, readonly (readonly [shape: number | undefined, units: Units])[]>;
  /** What has another data version. */
  readonly newVersions: ReadonlyMap<EntityId, Units>;
  /** Everything of which anything became known. */
  readonly touched: ReadonlySet<EntityId>;
}

const nothingChanged: FactChanges = {
  updated: new Map(),
  updateTimes: new Map(),
  updateRuns: new Map(),
  newVersions: new Map(),
  touched: new Set(),
};

/** What the reduction has to know of the declarations. */
export interface FactScope {
  readonly moment: Moment;
  /** That of the facts before. */
  readonly momentBefore: Moment;
  spaceOf(id: EntityId): UnitSpace;
  /** Whether it is computed elsewhere, so that observations count. */
  isExternal(id: EntityId): boolean;
  /** Whether a condition asks for its data versions. */
  needsVersions(id: EntityId): boolean;
  /** Whether a condition asks for the code versions that it was made with. */
  needsCodeVersions(id: EntityId): boolean;
  /** Whether a condition asks which run made it. */
  needsRuns(id: EntityId): boolean;
  /** The checks of an asset. */
  checksOf(id: EntityId): readonly EntityId[];
  /** The tags of runs that conditions ask for. */
  readonly runTags: ReadonlySet<string>;
}

/** The data version of a record that has none (spec 7). */
const noVersion = "INITIAL";

/**
 * The facts with those that followed, each of which is told once and in its order. The cost is that of the new ones, not of
 * those that were known.
 */
export function reduceFacts(
  before: InstanceFacts,
  facts: readonly AutomationFact[],
  scope: FactScope,
): { readonly instance: InstanceFacts; readonly changes: FactChanges } {
  if (facts.length === 0) return { instance: before, changes: nothingChanged };
  const entities = new Map(before.entities);
  const runs = new Map(before.runs);
  const backfills = new Map(before.backfills);
  const shapes = new Map(before.shapes);
  let shapeIds: Map<string, number> | undefined;
  const idOfShape = (shape: RunShape): number => {
    shapeIds ??= new Map([...shapes].map(([id, known]) => [shapeText(known), id]));
    const text = shapeText(shape);
    const id = shapeIds.get(text) ?? Math.max(-1, ...shapes.keys()) + 1;
    shapeIds.set(text, id);
    shapes.set(id, shape);
    return id;
  };
  const updated = new Map<EntityId, Units>();
  const updateTimes = new Map<EntityId, (readonly [time: number, units: Units])[]>();
  const updateRuns = new Map<EntityId, (readonly [shape: number | undefined, units: Units])[]>();
  const newVersions = new Map<EntityId, Units>();
  const touched = new Set<EntityId>();

  const known = (id: EntityId): EntityFacts => {
    const facts = entities.get(id);
    if (facts === undefined) return nothingKnown(scope, id);
    const space = scope.spaceOf(id);
    return facts.space === space.text ? facts : carriedOver(facts, space, scope.moment, scope.momentBefore);
  };
  const set = (id: EntityId, next: Partial<EntityFacts>) => {
    touched.add(id);
    entities.set(id, { ...known(id), ...next });
  };
  const plan = (runId: string, id: EntityId, units: Units) => {
    const { running, planned, failed } = known(id);
    set(id, {
      running: adding(running, runId, units),
      planned: adding(takenFromAll(planned, units), runId, units),
      failed: takenFromAll(failed, units),
    });
  };
  const unitsOf = ({ asset, partitions }: FactTarget) => scope.moment.ofKeys(scope.spaceOf(asset), partitions);
  const made = (id: EntityId, units: Units, runId: string | undefined): Partial<EntityFacts> => {
    const facts = known(id);
    const shape = runId === undefined ? undefined : runs.get(runId)?.shape;
    const others = scope.needsRuns(id) ? takenFromAll(facts.madeBy, units) : facts.madeBy;
    return {
      running: runId === undefined ? facts.running : taking(facts.running, runId, units),
      planned: runId === undefined ? facts.planned : taking(facts.planned, runId, units),
      failed: runId === undefined ? facts.failed : taking(facts.failed, runId, units),
      backfilling: takenFromAll(facts.backfilling, units),
      madeBy: shape !== undefined && scope.needsRuns(id) ? adding(others, shape, units) : others,
    };
  };

  for (const fact of facts) {
    switch (fact.type) {
      case "runPlanned": {
        const targets = [...fact.targets.map(({ asset }) => asset), ...(fact.checks ?? [])];
        const tags = Object.fromEntries(Object.entries(fact.tags ?? {}).filter(([name]) => scope.runTags.has(name)));
        runs.set(fact.runId, { shape: idOfShape({ targets: new Set(targets), tags }), targets });
        for (const target of fact.targets) plan(fact.runId, target.asset, unitsOf(target));
        for (const check of fact.checks ?? []) plan(fact.runId, check, true);
        break;
      }
      case "runEnded": {
        for (const id of runs.get(fact.runId)?.targets ?? []) {
          const facts = known(id);
          const left = facts.planned.get(fact.runId);
          set(id, {
            running: leaving(facts.running, fact.runId),
            planned: leaving(facts.planned, fact.runId),
            failed: fact.outcome === "failure" && left !== undefined ? adding(facts.failed, fact.runId, left) : facts.failed,
          });
        }
        runs.delete(fact.runId);
        break;
      }
      case "materialized":
      case "observed": {
        const { asset, runId, dataVersion: version = noVersion, codeVersion } = fact;
        if (fact.type === "observed" && !scope.isExternal(asset)) {
          touched.add(asset);
          break;
        }
        const units = unitsOf(fact);
        const none = scope.moment.none(scope.spaceOf(asset));
        const { materialized, versions, codeVersions } = known(asset);
        const shape = runId === undefined ? undefined : runs.get(runId)?.shape;
        const changed = subtract(units, versions.get(version) ?? none);
        set(asset, {
          ...made(asset, units, runId),
          materialized: unite(materialized, units),
          ...(fact.type === "materialized" ? { lastMaterialized: fact.id } : {}),
          ...(scope.needsVersions(asset) ? { versions: adding(takenFromAll(versions, units), version, units) } : {}),
          ...(scope.needsCodeVersions(asset) ? { codeVersions: replacing(codeVersions, codeVersion, units) } : {}),
        });
        const update = fact.type === "materialized" ? units : changed;
        updated.set(asset, unite(updated.get(asset) ?? none, update));
        madeOnce(updateTimes, asset, () => []).push([fact.timestamp, update]);
        newVersions.set(asset, unite(newVersions.get(asset) ?? none, changed));
        if (fact.type === "observed") break;
        madeOnce(updateRuns, asset, () => []).push([shape, units]);
        for (const check of scope.checksOf(asset)) touched.add(check);
        break;
      }
      case "checkEvaluated":
        set(fact.check, { ...made(fact.check, true, fact.runId), evaluated: { id: fact.id, passed: fact.passed } });
        updated.set(fact.check, true);
        break;
      case "wiped": {
        const { asset } = fact;
        const facts = known(asset);
        if (fact.partitions === undefined) {
          const { running, planned, backfilling } = facts;
          touched.add(asset);
          entities.set(asset, { ...nothingKnown(scope, asset), running, planned, backfilling });
          updated.delete(asset);
          updateRuns.delete(asset);
          newVersions.delete(asset);
        } else {
          const gone = unitsOf(fact);
          set(asset, {
            materialized: subtract(facts.materialized, gone),
            failed: takenFromAll(facts.failed, gone),
            madeBy: takenFromAll(facts.madeBy, gone),
            versions: takenFromAll(facts.versions, gone),
            codeVersions: takenFromAll(facts.codeVersions, gone),
          });
          const runsOf = updateRuns.get(asset) ?? [];
          updateRuns.set(
            asset,
            runsOf.map(([shape, units]) => [shape, subtract(units, gone)]),
          );
          for (const changed of [updated, newVersions]) {
            const units = changed.get(asset);
            if (units !== undefined) changed.set(asset, subtract(units, gone));
          }
        }
        for (const check of scope.checksOf(asset)) touched.add(check);
        break;
      }
      case "backfillRequested":
        backfills.set(
          fact.backfillId,
          fact.targets.map(({ asset }) => asset),
        );
        for (const target of fact.targets) {
          const { backfilling } = known(target.asset);
          set(target.asset, { backfilling: adding(backfilling, fact.backfillId, unitsOf(target)) });
        }
        break;
      case "backfillEnded":
        for (const id of backfills.get(fact.backfillId) ?? []) {
          set(id, { backfilling: leaving(known(id).backfilling, fact.backfillId) });
        }
        backfills.delete(fact.backfillId);
        break;
    }
  }
  return { instance: { entities, runs, backfills, shapes }, changes: { updated, updateTimes, updateRuns, newVersions, touched } };
}

/** What is known, after the partitions have become others: what has a key in both is kept. */
export function carriedOver(facts: EntityFacts, space: UnitSpace, moment: Moment, momentBefore: Moment): EntityFacts {
  const carry = (units: Units) => carryOver(units, { text: facts.space, moment: momentBefore }, space, moment);
  const carryAll = <K>(units: ReadonlyMap<K, Units>): ReadonlyMap<K, Units> =>
    new Map([...units].map(([key, one]): [K, Units] => [key, carry(one)]).filter(([, one]) => !isEmpty(one)));
  return {
    ...facts,
    space: space.text,
    materialized: carry(facts.materialized),
    running: carryAll(facts.running),
    planned: carryAll(facts.planned),
    failed: carryAll(facts.failed),
    backfilling: carryAll(facts.backfilling),
    madeBy: carryAll(facts.madeBy),
    versions: carryAll(facts.versions),
    codeVersions: carryAll(facts.codeVersions),
  };
}

function nothingKnown(scope: FactScope, id: EntityId): EntityFacts {
  const space = scope.spaceOf(id);
  const none = new Map<never, Units>();
  return {
    space: space.text,
    materialized: scope.moment.none(space),
    running: none,
    planned: none,
    failed: none,
    backfilling: none,
    madeBy: none,
    versions: none,
    codeVersions: none,
  };
}

function shapeText({ targets, tags }: RunShape): string {
  const named = Object.keys(tags).sort();
  return JSON.stringify([[...targets].sort(), named.map((name) => [name, tags[name]])]);
}

function adding<K>(before: ReadonlyMap<K, Units>, key: K, units: Units): ReadonlyMap<K, Units> {
  if (isEmpty(units)) return before;
  const old = before.get(key);
  return new Map(before).set(key, old === undefined ? units : unite(old, units));
}

/** Units under another key than before, or under none. */
function replacing<K>(before: ReadonlyMap<K, Units>, key: K | undefined, units: Units): ReadonlyMap<K, Units> {
  const others = takenFromAll(before, units);
  return key === undefined ? others : adding(others, key, units);
}

function taking<K>(before: ReadonlyMap<K, Units>, key: K, units: Units): ReadonlyMap<K, Units> {
  const old = before.get(key);
  if (old === undefined) return before;
  const left = subtract(old, units);
  if (isEmpty(left)) return leaving(before, key);
  return new Map(before).set(key, left);
}

function takenFromAll<K>(before: ReadonlyMap<K, Units>, units: Units): ReadonlyMap<K, Units> {
  let after = before;
  for (const key of before.keys()) after = taking(after, key, units);
  return after;
}

function leaving<K>(before: ReadonlyMap<K, Units>, key: K): ReadonlyMap<K, Units> {
  if (!before.has(key)) return before;
  const after = new Map(before);
  after.delete(key);
  return after;
}
