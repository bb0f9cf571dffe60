import { type AssetGraph, type CheckId, executionSet } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import { conditionText } from "./algebra.ts";
import type { AutomationConditionData, Filter } from "./condition.ts";
import { digest } from "./digest.ts";
import { type DownstreamCondition, downstreamConditions } from "./downstream.ts";
import { type Entity, entitiesOf, isBelow } from "./entities.ts";
import type { EntityId } from "./facts.ts";
import { resolveFilter } from "./filter.ts";
import { madeOnce } from "./madeOnce.ts";
import { type ConditionNode, compileBelow, compileCondition } from "./node.ts";
import { type Places, placesBy } from "./places.ts";
import { type Relation, relations } from "./relation.ts";
import { type Asked, type Survey, surveyor } from "./survey.ts";
import { isEmpty, type Moment, type Units } from "./units.ts";

/** An asset or a check with a condition. */
export interface ConditionedEntity extends Survey {
  readonly entity: Entity;
  readonly node: ConditionNode;
  /** The condition as text, equal for equal ones. */
  readonly conditionText: string;
  /** The same in short. */
  readonly conditionId: string;
  /** What has to be requested together with it, if that is more than it alone. */
  readonly together?: readonly EntityId[];
}

/** A graph with conditions, ready to be evaluated. It must not change: what is worked out of it is kept. */
export interface AutomationProgram {
  readonly graph: AssetGraph;
  /** Every asset and check, by its number. */
  readonly entities: readonly Entity[];
  /** What has a condition, each after what it depends on. */
  readonly conditioned: readonly ConditionedEntity[];
  /** The ids of these, in the same order. */
  readonly conditionedIds: readonly EntityId[];
  /** The places in `conditioned` of those that look at an entity, by its number. */
  readonly readers: Places;
  entity(id: EntityId): Entity | undefined;
  /** How the units of an entity map to those of one upstream of it. */
  relation(downstream: Entity, upstream: Entity): Relation;
  /** What has to be looked at of another entity for units of one: what is upstream of these, or else downstream (spec 6.4). */
  mapTo(from: Entity, to: Entity, units: Units, moment: Moment): Units;
  /** The way back: the units of `from` to which some of `to` belong. */
  mapBack(from: Entity, to: Entity, units: Units, moment: Moment): Units;
  /** The dependencies or checks that an operator looks at. */
  over(node: ConditionNode, entity: Entity): readonly Entity[];
  /** What `anyDownstreamConditions` stands for. */
  downstream(node: ConditionNode, entity: Entity): readonly ReadyDownstream[];
  /** Whether a condition asks for the data versions of an entity, the code versions that it was made with, or the runs. */
  needsVersions(id: EntityId): boolean;
  needsCodeVersions(id: EntityId): boolean;
  needsRuns(id: EntityId): boolean;
  /** The tags of runs that conditions ask for. */
  readonly runTags: ReadonlySet<string>;
}

/** A condition downstream, ready to be evaluated. */
interface ReadyDownstream extends DownstreamCondition {
  readonly text: string;
  readonly node: ConditionNode;
}

/**
 * Makes the conditions of a graph ready for evaluation. It takes time in proportion to the edges of the graph, and to the
 * conditions.
 *
 * @param conditions those to evaluate, by the asset or check; left out: those that the graph's assets and checks declare
 */
export function prepareAutomation(
  graph: AssetGraph,
  conditions: ReadonlyMap<EntityId, AutomationConditionData> = declaredConditions(graph),
): AutomationProgram {
  const entities = entitiesOf(graph);
  const over = overOthers(graph);
  const relation = relations();
  const downstreams = new Map<string, readonly ReadyDownstream[]>();
  const downstream = (node: ConditionNode, of: Entity) =>
    madeOnce(downstreams, `${node.key} ${of.id}`, () =>
      downstreamConditions(graph, conditions, of.id).map((one) => {
        const text = conditionText(one.condition);
        return { ...one, text, node: compileBelow(one.condition, digest(`${node.key}/${text}`), of.id) };
      }),
    );
  const compiled = compiler();
  const asked: Asked = { versions: new Set(), codeVersions: new Set(), runs: new Set(), runTags: new Set() };
  const survey = surveyor({ entity: entities.get, over, downstream }, asked);
  const conditioned: ConditionedEntity[] = [];
  const reads: number[] = [];
  for (const id of inOrder(graph)) {
    const condition = conditions.get(id);
    const entity = condition === undefined ? undefined : entities.get(id);
    if (condition === undefined || entity === undefined) continue;
    const ready = compiled(condition);
    const seen = survey(ready.node, ready.conditionText, entity, (number) => reads.push(number, conditioned.length));
    const together = entity.checks === undefined ? executionSet(graph, id) : [];
    conditioned.push({ entity, ...ready, ...seen, ...(together.length > 1 ? { together } : {}) });
  }
  return {
    graph,
    entities: entities.all,
    conditioned,
    conditionedIds: conditioned.map(({ entity }) => entity.id),
    readers: placesBy(reads, entities.all.length),
    entity: entities.get,
    relation,
    mapTo(from, to, units, moment) {
      if (isEmpty(units)) return moment.none(to.space);
      return isBelow(to, from) ? relation(to, from).down(units, moment) : relation(from, to).up(units, moment);
    },
    mapBack(from, to, units, moment) {
      if (isEmpty(units)) return moment.none(from.space);
      return isBelow(to, from) ? relation(to, from).up(units, moment) : relation(from, to).down(units, moment);
    },
    over,
    downstream,
    needsVersions: (id) => asked.versions.has(id) || graph.nodes.get(id)?.kind !== "materializable",
    // Also where none asks yet, since one that is given later asks for what is there.
    needsCodeVersions: (id) => asked.codeVersions.has(id) || entities.get(id)?.codeVersion !== undefined,
    needsRuns: (id) => asked.runs.has(id),
    runTags: asked.runTags,
  };
}

/** The conditions that the assets and checks of a graph declare. */
export function declaredConditions(graph: AssetGraph): Map<EntityId, AutomationConditionData> {
  const found = new Map<EntityId, AutomationConditionData>();
  for (const { id, spec } of graph.nodes.values()) {
    if (spec?.automationCondition !== undefined) found.set(id, spec.automationCondition as AutomationConditionData);
  }
  for (const { id, spec } of graph.checks.values()) {
    if (spec.automationCondition !== undefined) found.set(id, spec.automationCondition as AutomationConditionData);
  }
  return found;
}

type Ready = Pick<ConditionedEntity, "node" | "conditionText" | "conditionId">;

/** Makes conditions ready, equal ones once. */
function compiler(): (condition: AutomationConditionData) => Ready {
  const byText = new Map<string, Ready>();
  // Most are written alike, and need not be expanded to see that they are equal.
  const byJson = new Map<string, Ready>();
  return (condition) =>
    madeOnce(byJson, JSON.stringify(condition), () => {
      const text = conditionText(condition);
      return madeOnce(byText, text, () => ({
        node: compileCondition(condition),
        conditionText: text,
        conditionId: digest(text),
      }));
    });
}

/** The dependencies or checks that operators look at. */
function overOthers(graph: AssetGraph): AutomationProgram["over"] {
  const filters = new Map<ConditionNode, ReadonlySet<EntityId>>();
  const filtered = (node: ConditionNode, filter: Filter, all: readonly Entity[], kind: "assets" | "checks") => {
    if (filter.allow === undefined && filter.ignore === undefined) return all;
    const left = madeOnce(filters, node, () => resolveFilter(filter, graph, kind));
    return all.filter(({ id }) => left.has(id));
  };
  return (node, of) => {
    const { condition } = node;
    switch (condition.kind) {
      case "anyDepsMatch":
      case "allDepsMatch":
        return filtered(node, condition, of.dependencies, "assets");
      case "anyChecksMatch":
      case "allChecksMatch": {
        const isAsked = ({ id }: Entity) => condition.blockingOnly !== true || graph.checks.get(id)?.spec.blocking === true;
        return filtered(node, condition, of.ownChecks.filter(isAsked), "checks");
      }
      default:
        return [];
    }
  };
}

/** Each asset after what it depends on, and each check after the assets that it depends on. */
function* inOrder(graph: AssetGraph): Generator<EntityId> {
  const done = new Set<KeyId>();
  const checks = new Map<KeyId, CheckId[]>();
  for (const { id, asset } of graph.checks.values()) madeOnce(checks, asset, () => []).push(id);
  for (const id of graph.order) {
    yield id;
    done.add(id);
    for (const check of checks.get(id)?.sort() ?? []) {
      const missing = graph.checks.get(check)?.additionalDeps.find((dep) => !done.has(dep) && graph.nodes.has(dep));
      if (missing === undefined) yield check;
      else madeOnce(checks, missing, () => []).push(check);
    }
  }
}
