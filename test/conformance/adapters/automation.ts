import {
  type AutomationConditionData,
  type AutomationCursor,
  type AutomationFact,
  type ConditionEvaluation,
  countUnits,
  declaredConditions,
  downstreamConditions,
  evaluateTick,
  fromUserString,
  keyId,
  momentAt,
  prepareAutomation,
  readCursor,
  sameCondition,
  type Units,
  writeCursor,
} from "@headwater/model";
import {
  type AnyAsset,
  type AnyMultiAsset,
  AssetDefinitionError,
  AssetSpec,
  type AutomationCondition,
  AutomationConditionError,
  asset,
  assetCheck,
  Definitions,
  externalAsset,
  multiAsset,
  observableAsset,
} from "headwater";
import { loadDefinitions } from "headwater/engine";
import { type Adapter, type Got, NotImplemented } from "../adapter.ts";
import { conditionOf, stubTag } from "../harness/conditions.ts";
import { optional, partitions, type Written } from "./declarations.ts";

/** Algebra of conditions, what stands for downstream conditions, and ticks over a graph to which things happen. */
export const adapter: Adapter = {
  agrees: {
    equals: (expected, got) => sameCondition(conditionOf(expected), got as AutomationConditionData),
    resolved: (expected, got) => sameResolved(expected as Written[], got as Written[]),
    ticks: (expected, got) => (expected as Written[]).every((tick, at) => sameTick(tick, (got as Written[])[at])),
  },
  run({ given }) {
    if ("expression" in given) return algebra(given.expression);
    try {
      if ("question" in given) return downstreamOf(given);
      return { ticks: ticksOf(given) };
    } catch (error) {
      if (error instanceof AssetDefinitionError) return { ok: false, error: { category: "invalid-definition" } };
      throw error;
    }
  },
};

function algebra(expression: Written): Got {
  try {
    const made = conditionOf(expression);
    const isNested = made.kind === "and" || made.kind === "or";
    const flat = isNested && made.operands.every(({ kind, label }) => kind !== made.kind || label !== undefined);
    return { ok: true, equals: made, flat };
  } catch (error) {
    if (error instanceof AutomationConditionError) return { ok: false, error: { category: "invalid-argument" } };
    throw error;
  }
}

function downstreamOf(given: Written): Got {
  const graph = graphOf(given.assets, given);
  const declared = declaredConditions(graph);
  const subject = [...declared].find(([, condition]) => condition.kind === "anyDownstreamConditions")?.[0];
  if (subject === undefined) throw new NotImplemented("a question about no asset");
  const resolved = downstreamConditions(graph, declared, given.target === undefined ? subject : idOf(given.target));
  return { resolved: resolved.map(({ condition, from }) => ({ condition, from: from.map(nameOf) })) };
}

function sameResolved(expected: Written[], got: Written[]): boolean {
  return (
    expected.length === got.length &&
    expected.every(
      ({ condition, from }, at) =>
        sameCondition(conditionOf(condition), got[at].condition) && [...from].sort().join() === [...got[at].from].sort().join(),
    )
  );
}

/** A count, and what the table lists of what was requested: a count or the partitions of each asset. */
function sameTick(expected: Written, got: Written): boolean {
  if (got === undefined || ("count" in expected && expected.count !== got.count)) return false;
  return Object.entries<Written>(expected.requested ?? {}).every(([name, units]) => {
    const found = got.requested[name] ?? { count: 0, keys: [] };
    return Array.isArray(units) ? [...units].sort().join() === [...found.keys].sort().join() : units === found.count;
  });
}

/** The condition of what is requested by hand. */
const requestedByHand = "requested this tick";

const minute = 60_000;
const clock = Date.UTC(2026, 0, 1, 0, 0, 30);

function ticksOf(given: Written): Written[] {
  let assets: Written[] = given.assets;
  const happened = makeHistory(() => assets);
  let cursor: AutomationCursor | undefined;
  let now = clock;
  return given.ticks.map((tick: Written) => {
    now = tick.at === undefined ? now + minute : Date.parse(tick.at);
    // What is told before a tick happens right before it.
    happened.setTime(now - 1_000);
    for (const event of tick.before ?? []) {
      if (event.event === "redefine") assets = redefined(assets, event);
      else if (event.event === "cursorDropped") cursor = undefined;
      else happened.add(event);
    }
    happened.endRequests(tick.before ?? []);
    const graph = graphOf(assets, given);
    const program = prepareAutomation(graph);
    const target = given.target ?? (given.observe === undefined ? undefined : observed(assets));
    const result = evaluateTick(program, {
      now,
      facts: happened.since(cursor?.lastFact ?? 0),
      ...(cursor === undefined ? {} : { cursor }),
      observeOnly: given.feedback === false,
      explain: target === undefined ? [] : [idOf(target)],
    });
    // A cursor is kept as text.
    cursor = readCursor(writeCursor(result.cursor));
    const moment = momentAt(now);
    const requested = Object.fromEntries(
      [...result.requested].map(([id, units]) => {
        const space = program.entity(id)?.space;
        return [nameOf(id), { count: countUnits(units), keys: space === undefined ? [] : moment.keysOf(space, units) }];
      }),
    );
    if (target === undefined) return { count: sum([...result.requested.values()]), requested };
    const evaluation = result.evaluations.get(idOf(target)) as ConditionEvaluation;
    const seen = given.observe === undefined ? evaluation : innerNode(evaluation, given.observe);
    return { count: countUnits(seen.trueUnits), requested };
  });
}

function sum(all: readonly Units[]): number {
  return all.reduce((total, units) => total + countUnits(units), 0);
}

/** The asset whose condition is looked into. */
function observed(assets: readonly Written[]): string {
  return assets.find(({ condition }) => condition !== undefined)?.name;
}

/** The first node whose name stands in the words that say which is looked at. */
function innerNode(evaluation: ConditionEvaluation, words: string): ConditionEvaluation {
  const open = [evaluation];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (new RegExp(`\\b${next.node.condition.kind}\\b`).test(words)) return next;
    open.unshift(...next.children);
  }
  throw new NotImplemented(`a look at ${words}`);
}

function redefined(assets: readonly Written[], { assets: changes }: Written): Written[] {
  return assets.map((one) => {
    const change = changes[one.name];
    if (change === undefined) return one;
    return Object.fromEntries(Object.entries({ ...one, ...change }).filter(([, value]) => value !== null));
  });
}

/** What happened, as the facts that an instance would tell. */
function makeHistory(assets: () => readonly Written[]) {
  const facts: AutomationFact[] = [];
  /** By condition that is driven by hand and what it is for, with the partition: whether it is true. */
  const stubs = new Map<string, Map<string, boolean>>();
  /** What counts as requested by hand, as name and partition. */
  let requests: (readonly [name: string, partition: string | undefined])[] = [];
  let runs = 0;
  let time = clock;
  const tell = (fact: Written) => facts.push({ id: facts.length + 1, timestamp: time++, ...fact });
  const target = (name: string, partition?: string) => ({
    asset: idOf(name),
    ...(partition === undefined ? {} : { partitions: [partition] }),
  });
  const isCheck = (name: string) => name.includes(":");

  /** A run that makes one thing. */
  const made = (name: string, partition: string | undefined, fact: Written, tags: Readonly<Record<string, string>> = {}) => {
    const runId = `own ${++runs}`;
    const planned = isCheck(name) ? { targets: [], checks: [idOf(name)] } : { targets: [target(name, partition)] };
    tell({ type: "runPlanned", runId, ...planned, tags });
    tell({ ...fact, runId });
    tell({ type: "runEnded", runId, outcome: "success" });
  };
  const drive = (id: string, name: string, partition: string | undefined, value: boolean) => {
    const unit = JSON.stringify([name, partition]);
    const known = stubs.get(unit) ?? new Map<string, boolean>();
    stubs.set(unit, known.set(id, value));
    const tags = Object.fromEntries([...known].filter(([, on]) => on).map(([one]) => [stubTag(one), ""]));
    const fact = isCheck(name)
      ? { type: "checkEvaluated", check: idOf(name), passed: true }
      : { type: "materialized", ...target(name, partition) };
    made(name, partition, fact, tags);
  };

  const add = (event: Written): void => {
    const { asset: name, partition, run: runId } = event;
    switch (event.event) {
      case "materialized": {
        const fact = { type: "materialized", ...target(name, partition), ...optional("dataVersion", event.dataVersion) };
        if (event.via === "reported") tell(fact);
        else if (runId !== undefined) tell({ ...fact, runId });
        else made(name, partition, fact);
        return;
      }
      case "reported":
        tell({ type: "materialized", ...target(name, partition), ...optional("dataVersion", event.dataVersion) });
        return;
      case "observed":
        tell({ type: "observed", ...target(name, partition), ...optional("dataVersion", event.dataVersion) });
        return;
      case "wiped":
        tell({ type: "wiped", ...target(name, partition) });
        return;
      case "check":
        tell({ type: "checkEvaluated", check: checkIdOf(event), passed: event.passed });
        return;
      case "runFailed": {
        const own = `own ${++runs}`;
        tell({ type: "runPlanned", runId: own, targets: [target(name, partition)] });
        tell({ type: "runEnded", runId: own, outcome: "failure" });
        return;
      }
      case "runStarted":
        tell({
          type: "runPlanned",
          runId: runId ?? `own ${++runs}`,
          targets: (event.assets ?? [name]).filter((one: string) => !isCheck(one)).map((one: string) => target(one, partition)),
          checks: (event.checks ?? []).map((one: string) => idOf(one)),
        });
        return;
      case "runsCompleted":
        for (const fact of [...facts]) {
          if (fact.type !== "runPlanned" || facts.some((one) => one.type === "runEnded" && one.runId === fact.runId)) continue;
          for (const one of fact.targets) tell({ type: "materialized", ...one, runId: fact.runId });
          tell({ type: "runEnded", runId: fact.runId, outcome: "success" });
        }
        return;
      case "runOf":
        runOf(event);
        return;
      case "requestedThisTick":
        drive(requestedByHand, name, partition, true);
        return;
      case "stub":
        drive(event.id, name, partition, event.value);
        return;
      default:
        throw new NotImplemented(`the event ${event.event}`);
    }
  };
  const runOf = ({ run, assets: names, outcomes, checks = {}, partition }: Written) => {
    const runId = run ?? `own ${++runs}`;
    const checkIds = Object.keys(checks).map((one) => idOf(one));
    tell({ type: "runPlanned", runId, targets: names.map((one: string) => target(one, partition)), checks: checkIds });
    for (const one of names)
      if (outcomes[one] === "materialized") tell({ type: "materialized", ...target(one, partition), runId });
    for (const [one, passed] of Object.entries(checks)) tell({ type: "checkEvaluated", check: idOf(one), passed, runId });
    const isFailed = Object.values<string>(outcomes).some((outcome) => /fail/.test(outcome));
    tell({ type: "runEnded", runId, outcome: isFailed ? "failure" : "success" });
  };
  const checkIdOf = ({ check, asset: name }: Written) => {
    const of = name ?? assets().find((one) => one.kind === "check" && one.name === check)?.asset;
    return idOf(`${of}:${check}`);
  };

  return {
    add,
    setTime(at: number) {
      time = at;
    },
    since: (id: number) => facts.slice(id),
    /** Ends the requests by hand of the tick before, but for those that are made again. */
    endRequests(events: readonly Written[]) {
      const made = events.filter(({ event }) => event === "requestedThisTick");
      for (const [name, partition] of requests) {
        const isMadeAgain = made.some((one) => one.asset === name && one.partition === partition);
        if (!isMadeAgain) drive(requestedByHand, name, partition, false);
      }
      requests = made.map(({ asset: name, partition }) => [name, partition]);
    },
  };
}

function idOf(name: string): string {
  const at = name.indexOf(":");
  const key = keyId(fromUserString(at === -1 ? name : name.slice(0, at)));
  return at === -1 ? key : `${key}${name.slice(at)}`;
}

function nameOf(id: string): string {
  const at = id.indexOf(":");
  return at === -1 ? id : id.slice(at + 1);
}

/** The graph of the declarations, made by our own functions. */
function graphOf(assets: readonly Written[], given: Written) {
  const written = assets.filter(({ kind, keys }) => kind !== "multi" || keys.length > 0);
  const made = written.map((one) => declared(one, given));
  const isCheck = ({ kind }: Written) => kind === "check";
  const project = loadDefinitions(
    [
      {
        file: "case.ts",
        exports: {
          default: Definitions({
            assets: made.filter((_, at) => !isCheck(written[at])) as (AnyAsset | AnyMultiAsset)[],
            assetChecks: made.filter((_, at) => isCheck(written[at])) as never,
          }),
        },
      },
    ],
    { entry: "case.ts" },
  );
  return project.graph;
}

function declared(written: Written, given: Written): unknown {
  const { kind = "asset", name, deps, codeVersion, keys } = written;
  const isRequestedByHand = given.ticks?.some(({ before = [] }: Written) =>
    before.some((event: Written) => event.event === "requestedThisTick" && event.asset === name),
  );
  const own =
    written.condition ??
    (name === given.target ? given.condition : isRequestedByHand === true ? { op: "stub", id: requestedByHand } : undefined);
  const condition: AutomationCondition | undefined = own === undefined ? undefined : conditionOf(own);
  const options = {
    ...optional("deps", deps),
    ...optional("partitionsDef", partitions(written.partitions)),
    ...optional("codeVersion", codeVersion),
    ...optional("groupName", written.group),
    ...optional("automationCondition", condition),
  };
  switch (kind) {
    case "asset":
      return asset({ name, ...options }, () => undefined);
    case "observable":
      // One that depends on something is described, since nothing of ours is upstream of what is observed.
      if (deps !== undefined) return externalAsset({ name, ...options } as never);
      return observableAsset({ name, ...options } as never, () => undefined);
    case "external":
      return externalAsset({ name, ...options } as never);
    case "multi":
      return multiAsset({ name, specs: keys.map((key: string) => AssetSpec({ key })) }, function* () {});
    case "check":
      return assetCheck(
        { name, asset: written.asset, ...optional("blocking", written.blocking), ...optional("automationCondition", condition) },
        () => true,
      );
    default:
      throw new NotImplemented(`declarations of the kind ${kind}`);
  }
}
