import {
  checkJobNames,
  checkPartitionsDefinition,
  checkSchedule,
  checkSensor,
  type DeclarationPath,
  type Finding,
  UNKNOWN,
} from "@headwater/model";
import type { Evaluation } from "../evaluate/evaluation.ts";
import { plainOptions } from "../evaluate/plainData.ts";
import { type JobValue, type LiteralValue, type Origin, placesOf, type Scope, type Value } from "../evaluate/value.ts";
import type { CallExpression, Expression } from "../facts/expression.ts";
import { holds, type Span } from "../facts/span.ts";
import { type OurCall, ourCalls } from "./ourCalls.ts";

/** A text that is read as a selection. */
export interface FoundSelection {
  readonly text: string;
  /** Where it stands; where it comes from another file, what stands for it here. */
  readonly span: Span;
  /** Whether the text itself stands there. */
  readonly isHere: boolean;
  /** Present where it is what a job computes. */
  readonly job?: { readonly name?: string };
}

/** A finding about jobs, about schedules and sensors, which start them, or about a partitions definition. */
export interface CallFinding {
  readonly found: Finding;
  readonly span: Span;
  /** Of two jobs of one name, where the other one is named, or what stands for it here. */
  readonly other?: Span;
}

/** What a file says of selections and jobs. */
export interface FileSelections {
  readonly selections: readonly FoundSelection[];
  readonly jobs: readonly CallFinding[];
  /** Of partitions definitions, whether an asset has them or not: either way they cannot be made at run time. */
  readonly partitions: readonly CallFinding[];
}

const partitionsConstructors: readonly string[] = [
  ...["StaticPartitionsDefinition", "DynamicPartitionsDefinition", "MultiPartitionsDefinition", "TimeWindowPartitionsDefinition"],
  ...["HourlyPartitionsDefinition", "DailyPartitionsDefinition", "WeeklyPartitionsDefinition", "MonthlyPartitionsDefinition"],
];

const takers: ReadonlySet<string> = new Set([
  "AssetSelection.fromString",
  "defineJob",
  "Definitions",
  "Definitions.merge",
  "schedule",
  "sensor",
  ...partitionsConstructors,
]);

/**
 * Finds the texts that a file gives to `AssetSelection.fromString()` and `defineJob()`, be it through constants, the jobs of its
 * `Definitions`, and what is wrong with what it declares beside assets. A function of the file and of what it imports.
 */
export function findSelections(evaluation: Evaluation, file: string): FileSelections {
  const selections: FoundSelection[] = [];
  const jobs: CallFinding[] = [];
  const partitions: CallFinding[] = [];
  const take = (value: Value | undefined, within: Span, job?: FoundSelection["job"]) => {
    if (!isText(value)) return;
    const { span, isHere } = placeIn(file, value.origin, within);
    const known = selections.findIndex((each) => each.span.start === span.start && each.text === value.value);
    // What a job is called is known best where it is made.
    if (known < 0) selections.push({ text: value.value, span, isHere, ...(job === undefined ? {} : { job }) });
  };
  const takeJob = ({ name, selection, origin }: JobValue, within = origin.span) =>
    take(selection, within, isText(name) ? { name: name.value } : {});
  const calls = ourCalls(evaluation, file, takers);
  for (const { name, call, scope } of calls) {
    if (name === "AssetSelection.fromString") {
      const [text] = call.args;
      if (text !== undefined && !text.spread) take(evaluation.evaluate(text.value, scope), text.span);
    } else if (name === "schedule" || name === "sensor") {
      jobs.push(...findingsOfStarter(evaluation, file, name, call, scope));
    } else if (partitionsConstructors.includes(name)) {
      partitions.push(...findingsOfPartitions(evaluation, file, call, scope));
    } else if (name === "defineJob") {
      const job = evaluation.evaluate(call, scope);
      if (job.kind === "job") takeJob(job);
    }
  }
  for (const each of calls) {
    if (!each.name.startsWith("Definitions") || isInside(each, calls)) continue;
    const lists = jobListsOf(evaluation, each.call, each.scope);
    // A helper makes jobs, too.
    for (const job of lists.flat()) takeJob(job, each.call.span);
    jobs.push(...sameNames(file, lists, each.call.span));
  }
  return { selections, jobs, partitions };
}

/** What is wrong with a schedule or a sensor, each at the innermost place that it is about. */
function findingsOfStarter(
  evaluation: Evaluation,
  file: string,
  name: "schedule" | "sensor",
  call: CallExpression,
  scope: Scope,
): CallFinding[] {
  const [given] = call.args;
  if (given === undefined || given.spread) return [];
  const options = evaluation.evaluate(given.value, scope);
  if (options.kind !== "object") return [];
  const { job, ...plain } = plainOptions(options, () => UNKNOWN);
  // Whatever stands there may be a job; only what is a text or a number is none.
  const isNoJob = options.doubt === undefined && (job === undefined || typeof job === "string" || typeof job === "number");
  const known = { ...(options.doubt ? { name: UNKNOWN, cronSchedule: UNKNOWN } : {}), ...plain, job: isNoJob ? job : UNKNOWN };
  const found = name === "schedule" ? checkSchedule(known) : checkSensor(known);
  return found.map((each) => ({ found: each, span: placeIn(file, originOf(options, each.path), call.span).span }));
}

/** What is wrong with a partitions definition. */
function findingsOfPartitions(evaluation: Evaluation, file: string, call: CallExpression, scope: Scope): CallFinding[] {
  const made = evaluation.evaluate(call, scope);
  // What is not known as a whole may be right.
  if (made.kind !== "object" || made.doubt !== undefined) return [];
  const found = checkPartitionsDefinition(plainOptions(made, () => UNKNOWN));
  return found.map((each) => ({ found: each, span: placeIn(file, originOf(made, each.path), call.span).span }));
}

/** Where the innermost part of a value stands that a path leads to. */
function originOf(value: Value, [step, ...rest]: DeclarationPath): Origin {
  const entry = value.kind === "object" && typeof step === "string" ? value.entries.get(step) : undefined;
  const item = value.kind === "list" && typeof step === "number" ? value.items[step] : undefined;
  if (entry !== undefined && rest.length === 0) return entry.value.kind === "unknown" ? entry.key : entry.value.origin;
  const inner = entry?.value ?? item;
  return inner === undefined ? value.origin : originOf(inner, rest);
}

function isText(value: Value | undefined): value is LiteralValue & { readonly value: string } {
  return value?.kind === "literal" && typeof value.value === "string";
}

function placeIn(file: string, origin: Origin, otherwise: Span): { readonly span: Span; readonly isHere: boolean } {
  const span = placesOf(origin).find((place) => place.file === file)?.span;
  return { span: span ?? otherwise, isHere: origin.file === file };
}

/** Whether definitions are merged with others, whose names count together. */
function isInside({ call }: OurCall, calls: readonly OurCall[]): boolean {
  return calls.some((other) => other.name === "Definitions.merge" && other.call !== call && holds(other.call.span, call.span));
}

/** The jobs of definitions; of merged ones a list for each. */
function jobListsOf(evaluation: Evaluation, call: CallExpression, scope: Scope): JobValue[][] {
  const isMerge = call.callee.kind === "member" && call.callee.name === "merge";
  if (!isMerge) return [jobsIn(evaluation, call.args[0]?.value, scope)];
  return call.args.map(({ value, spread }) => {
    if (spread) return [];
    if (value.kind === "call") return jobListsOf(evaluation, value, scope).flat();
    const given = evaluation.evaluate(value, scope);
    return given.kind === "definitions" ? given.parts.flatMap((part) => jobsOf(part)) : [];
  });
}

/** The jobs in the options of definitions. Whatever else stands there is not looked at. */
function jobsIn(evaluation: Evaluation, options: Expression | undefined, scope: Scope): JobValue[] {
  if (options?.kind === "object") {
    const jobs = options.properties.findLast((each) => each.kind === "property" && each.key === "jobs");
    return jobs === undefined ? [] : listed(evaluation.evaluate(jobs.value, scope));
  }
  return options?.kind === "identifier" ? jobsOf(evaluation.evaluate(options, scope)) : [];
}

function jobsOf(value: Value): JobValue[] {
  if (value.kind === "definitions") return value.parts.flatMap(jobsOf);
  const jobs = value.kind === "object" ? value.entries.get("jobs")?.value : undefined;
  return jobs === undefined ? [] : listed(jobs);
}

function listed(value: Value): JobValue[] {
  return value.kind === "list" ? value.items.flatMap((item) => (item.kind === "job" ? [item] : [])) : [];
}

/** Jobs of one name. One job that several definitions list is merged to one. */
function sameNames(file: string, lists: readonly (readonly JobValue[])[], otherwise: Span): CallFinding[] {
  const seen = new Set<string>();
  const merged = lists.flatMap((list) => {
    const own = list.filter(({ origin }) => !seen.has(placeOf(origin)));
    for (const { origin } of own) seen.add(placeOf(origin));
    return own;
  });
  const named = merged.flatMap((job) => (isText(job.name) ? [{ job, name: job.name.value, origin: job.name.origin }] : []));
  return checkJobNames(named.map(({ name }) => name)).flatMap((found): CallFinding[] => {
    const second = named[found.path[1] as number];
    const first = named.find(({ name }) => name === second?.name);
    if (first === undefined || second === undefined) return [];
    const placeOfName = ({ job, origin }: typeof first) => placeIn(file, origin, placeIn(file, job.origin, otherwise).span).span;
    return [{ found, span: placeOfName(second), other: placeOfName(first) }];
  });
}

function placeOf({ file, span }: Origin): string {
  return `${file}\n${span.start}`;
}
