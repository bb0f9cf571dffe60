import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { quote } from "../findings/quote.ts";
import { checkOptionNames, describe, isRecord } from "../specs/options.ts";
import { isUnknown } from "../specs/unknown.ts";
import { cronProblem, suggestCrons } from "../time/cron.ts";
import { timeFormat } from "../time/strftime.ts";
import { isTimeZone, suggestTimeZones } from "../time/timeZone.ts";
import {
  cronOf,
  fmtOf,
  type PartitionsDefinitionData,
  type TimeWindowKind,
  type TimeWindowPartitionsData,
} from "./definition.ts";

/** What is made of a value that is given as a partitions definition. */
export interface ReadPartitionsDefinition {
  /** Absent where something is wrong with it, or a part of it is not known. */
  readonly definition?: PartitionsDefinitionData;
  /** Whether a part of it is not known. */
  readonly isUnknown: boolean;
  /** With paths inside the definition. */
  readonly findings: readonly Finding[];
}

/** Reads a partitions definition and checks it by the rules of spec 5.1 to 5.4. What is not known is held to be right. */
export function readPartitionsDefinition(value: unknown): ReadPartitionsDefinition {
  const findings = checkPartitionsDefinition(value);
  const unknown = holdsUnknown(value);
  const isRight = findings.length === 0 && !unknown;
  return { isUnknown: unknown, findings, ...(isRight ? { definition: value as PartitionsDefinitionData } : {}) };
}

const timeOptions = {
  hourly: ["minuteOffset"],
  daily: ["minuteOffset", "hourOffset"],
  weekly: ["minuteOffset", "hourOffset", "dayOffset"],
  monthly: ["minuteOffset", "hourOffset", "dayOffset"],
  timeWindow: ["cron"],
} as const satisfies Record<TimeWindowKind, readonly string[]>;

/** The options of each constructor of partitions, without `kind`. */
export const partitionsOptions: Readonly<Record<string, readonly string[]>> = {
  static: ["partitionKeys"],
  dynamic: ["name"],
  multi: ["dimensions"],
  ...(Object.fromEntries(
    Object.entries(timeOptions).map(([kind, own]) => [
      kind,
      ["startDate", "endDate", "timezone", "fmt", "endOffset", "exclusions", ...own],
    ]),
  ) as Record<TimeWindowKind, string[]>),
};

export function checkPartitionsDefinition(value: unknown): Finding[] {
  if (isUnknown(value)) return [];
  if (!isRecord(value))
    return [wrong(`Partitions are given by a constructor such as DailyPartitionsDefinition(…), not ${describe(value)}.`)];
  const { kind } = value;
  if (isUnknown(kind)) return [];
  if (typeof kind !== "string" || !Object.hasOwn(partitionsOptions, kind)) {
    return [wrong(`${describe(kind)} is no kind of partitions.`, ["kind"])];
  }
  const names = checkOptionNames(value, `${constructorOf(kind)}()`, ["kind", ...(partitionsOptions[kind] ?? [])], []);
  return [...names, ...checkKind(value, kind as PartitionsDefinitionData["kind"])];
}

function checkKind(value: Readonly<Record<string, unknown>>, kind: PartitionsDefinitionData["kind"]): Finding[] {
  switch (kind) {
    case "static":
      return checkKeys(value.partitionKeys);
    case "dynamic":
      return checkName(value.name);
    case "multi":
      return checkDimensions(value.dimensions);
    default:
      return checkTimeWindows(value as Options & { readonly kind: TimeWindowKind });
  }
}

/** The function that makes partitions of a kind. */
function constructorOf(kind: string): string {
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}PartitionsDefinition`;
}

const wrong = (message: string, path: DeclarationPath = []): Finding => finding("invalid-partitions", message, path);

/** Options of time windows as they are given. */
type Options = Readonly<Partial<Record<keyof TimeWindowPartitionsData, unknown>>>;

/** What is wrong with the text of a partition's key (spec 5.1). */
export function partitionKeyProblem(key: string): "empty" | "reserved-substring" | "invalid-character" | undefined {
  if (key === "") return "empty";
  if (key.includes("...")) return "reserved-substring";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  return /[\0\x07-\x0d]/.test(key) ? "invalid-character" : undefined;
}

const keyProblems = {
  empty: "is empty",
  "reserved-substring": 'holds "...", which stands between the ends of a range',
  "invalid-character": "holds a control character",
};

function checkKeys(keys: unknown): Finding[] {
  const path = ["partitionKeys"];
  if (isUnknown(keys)) return [];
  if (!Array.isArray(keys)) return [wrong(`partitionKeys takes a list of texts, not ${describe(keys)}.`, path)];
  const seen = new Set<string>();
  return keys.flatMap((key: unknown, at): Finding[] => {
    const own = [...path, at];
    if (isUnknown(key)) return [];
    if (typeof key !== "string") return [wrong(`A partition's key is a text, not ${describe(key)}.`, own)];
    const problem = partitionKeyProblem(key);
    if (problem !== undefined) {
      return [finding("invalid-partition-key", `The partition key ${quote(key)} ${keyProblems[problem]}.`, own)];
    }
    if (seen.has(key))
      return [finding("duplicate-partition-key", `The partition key ${quote(key)} stands twice: keep one.`, own)];
    seen.add(key);
    return [];
  });
}

function checkName(name: unknown): Finding[] {
  if (isUnknown(name) || (typeof name === "string" && name !== "")) return [];
  return [wrong('Dynamic partitions take a name, under which their keys are kept: { name: "customers" }.', ["name"])];
}

const mostDimensions = 2;

function checkDimensions(dimensions: unknown): Finding[] {
  const path = ["dimensions"];
  if (isUnknown(dimensions)) return [];
  if (!isRecord(dimensions)) return [wrong(`Dimensions are partitions by name, not ${describe(dimensions)}.`, path)];
  const entries = Object.entries(dimensions);
  const findings = entries.flatMap(([name, definition]) => checkDimension(name, definition, [...path, name]));
  if (entries.length === mostDimensions) return findings;
  const message = `Partitions of several dimensions have exactly two of them, not ${entries.length}.`;
  return [...findings, wrong(message, path)];
}

function checkDimension(name: string, definition: unknown, path: DeclarationPath): Finding[] {
  const inside = (made: Finding): Finding => ({ ...made, path: [...path, ...made.path] });
  const findings = checkPartitionsDefinition(definition).map(inside);
  if (!isRecord(definition)) return findings;
  if (definition.kind === "multi") return [wrong(`The dimension ${quote(name)} has dimensions itself, which none may.`, path)];
  const { partitionKeys: keys } = definition;
  if (definition.kind !== "static" || !Array.isArray(keys)) return findings;
  const forbidden = keys.findIndex((key) => typeof key === "string" && /[|,[\]]/.test(key));
  if (forbidden < 0) return findings;
  const message = `The partition key ${quote(String(keys[forbidden]))} of the dimension ${quote(name)} holds one of | , [ ], which no key of a dimension may.`;
  return [...findings, finding("invalid-partition-key", message, [...path, "partitionKeys", forbidden])];
}

function checkTimeWindows(value: Options & { readonly kind: TimeWindowKind }): Finding[] {
  const findings = [
    ...checkText(value, "startDate", true),
    ...checkText(value, "endDate", false),
    ...checkText(value, "fmt", false),
    ...checkTimezone(value.timezone),
    ...(["endOffset", "minuteOffset", "hourOffset", "dayOffset"] as const).flatMap((option) => checkNumber(value, option)),
    ...checkExclusions(value.exclusions),
  ];
  if (findings.length > 0) return findings;
  const known = value as unknown as TimeWindowPartitionsData;
  return [...checkFormat(known), ...checkCron(known)].concat(holdsUnknown(value) ? [] : checkTimes(known));
}

function checkText(value: Options, option: "startDate" | "endDate" | "fmt", isNeeded: boolean): Finding[] {
  const { [option]: given } = value;
  if (typeof given === "string" || isUnknown(given) || (given === undefined && !isNeeded)) return [];
  return [wrong(`${option} takes a text, not ${describe(given)}.`, [option])];
}

function checkNumber(value: Options, option: "endOffset" | "minuteOffset" | "hourOffset" | "dayOffset"): Finding[] {
  const { [option]: given } = value;
  if (given === undefined || isUnknown(given) || Number.isSafeInteger(given)) return [];
  return [wrong(`${option} takes a whole number, not ${describe(given)}.`, [option])];
}

function checkExclusions(exclusions: unknown): Finding[] {
  if (exclusions === undefined || isUnknown(exclusions)) return [];
  const isList = Array.isArray(exclusions) && exclusions.every((text) => typeof text === "string" || isUnknown(text));
  return isList ? [] : [wrong("exclusions takes a list of the times at which windows begin that do not exist.", ["exclusions"])];
}

/** What is wrong with what is given as a time zone; nothing where none is given. */
export function checkTimezone(timezone: unknown, path: DeclarationPath = ["timezone"]): Finding[] {
  if (timezone === undefined || isUnknown(timezone)) return [];
  if (typeof timezone === "string" && isTimeZone(timezone)) return [];
  const message = `${typeof timezone === "string" ? quote(timezone) : describe(timezone)} is no time zone: give an IANA name such as "Europe/Berlin".`;
  return [finding("unknown-timezone", message, path, typeof timezone === "string" ? suggestTimeZones(timezone) : [])];
}

/** What is wrong with what is given as a cron text. */
export function checkCronText(cron: unknown, path: DeclarationPath): Finding[] {
  if (isUnknown(cron)) return [];
  const problem =
    typeof cron === "string" ? cronProblem(cron) : `A cron text is a text such as "0 6 * * *", not ${describe(cron)}.`;
  const suggestions = typeof cron === "string" && problem !== undefined ? suggestCrons(cron) : [];
  return problem === undefined ? [] : [finding("invalid-cron", problem, path, suggestions)];
}

function checkCron(value: TimeWindowPartitionsData): Finding[] {
  if (value.kind === "timeWindow") return checkCronText(value.cron, ["cron"]);
  const offsets = (["minuteOffset", "hourOffset", "dayOffset"] as const).filter((option) => value[option] !== undefined);
  if (offsets.some((option) => isUnknown(value[option])) || cronProblem(cronOf(value)) === undefined) return [];
  const said = offsets.map((option) => `${option}: ${value[option]}`).join(", ");
  const message = `There is no such place in time: ${said}. minuteOffset is 0 to 59, hourOffset 0 to 23, dayOffset 0 (Sunday) to 6 of a week and 1 to 31 of a month.`;
  return [finding("invalid-cron", message, offsets.slice(0, 1))];
}

function checkFormat(value: TimeWindowPartitionsData): Finding[] {
  if (isUnknown(value.fmt)) return [];
  try {
    timeFormat(fmtOf(value));
    return [];
  } catch (error) {
    return [wrong(`fmt is ${quote(fmtOf(value))}: ${(error as RangeError).message}`, ["fmt"])];
  }
}

/** Whether the times fit the format, and the end is after the start. */
function checkTimes(value: TimeWindowPartitionsData): Finding[] {
  if (checkFormat(value).length > 0 || checkCron(value).length > 0) return [];
  const format = timeFormat(fmtOf(value));
  const times: (readonly [text: string, path: DeclarationPath])[] = [
    [value.startDate, ["startDate"]],
    ...(value.endDate === undefined ? [] : [[value.endDate, ["endDate"]] as const]),
    ...(value.exclusions ?? []).map((text, at) => [text, ["exclusions", at]] as const),
  ];
  const findings = times
    .filter(([text]) => format.read(text) === undefined)
    .map(([text, path]) => wrong(`${quote(text)} is no time of the form ${quote(fmtOf(value))}.`, path));
  if (findings.length > 0 || value.endDate === undefined) return findings;
  const [start, end] = [value.startDate, value.endDate].map((text) => format.read(text)?.wall ?? 0);
  if ((end ?? 0) > (start ?? 0)) return [];
  return [wrong(`endDate is after startDate, but ${quote(value.endDate)} is not after ${quote(value.startDate)}.`, ["endDate"])];
}

/** Whether a part of a value, however deep, is not known. */
function holdsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsUnknown);
}
