import {
  type AssetGraph,
  type ConditionEvaluation,
  type ConditionNode,
  checkAutomationCondition,
  closest,
  conditionWords,
  countUnits,
  declaredConditions,
  evaluationCounts,
  evaluationWords,
  factsOfRuns,
  fromUserString,
  holdsUnknown,
  keyId,
  type Moment,
  momentAt,
  prepareAutomation,
  readPartitionsDefinition,
  replayHistory,
  type StoredRunEvent,
  toUserString,
  type UnitSpace,
} from "@headwater/model";
import { commandOutputVersion } from "@headwater/protocol";
import { hasStore, openStore } from "headwater/engine";
import { CommandError, exitCodes } from "../commandError.ts";
import { findProject } from "../project/findProject.ts";
import { readProject } from "../project/readProject.ts";
import { styleFor } from "../terminal/style.ts";

export interface AutomationExplainOptions {
  readonly project: string;
  readonly json?: boolean;
}

/**
 * `headwater automation explain`: whether the condition of an asset or a check is true now, and why; no user code runs. It is
 * evaluated from the whole history, since nothing evaluates conditions all the time yet.
 *
 * @param name the key of an asset, or that of its asset, a colon and the name of a check
 */
export async function automationExplain(name: string, { project, json }: AutomationExplainOptions): Promise<number> {
  const projectFolder = findProject(project);
  const { graph } = await readProject(projectFolder)();
  const id = find(graph, name);
  const conditions = declaredConditions(graph);
  const condition = conditions.get(id);
  if (condition === undefined)
    throw new CommandError(
      `${name} has no automation condition, as far as its code tells without being run: give it automationCondition.`,
    );
  if (holdsUnknown(condition)) {
    throw new CommandError(`What the automation condition of ${name} is made of is not known without running its code.`);
  }
  const [wrong] = checkAutomationCondition(condition, [], graph.checks.has(id) ? "check" : "asset").filter(
    ({ severity }) => severity === "error",
  );
  if (wrong !== undefined) throw new CommandError(`${wrong.message} (${wrong.code})`);

  // Those that cannot be evaluated request nothing.
  const known = new Map(
    [...conditions].filter(
      ([, one]) => !holdsUnknown(one) && checkAutomationCondition(one, []).every(({ severity }) => severity !== "error"),
    ),
  );
  const program = prepareAutomation(graph, known);
  const now = Date.now();
  const facts = factsOfRuns(readEvents(projectFolder));
  const { evaluations, ticks } = replayHistory(program, facts, now, [id]);
  const evaluation = evaluations.get(id) as ConditionEvaluation;
  const moment = momentAt(now);
  const spaceOf = (entity: string) => program.entity(entity)?.space;
  const names = namesOf(graph);
  if (json) {
    const written = {
      version: commandOutputVersion,
      command: "automation explain",
      target: name,
      condition: conditionWords(condition),
      time: now,
      evaluatedFrom: "history",
      facts: facts.length,
      ticks,
      evaluation: toJson(evaluation, id, names, moment, spaceOf),
    };
    process.stdout.write(`${JSON.stringify(written, undefined, 2)}\n`);
    return exitCodes.fine;
  }
  const style = styleFor(process.stdout);
  const count = countUnits(evaluation.trueUnits);
  const isPartitioned = typeof evaluation.candidates !== "boolean";
  const summary =
    count === 0
      ? "would not be requested now"
      : isPartitioned
        ? `would be requested now, ${count} of its partitions`
        : "would be requested now";
  const lines = [
    `${style("bold", name)} ${style(count === 0 ? "yellow" : "green", summary)}.`,
    `Condition: ${conditionWords(condition)}`,
    ...(arePartitionsKnown(graph, id)
      ? []
      : [`The partitions of ${name} cannot be told without running its code: it is taken as a whole.`]),
    style(
      "dim",
      `Evaluated from the whole history, ${facts.length === 0 ? "in which nothing has happened yet" : `${facts.length} events`}: nothing evaluates conditions all the time yet, so that nothing counts as requested before.`,
    ),
    "",
    ...treeLines(evaluation, names, style),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return exitCodes.fine;
}

function arePartitionsKnown(graph: AssetGraph, id: string): boolean {
  const spec = graph.nodes.get(id)?.spec;
  if (spec?.partitionsDefUnknown === true) return false;
  return spec?.partitionsDef === undefined || readPartitionsDefinition(spec.partitionsDef).definition !== undefined;
}

function find(graph: AssetGraph, name: string): string {
  const id = /^(.*):([^:/]+)$/.exec(name);
  const found = id === null ? keyId(fromUserString(name)) : `${keyId(fromUserString(id[1] as string))}:${id[2]}`;
  if (graph.nodes.has(found) || graph.checks.has(found)) return found;
  const [near] = closest(name, [...namesOf(graph).values()]);
  const guess = near === undefined ? 'See "headwater list" for what there is.' : `Did you mean ${near}?`;
  throw new CommandError(`There is no asset or check ${name}. ${guess}`);
}

/** Assets and checks as a user writes them. */
function namesOf(graph: AssetGraph): Map<string, string> {
  const names = new Map([...graph.nodes.values()].map(({ id, key }) => [id, toUserString(key)]));
  for (const { id, spec } of graph.checks.values()) names.set(id, `${toUserString(spec.asset)}:${spec.name}`);
  return names;
}

function readEvents(projectFolder: string): StoredRunEvent[] {
  if (!hasStore(projectFolder)) return [];
  const store = openStore(projectFolder);
  try {
    const events = store.runs(Number.MAX_SAFE_INTEGER).flatMap(({ runId }) => store.events(runId));
    return events.sort((one, other) => one.id - other.id);
  } finally {
    store.close();
  }
}

/** A line for each condition, what it is made of below it; for another asset than the line above, with its name. */
function treeLines(
  evaluation: ConditionEvaluation,
  names: ReadonlyMap<string, string>,
  style: ReturnType<typeof styleFor>,
  indent = "",
): string[] {
  const { node, entity, trueUnits, candidates, children } = evaluation;
  const isAsked = countUnits(candidates) > 0;
  const isTrue = countUnits(trueUnits) > 0;
  const mark = isTrue ? style("green", "✓") : isAsked ? style("red", "✗") : style("dim", "·");
  const other = entity === undefined ? "" : `${names.get(entity) ?? entity}: `;
  const counts = evaluationCounts(evaluation);
  const line = `${indent}${mark} ${other}${style("bold", nameOf(node))}: ${evaluationWords(evaluation)}${counts === undefined ? "" : style("dim", ` (${counts})`)}`;
  return [line, ...children.flatMap((child) => treeLines(child, names, style, `${indent}  `))];
}

/** What is not true is told by what it is, since there are often several. */
function nameOf({ label, condition }: ConditionNode): string {
  return label ?? (condition.kind === "not" ? conditionWords(condition) : condition.kind);
}

/** Partitions are listed up to this many. */
const mostPartitions = 100;

/** @param target what it was evaluated for, where it does not say so itself */
function toJson(
  evaluation: ConditionEvaluation,
  target: string,
  names: ReadonlyMap<string, string>,
  moment: Moment,
  spaceOf: (entity: string) => UnitSpace | undefined,
): unknown {
  const { node, entity = target, candidates, trueUnits, children } = evaluation;
  const space = spaceOf(entity);
  const count = countUnits(trueUnits);
  return {
    kind: node.condition.kind,
    ...(node.label === undefined ? {} : { label: node.label }),
    target: names.get(entity) ?? entity,
    candidates: countUnits(candidates),
    true: count,
    ...(space?.definition === undefined || count > mostPartitions ? {} : { partitions: moment.keysOf(space, trueUnits) }),
    why: evaluationWords(evaluation),
    children: children.map((child) => toJson(child, entity, names, moment, spaceOf)),
  };
}
