import type { AssetGraph, CheckId } from "../graph/assetGraph.ts";
import { executionSet } from "../graph/assetGraph.ts";
import { type KeyId, keyId } from "../keys/assetKey.ts";
import { conditionText } from "./algebra.ts";
import type { AutomationConditionData, CronSchedule, Filter } from "./condition.ts";
import { digest } from "./digest.ts";
import { type DownstreamCondition, downstreamConditions } from "./downstream.ts";
import type { EntityId } from "./facts.ts";
import { resolveFilter } from "./filter.ts";
import { madeOnce } from "./madeOnce.ts";
import { type ConditionNode, compileBelow, compileCondition } from "./node.ts";
import { type Relation, relate } from "./relation.ts";
import { isEmpty, type Moment, type UnitSpace, type Units, unitSpaces, unpartitioned } from "./units.ts";

/** An asset or a check, as conditions see it. */
export interface Entity {
  readonly id: EntityId;
  /** Of a check, the asset that it checks. */
  readonly checks?: KeyId;
  readonly space: UnitSpace;
  /** What it depends on, sorted; it may be itself. */
  readonly dependencies: readonly EntityId[];
  readonly dependsOn: ReadonlySet<EntityId>;
  /** Whether it is an asset that is computed elsewhere. */
  readonly isExternal: boolean;
  /** The checks of an asset, sorted. */
  readonly checkIds: readonly CheckId[];
  readonly codeVersion?: string;
}

/** An asset or a check with a condition. */
export interface ConditionedEntity {
  readonly entity: Entity;
  readonly node: ConditionNode;
  /** The condition as text, equal for equal ones. */
  readonly conditionText: string;
  /** The same in short. */
  readonly conditionId: string;
  /** All of the declarations that an evaluation depends on, as text: it is made anew where that is another. */
  readonly declarations: string;
  /** What its evaluation looks at: itself, dependencies, checks. */
  readonly reads: ReadonlySet<EntityId>;
  readonly crons: readonly CronSchedule[];
  /** The spaces that it looks at and that change with time or with what an instance holds. */
  readonly changingSpaces: readonly UnitSpace[];
  /** What has to be requested together with it, if that is more than it alone. */
  readonly together?: readonly EntityId[];
}

/** A graph with conditions, ready to be evaluated. It must not change: what is worked out of it is kept. */
export interface AutomationProgram {
  readonly graph: AssetGraph;
  /** What has a condition, each after what it depends on. */
  readonly conditioned: readonly ConditionedEntity[];
  /** The places in `conditioned` of those that look at an entity. */
  readonly readers: ReadonlyMap<EntityId, readonly number[]>;
  entity(id: EntityId): Entity | undefined;
  /** How the units of an entity map to those of one upstream of it. */
  relation(downstream: Entity, upstream: Entity): Relation;
  /** What has to be looked at of another entity for units of one: what is upstream of these, or else downstream (spec 6.4). */
  mapTo(from: Entity, to: Entity, units: Units, moment: Moment): Units;
  /** The way back: the units of `from` to which some of `to` belong. */
  mapBack(from: Entity, to: Entity, units: Units, moment: Moment): Units;
  /** The dependencies or checks that an operator looks at. */
  over(node: ConditionNode, entity: Entity): readonly EntityId[];
  /** What `anyDownstreamConditions` stands for. */
  downstream(node: ConditionNode, entity: Entity): readonly ReadyDownstream[];
  /** Whether a condition asks for the data versions of an entity, or which runs made it. */
  needsVersions(id: EntityId): boolean;
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
  const spaceOf = unitSpaces();
  const entities = new Map<EntityId, Entity>();
  const checksByAsset = new Map<KeyId, CheckId[]>();
  for (const { id, asset } of graph.checks.values()) madeOnce(checksByAsset, asset, () => []).push(id);
  for (const ids of checksByAsset.values()) ids.sort();

  const makeEntity = (id: EntityId): Entity | undefined => {
    const check = graph.checks.get(id);
    if (check !== undefined) {
      const dependsOn = new Set([check.asset, ...check.additionalDeps]);
      return {
        id,
        checks: check.asset,
        space: unpartitioned,
        dependencies: [...dependsOn].sort(),
        dependsOn,
        isExternal: false,
        checkIds: [],
      };
    }
    const node = graph.nodes.get(id);
    if (node === undefined) return undefined;
    const codeVersion = node.spec?.codeVersion;
    const dependsOn = new Set(node.dependencies.map((dependency) => dependency.id));
    return {
      id,
      space: spaceOf(node.spec?.partitionsDef),
      dependencies: [...dependsOn].sort(),
      dependsOn,
      isExternal: node.kind !== "materializable",
      checkIds: checksByAsset.get(id) ?? [],
      ...(codeVersion === undefined ? {} : { codeVersion }),
    };
  };
  const entity = (id: EntityId): Entity | undefined => {
    const known = entities.get(id);
    if (known !== undefined) return known;
    const made = makeEntity(id);
    if (made !== undefined) entities.set(id, made);
    return made;
  };

  const filters = new Map<ConditionNode, ReadonlySet<EntityId>>();
  const over = (node: ConditionNode, of: Entity): readonly EntityId[] => {
    const { condition } = node;
    const filtered = (filter: Filter, all: readonly EntityId[], kind: "assets" | "checks"): readonly EntityId[] => {
      if (filter.allow === undefined && filter.ignore === undefined) return all;
      const left = madeOnce(filters, node, () => resolveFilter(filter, graph, kind));
      return all.filter((id) => left.has(id));
    };
    switch (condition.kind) {
      case "anyDepsMatch":
      case "allDepsMatch":
        return filtered(condition, of.dependencies, "assets");
      case "anyChecksMatch":
      case "allChecksMatch": {
        const isAsked = (id: EntityId) => condition.blockingOnly !== true || graph.checks.get(id)?.spec.blocking === true;
        return filtered(condition, of.checkIds.filter(isAsked), "checks");
      }
      default:
        return [];
    }
  };

  const downstreams = new Map<string, readonly ReadyDownstream[]>();
  const downstream = (node: ConditionNode, of: Entity) =>
    madeOnce(downstreams, `${node.key} ${of.id}`, () =>
      downstreamConditions(graph, conditions, of.id).map((one) => {
        const text = conditionText(one.condition);
        return { ...one, text, node: compileBelow(one.condition, digest(`${node.key}/${text}`), of.id) };
      }),
    );

  const relations = new Map<Entity, Map<Entity, Relation>>();
  const relation = (from: Entity, to: Entity): Relation =>
    madeOnce(
      madeOnce(relations, from, () => new Map<Entity, Relation>()),
      to,
      () => relate(graph, from, to),
    );

  const mapTo = (from: Entity, to: Entity, units: Units, moment: Moment): Units => {
    if (isEmpty(units)) return moment.none(to.space);
    return isBelow(to, from) ? relation(to, from).down(units, moment) : relation(from, to).up(units, moment);
  };
  const mapBack = (from: Entity, to: Entity, units: Units, moment: Moment): Units => {
    if (isEmpty(units)) return moment.none(from.space);
    return isBelow(to, from) ? relation(to, from).up(units, moment) : relation(from, to).down(units, moment);
  };

  const byText = new Map<string, { readonly text: string; readonly node: ConditionNode }>();
  const byCondition = new Map<AutomationConditionData, { readonly text: string; readonly node: ConditionNode }>();
  const compiled = (condition: AutomationConditionData) =>
    madeOnce(byCondition, condition, () => {
      const text = conditionText(condition);
      return madeOnce(byText, text, () => ({ text, node: compileCondition(condition) }));
    });

  const versionsNeeded = new Set<EntityId>();
  const runsNeeded = new Set<EntityId>();
  const runTags = new Set<string>();
  const survey = surveyor({ entity, over, downstream }, versionsNeeded, runsNeeded, runTags);
  const conditioned: ConditionedEntity[] = [];
  const readers = new Map<EntityId, number[]>();
  for (const id of inOrder(graph, checksByAsset)) {
    const condition = conditions.get(id);
    const of = condition === undefined ? undefined : entity(id);
    if (condition === undefined || of === undefined) continue;
    const { node, text } = compiled(condition);
    const { reads, crons, declarations } = survey(node, text, of);
    const place = conditioned.length;
    for (const read of reads) madeOnce(readers, read, () => []).push(place);
    const changing = new Set([...reads].map((read) => entity(read)?.space).filter((space) => space?.changes === true));
    const together = of.checks === undefined ? executionSet(graph, id) : [id];
    conditioned.push({
      entity: of,
      node,
      conditionText: text,
      conditionId: digest(text),
      declarations: digest(`${text} ${declarations}`),
      reads,
      crons,
      changingSpaces: [...changing] as UnitSpace[],
      ...(together.length > 1 ? { together } : {}),
    });
  }
  return {
    graph,
    conditioned,
    readers,
    entity,
    relation,
    mapTo,
    mapBack,
    over,
    downstream,
    needsVersions: (id) => versionsNeeded.has(id) || graph.nodes.get(id)?.kind !== "materializable",
    needsRuns: (id) => runsNeeded.has(id),
    runTags,
  };
}

function isBelow(one: Entity, other: Entity): boolean {
  return one !== other && one.dependsOn.has(other.id);
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

/** Each asset after what it depends on, and each check after the assets that it depends on. */
function* inOrder(graph: AssetGraph, checksByAsset: ReadonlyMap<KeyId, readonly CheckId[]>): Generator<EntityId> {
  const done = new Set<KeyId>();
  const waiting = new Map<KeyId, CheckId[]>();
  for (const id of graph.order) {
    yield id;
    done.add(id);
    const ready = [...(checksByAsset.get(id) ?? []), ...(waiting.get(id) ?? [])];
    for (const check of ready) {
      const missing = graph.checks.get(check)?.additionalDeps.find((dep) => !done.has(dep) && graph.nodes.has(dep));
      if (missing === undefined) yield check;
      else waiting.set(missing, [...(waiting.get(missing) ?? []), check]);
    }
  }
}

type Survey = { reads: Set<EntityId>; crons: CronSchedule[]; declarations: string };

/** Finds out what the evaluation of a condition looks at. */
function surveyor(
  { entity, over, downstream }: Pick<AutomationProgram, "entity" | "over" | "downstream">,
  versions: Set<EntityId>,
  runs: Set<EntityId>,
  tags: Set<string>,
): (node: ConditionNode, text: string, of: Entity) => Survey {
  return (root, rootText, target) => {
    const reads = new Set<EntityId>();
    const crons = new Map<string, CronSchedule>();
    const said: string[] = [];
    const look = (id: EntityId): Entity | undefined => {
      const of = entity(id);
      if (of !== undefined && !reads.has(id)) {
        reads.add(id);
        if (of.checks !== undefined) reads.add(of.checks);
        said.push(id, of.space.id, of.codeVersion ?? "");
      }
      return of;
    };
    const visit = (node: ConditionNode, of: Entity, above: readonly string[]): void => {
      const { condition } = node;
      switch (condition.kind) {
        case "cronTickPassed":
          crons.set(`${condition.cron} ${condition.timezone}`, condition);
          return;
        case "dataVersionChanged":
          versions.add(of.id);
          return;
        case "executedWithRootTarget":
          runs.add(of.id);
          return;
        case "executedWithTags":
          runs.add(of.id);
          for (const name of condition.tagKeys ?? []) tags.add(name);
          for (const name of Object.keys(condition.tagValues ?? {})) tags.add(name);
          return;
        case "anyDepsMatch":
        case "allDepsMatch":
        case "anyChecksMatch":
        case "allChecksMatch": {
          const others = over(node, of);
          said.push(String(others.length));
          for (const id of others) {
            const other = look(id);
            if (other !== undefined) visit(node.childOf(id), other, above);
          }
          return;
        }
        case "assetMatches": {
          const id = keyId(condition.asset);
          const other = look(id);
          if (other !== undefined) visit(node.childOf(id), other, above);
          return;
        }
        case "anyDownstreamConditions": {
          for (const { node: below, text } of downstream(node, of)) {
            if (above.includes(text)) continue;
            said.push(text);
            visit(below, of, [...above, text]);
          }
          return;
        }
        default:
          for (const child of node.children) visit(child, of, above);
      }
    };
    look(target.id);
    visit(root, target, [rootText]);
    return { reads, crons: [...crons.values()], declarations: said.join(" ") };
  };
}
