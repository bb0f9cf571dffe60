import { conditionText } from "../automation/algebra.ts";
import type { AutomationConditionData } from "../automation/condition.ts";
import { downstreamConditions } from "../automation/downstream.ts";
import { expandCondition } from "../automation/expand.ts";
import type { AutomationFact, EntityId, FactTarget } from "../automation/facts.ts";
import { declaredConditions } from "../automation/program.ts";
import type { AssetGraph } from "../graph/assetGraph.ts";
import { keyId } from "../keys/assetKey.ts";
import type { PartitionsDefinitionData } from "../partitions/definition.ts";
import { type Keys, keysAt, latestKeys, mapKeys, takesKey } from "./naivePartitions.ts";

type Condition = AutomationConditionData;

/** What happened up to the tick before, as plain sets. */
interface Known {
  materialized: Set<string>;
  lastMaterialized?: number;
  evaluated?: { id: number; passed: boolean };
  running: Map<string, Set<string>>;
  planned: Map<string, Set<string>>;
  failed: Map<string, Set<string>>;
  backfilling: Map<string, Set<string>>;
  /** By unit the run that made it last, as it was planned. */
  madeBy: Map<string, Run>;
  versions: Map<string, string>;
  codeVersions: Map<string, string | undefined>;
}

interface Run {
  readonly targets: readonly EntityId[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface NaiveTick {
  readonly now: number;
  readonly facts: readonly AutomationFact[];
  readonly dynamicPartitions: Readonly<Record<string, readonly string[]>>;
}

/** When each unit became true: at which times, and whether in a way that has none. */
type Times = Map<string, { readonly at: number[]; untimed: boolean }>;
interface Result {
  readonly true: Keys;
  readonly times: Times;
}

/**
 * What each tick of a history requests, as section 6 of the spec has it, word by word: sets of keys, every condition at every
 * tick, nothing that is remembered but what the spec says. It shares nothing with the evaluation of ticks but what conditions
 * stand for. Units of what has no partitions are `""`. For the partitions that `naivePartitions.ts` knows, in UTC, without
 * mappings that are declared.
 */
export function naiveRequests(graph: AssetGraph, ticks: readonly NaiveTick[]): Map<EntityId, Keys>[] {
  const conditions = declaredConditions(graph);
  const known = new Map<EntityId, Known>();
  const runs = new Map<string, Run>();
  const backfills = new Map<string, readonly EntityId[]>();
  /** By the way to a node: what `since` has come to, or what `newlyTrue` is about. */
  const memory = new Map<string, Keys>();
  let requestedBefore = new Map<EntityId, Keys>();
  let previousTime: number | undefined;

  return ticks.map(({ now, facts, dynamicPartitions }) => {
    const definitionOf = (id: EntityId) => graph.nodes.get(id)?.spec?.partitionsDef as PartitionsDefinitionData | undefined;
    const all = (id: EntityId): Keys => keysAt(definitionOf(id), now, dynamicPartitions);
    const map = (from: EntityId, to: EntityId, keys: Keys) => mapKeys(definitionOf(from), definitionOf(to), keys, all(to));
    const of = (id: EntityId): Known => {
      const found = known.get(id) ?? nothing();
      known.set(id, found);
      return found;
    };
    // What is known of keys that are not there any more is forgotten.
    for (const [id, facts] of known) if (definitionOf(id)?.kind === "dynamic") forget(facts, (key) => !all(id).has(key));

    const updated = new Map<EntityId, Set<string>>();
    const newVersions = new Map<EntityId, Set<string>>();
    const updateTimes = new Map<EntityId, Map<string, number[]>>();
    const updates: { readonly asset: EntityId; readonly units: Set<string>; readonly run: Run | undefined }[] = [];
    for (const fact of facts) tell(fact);
    const requested = new Map<EntityId, Keys>();
    for (const id of graph.order) {
      const condition = conditions.get(id);
      if (condition === undefined) continue;
      const root = { id, above: [conditionText(condition)] };
      const found = evaluate(expandCondition(condition), id, all(id), id, root).true;
      if (found.size > 0) requested.set(id, found);
    }
    previousTime = now;
    requestedBefore = requested;
    return requested;

    function tell(fact: AutomationFact): void {
      switch (fact.type) {
        case "runPlanned": {
          const targets = [...fact.targets.map(({ asset }) => asset), ...(fact.checks ?? [])];
          runs.set(fact.runId, { targets, tags: fact.tags ?? {} });
          const plans: [EntityId, Keys][] = [
            ...fact.targets.map((target): [EntityId, Keys] => [target.asset, unitsOf(target)]),
            ...(fact.checks ?? []).map((check): [EntityId, Keys] => [check, new Set([""])]),
          ];
          for (const [id, units] of plans) {
            const { running, planned, failed } = of(id);
            for (const sets of [planned, failed]) takeFromAll(sets, units);
            for (const sets of [running, planned]) add(sets, fact.runId, units);
          }
          return;
        }
        case "runEnded": {
          for (const id of runs.get(fact.runId)?.targets ?? []) {
            const { running, planned, failed } = of(id);
            const left = planned.get(fact.runId) ?? new Set();
            running.delete(fact.runId);
            planned.delete(fact.runId);
            if (fact.outcome === "failure") add(failed, fact.runId, left);
          }
          runs.delete(fact.runId);
          return;
        }
        case "materialized":
        case "observed": {
          const isExternal = graph.nodes.get(fact.asset)?.kind !== "materializable";
          if (fact.type === "observed" && !isExternal) return;
          const facts = of(fact.asset);
          const { dataVersion = "INITIAL" } = fact;
          const units = unitsOf(fact);
          const changed = new Set([...units].filter((unit) => facts.versions.get(unit) !== dataVersion));
          const run = fact.runId === undefined ? undefined : runs.get(fact.runId);
          if (fact.type === "materialized") updates.push({ asset: fact.asset, units: new Set(units), run });
          made(facts, units, fact.runId);
          for (const unit of units) {
            facts.materialized.add(unit);
            facts.versions.set(unit, dataVersion);
            facts.codeVersions.set(unit, fact.codeVersion);
          }
          if (fact.type === "materialized") facts.lastMaterialized = fact.id;
          const update = fact.type === "materialized" ? units : changed;
          updated.set(fact.asset, (updated.get(fact.asset) ?? new Set()).union(update));
          newVersions.set(fact.asset, (newVersions.get(fact.asset) ?? new Set()).union(changed));
          const times = updateTimes.get(fact.asset) ?? new Map<string, number[]>();
          for (const unit of update) times.set(unit, [...(times.get(unit) ?? []), fact.timestamp]);
          updateTimes.set(fact.asset, times);
          return;
        }
        case "checkEvaluated":
          made(of(fact.check), new Set([""]), fact.runId);
          of(fact.check).evaluated = { id: fact.id, passed: fact.passed };
          updated.set(fact.check, new Set([""]));
          return;
        case "wiped": {
          const facts = of(fact.asset);
          const gone = fact.partitions === undefined ? undefined : unitsOf(fact);
          const isGone = (unit: string) => gone === undefined || gone.has(unit);
          const { running, planned, backfilling } = facts;
          forget(facts, isGone);
          Object.assign(facts, { running, planned, backfilling });
          if (gone === undefined) facts.lastMaterialized = Number.NEGATIVE_INFINITY;
          for (const { asset, units } of updates)
            if (asset === fact.asset) for (const unit of units) if (isGone(unit)) units.delete(unit);
          for (const sets of [updated, newVersions]) {
            const left = sets.get(fact.asset);
            if (left !== undefined) sets.set(fact.asset, new Set([...left].filter((unit) => !isGone(unit))));
          }
          return;
        }
        case "backfillRequested":
          backfills.set(
            fact.backfillId,
            fact.targets.map(({ asset }) => asset),
          );
          for (const target of fact.targets) add(of(target.asset).backfilling, fact.backfillId, unitsOf(target));
          return;
        case "backfillEnded":
          for (const id of backfills.get(fact.backfillId) ?? []) of(id).backfilling.delete(fact.backfillId);
          backfills.delete(fact.backfillId);
          return;
      }
    }

    function unitsOf({ asset, partitions }: FactTarget): Keys {
      const definition = definitionOf(asset);
      if (definition === undefined) return new Set([""]);
      return new Set((partitions ?? []).filter((key) => takesKey(definition, key, all(asset))));
    }

    function made(facts: Known, units: Keys, runId: string | undefined): void {
      takeFromAll(facts.backfilling, units);
      for (const unit of units) facts.madeBy.delete(unit);
      if (runId === undefined) return;
      for (const sets of [facts.running, facts.planned, facts.failed]) take(sets, runId, units);
      const run = runs.get(runId);
      if (run !== undefined) for (const unit of units) facts.madeBy.set(unit, run);
    }

    function evaluate(
      condition: Condition,
      id: EntityId,
      candidates: Keys,
      way: string,
      root: { readonly id: EntityId; readonly above: readonly string[] },
    ): Result {
      const below = (operand: Condition, place: number | string, keys: Keys, other = id) =>
        evaluate(operand, other, keys, `${way}/${place}`, root);
      const isFirst = previousTime === undefined;
      switch (condition.kind) {
        case "and": {
          let left = candidates;
          const results = condition.operands.map((operand, place) => {
            const result = below(operand, place, left);
            left = left.intersection(result.true);
            return result;
          });
          return { true: left, times: timesOfSome(left, results) };
        }
        case "or": {
          const results = condition.operands.map((operand, place) => below(operand, place, candidates));
          return { true: union(results.map((result) => result.true)), times: timesOfEach(results) };
        }
        case "not": {
          const found = candidates.difference(below(condition.operand, 0, candidates).true);
          return untimed(found);
        }
        case "newlyTrue": {
          const result = below(condition.operand, 0, all(id));
          const before = memory.get(way) ?? new Set();
          memory.set(way, result.true);
          const found = result.true.difference(before.intersection(all(id))).intersection(candidates);
          return { true: found, times: timesOfSome(found, [result]) };
        }
        case "since": {
          const trigger = below(condition.trigger, 0, all(id));
          const reset = below(condition.reset, 1, all(id));
          const before = (memory.get(way) ?? new Set()).intersection(all(id));
          const isReset = (unit: string) => {
            if (!reset.true.has(unit)) return false;
            const [came, went] = [trigger.times.get(unit), reset.times.get(unit)];
            if (!trigger.true.has(unit) || came === undefined || went === undefined || went.untimed) return true;
            return !came.at.some((time) => went.at.every((other) => other < time));
          };
          const found = new Set([...before.union(trigger.true)].filter((unit) => !isReset(unit)));
          memory.set(way, found);
          const here = found.intersection(candidates);
          return { true: here, times: timesOfSome(here, [trigger]) };
        }
        case "anyDepsMatch":
        case "allDepsMatch": {
          const check = graph.checks.get(id);
          const deps = check === undefined ? graph.nodes.get(id)?.dependencies.map((one) => one.id) : [check.asset];
          return overOthers([...new Set(deps)].sort(), condition.operand, condition.kind === "allDepsMatch");
        }
        case "anyChecksMatch":
        case "allChecksMatch": {
          const checks = [...graph.checks.values()].filter(
            ({ asset, spec }) => asset === id && (condition.blockingOnly !== true || spec.blocking),
          );
          return overOthers(checks.map((check) => check.id).sort(), condition.operand, condition.kind === "allChecksMatch");
        }
        case "assetMatches":
          return overOthers([keyId(condition.asset)], condition.operand, false);
        case "anyDownstreamConditions": {
          const results = downstreamConditions(graph, conditions, id).flatMap((one) => {
            const text = conditionText(one.condition);
            if (root.above.includes(text)) return [];
            const inner = { ...root, above: [...root.above, text] };
            return [evaluate(expandCondition(one.condition), id, candidates, `${way}/${text}`, inner)];
          });
          return { true: union(results.map((result) => result.true)), times: timesOfEach(results) };
        }
        case "newlyUpdated": {
          const found = isFirst ? new Set<string>() : candidates.intersection(updated.get(id) ?? new Set());
          return { true: found, times: timesAt(found, (unit) => updateTimes.get(id)?.get(unit)) };
        }
        case "newlyRequested": {
          const found = candidates.intersection(requestedBefore.get(id) ?? new Set());
          return { true: found, times: timesAt(found, () => (previousTime === undefined ? undefined : [previousTime])) };
        }
        case "cronTickPassed": {
          // The only schedule that the histories have: at the full hour.
          const hour = now - (now % 3_600_000);
          const found = previousTime !== undefined && hour >= previousTime ? candidates : new Set<string>();
          return { true: found, times: timesAt(found, () => [hour]) };
        }
        default:
          return untimed(candidates.intersection(operand(condition)));
      }

      function overOthers(others: readonly EntityId[], operandOfOthers: Condition, every: boolean): Result {
        const results = others.map((other): Result => {
          if (!graph.nodes.has(other) && !graph.checks.has(other)) return { true: new Set(), times: new Map() };
          const result = below(operandOfOthers, other, map(id, other, candidates), other);
          const times: Times = new Map();
          for (const [unit, { at }] of result.times)
            for (const back of map(other, id, new Set([unit])))
              times.set(back, { at: [...(times.get(back)?.at ?? []), ...at], untimed: false });
          return { true: map(other, id, result.true), times };
        });
        const found = every
          ? results.reduce((left, result) => left.intersection(result.true), candidates)
          : candidates.intersection(union(results.map((result) => result.true)));
        return { true: found, times: timesOfSome(found, results) };
      }

      function operand({ kind, ...taken }: Condition): Keys {
        const facts = of(id);
        const status = graph.checks.has(id) ? statusOf(id) : undefined;
        const when = (isSo: boolean): Keys => new Set(isSo ? [""] : []);
        switch (kind) {
          case "missing":
            return status === undefined ? candidates.difference(facts.materialized) : when(status === "missing");
          case "runInProgress":
            return status === undefined ? union(facts.running.values()) : when(status === "inProgress");
          case "backfillInProgress":
            return union(facts.backfilling.values());
          case "executionFailed":
            return status === undefined ? union(facts.failed.values()) : when(status === "executionFailed");
          case "checkPassed":
            return when(status === "passed");
          case "checkFailed":
            return when(status === "failed");
          case "dataVersionChanged":
            return isFirst ? new Set() : (newVersions.get(id) ?? new Set());
          case "initialEvaluation":
            return isFirst ? candidates : new Set();
          case "willBeRequested":
            return JSON.stringify(definitionOf(id)) === JSON.stringify(definitionOf(root.id))
              ? (requested.get(id) ?? new Set())
              : new Set();
          case "inLatestTimeWindow": {
            const { lookbackDelta } = taken as { lookbackDelta?: { hours: number } };
            return latestKeys(definitionOf(id), all(id), lookbackDelta && lookbackDelta.hours * 3_600_000);
          }
          case "executedWithRootTarget":
            return id === root.id ? new Set() : madeByRun(({ targets }) => targets.includes(root.id));
          case "executedWithTags":
            return madeByRun(hasTags);
          case "anyNewUpdateHasRunTags":
          case "allNewUpdatesHaveRunTags": {
            const own = isFirst ? [] : updates.filter(({ asset }) => asset === id);
            const fits = own.filter(({ run }) => run !== undefined && hasTags(run));
            const others = own.filter((update) => !fits.includes(update));
            const found = union(fits.map(({ units }) => units));
            return kind === "anyNewUpdateHasRunTags" ? found : found.difference(union(others.map(({ units }) => units)));
          }
          case "codeVersionOutdated": {
            const declared = graph.nodes.get(id)?.spec?.codeVersion;
            const isOutdated = (version: string | undefined) =>
              declared !== undefined && version !== undefined && version !== declared;
            return new Set([...facts.codeVersions].filter(([, version]) => isOutdated(version)).map(([unit]) => unit));
          }
          default:
            // The code versions of a history that is told with one graph never change.
            return new Set();
        }

        function hasTags({ tags }: Run): boolean {
          const { tagKeys = [], tagValues = {} } = taken as { tagKeys?: string[]; tagValues?: Record<string, string> };
          return (
            tagKeys.every((name) => Object.hasOwn(tags, name)) &&
            Object.entries(tagValues).every(([name, value]) => tags[name] === value)
          );
        }

        function madeByRun(fits: (run: Run) => boolean): Keys {
          return new Set([...facts.madeBy].filter(([, run]) => fits(run)).map(([unit]) => unit));
        }
      }
    }

    function statusOf(id: EntityId): "missing" | "inProgress" | "executionFailed" | "passed" | "failed" {
      const { running, failed, evaluated } = of(id);
      if (union(running.values()).size > 0) return "inProgress";
      if (union(failed.values()).size > 0) return "executionFailed";
      const { lastMaterialized = Number.NEGATIVE_INFINITY } = of(graph.checks.get(id)?.asset ?? "");
      if (evaluated === undefined || lastMaterialized > evaluated.id) return "missing";
      return evaluated.passed ? "passed" : "failed";
    }
  });
}

function nothing(): Known {
  return {
    materialized: new Set(),
    running: new Map(),
    planned: new Map(),
    failed: new Map(),
    backfilling: new Map(),
    madeBy: new Map(),
    versions: new Map(),
    codeVersions: new Map(),
  };
}

function forget(facts: Known, isGone: (unit: string) => boolean): void {
  const left = (sets: Map<string, Set<string>>) =>
    new Map([...sets].map(([run, units]) => [run, new Set([...units].filter((unit) => !isGone(unit)))]));
  facts.materialized = new Set([...facts.materialized].filter((unit) => !isGone(unit)));
  facts.madeBy = new Map([...facts.madeBy].filter(([unit]) => !isGone(unit)));
  facts.versions = new Map([...facts.versions].filter(([unit]) => !isGone(unit)));
  facts.codeVersions = new Map([...facts.codeVersions].filter(([unit]) => !isGone(unit)));
  facts.running = left(facts.running);
  facts.planned = left(facts.planned);
  facts.failed = left(facts.failed);
  facts.backfilling = left(facts.backfilling);
}

function add(sets: Map<string, Set<string>>, key: string, units: Keys): void {
  sets.set(key, (sets.get(key) ?? new Set<string>()).union(units));
}

function take(sets: Map<string, Set<string>>, key: string, units: Keys): void {
  sets.set(key, (sets.get(key) ?? new Set<string>()).difference(units));
}

function takeFromAll(sets: Map<string, Set<string>>, units: Keys): void {
  for (const key of [...sets.keys()]) take(sets, key, units);
}

function union(sets: Iterable<Keys>): Set<string> {
  return new Set([...sets].flatMap((set) => [...set]));
}

function untimed(units: Keys): Result {
  return { true: units, times: new Map([...units].map((unit) => [unit, { at: [], untimed: true }])) };
}

function timesAt(units: Keys, at: (unit: string) => readonly number[] | undefined): Times {
  return new Map([...units].map((unit) => [unit, { at: [...(at(unit) ?? [])], untimed: at(unit) === undefined }]));
}

/** Of what is true because of several that hold together: all times that any of them has. */
function timesOfSome(units: Keys, results: readonly Result[]): Times {
  return new Map(
    [...units].map((unit) => {
      const at = results.flatMap((result) => result.times.get(unit)?.at ?? []);
      return [unit, { at, untimed: at.length === 0 }];
    }),
  );
}

/** Of what is true because any of several holds: without a time, where one of them has none. */
function timesOfEach(results: readonly Result[]): Times {
  const units = union(results.map((result) => result.true));
  return new Map(
    [...units].map((unit) => {
      const times = results.flatMap((result) => result.times.get(unit) ?? []);
      return [unit, { at: times.flatMap(({ at }) => at), untimed: times.some((one) => one.untimed) }];
    }),
  );
}
