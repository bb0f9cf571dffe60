import type { FindingCode } from "../../findings/finding.ts";
import { quote } from "../../findings/quote.ts";
import { closest } from "../../graph/similarity.ts";
import { isRecord } from "../../specs/options.ts";
import { isUnknown } from "../../specs/unknown.ts";
import { dimensionsOf, isMulti, isTime, kindOf, sharedDimension } from "./dimensions.ts";
import { inferPartitionMapping } from "./inferMapping.ts";

/** What may be wrong between a mapping and the definitions that it maps. */
export type MappingProblemCode = Extract<
  FindingCode,
  | "missing-partition-mapping"
  | "unfit-partition-mapping"
  | "different-timezones"
  | "unknown-partition-key"
  | "unknown-dimension"
  | "ambiguous-dimension"
>;

export interface MappingProblem {
  readonly code: MappingProblemCode;
  /** One or two sentences: what, and how to mend. */
  readonly message: string;
  readonly suggestions?: readonly string[];
}

/** How messages call the two sides: the key of an asset in quotes, or a dimension. */
export interface MappingSides {
  readonly upstream: string;
  readonly downstream: string;
}

/** Of many keys so many are named. */
const mostNamed = 5;

/**
 * Whether a mapping fits the definitions of both sides (spec 5.5). Takes plain data, of which parts may be `UNKNOWN`: of
 * these it says nothing. The mapping is one that `checkMappingData` finds right, or absent: then it is the one that is
 * inferred. Linear in what the mapping and the definitions hold.
 *
 * @param upstream undefined where the upstream has no partitions: then any mapping is right, as there is nothing to map
 * @param downstream undefined where the downstream has none
 */
export function checkPartitionMapping(
  mapping: unknown,
  upstream: unknown,
  downstream: unknown,
  sides: MappingSides = { upstream: "the upstream", downstream: "the downstream" },
): MappingProblem[] {
  if (upstream === undefined || isUnknown(mapping) || isUnknown(upstream) || isUnknown(downstream)) return [];
  if (isUnknown(kindIn(upstream)) || isUnknown(kindIn(downstream)) || isUnknown(kindIn(mapping))) return [];
  const given = isRecord(mapping) ? mapping : undefined;
  // Which dimension is meant hangs on every part of the definitions.
  const hangsOnAll = given === undefined || given.kind === "multiToSingle";
  if (hangsOnAll && isMulti(upstream) !== isMulti(downstream) && !(isKnown(upstream) && isKnown(downstream))) return [];
  const { kind, ...settings } = given ?? inferPartitionMapping(upstream, downstream);
  const pair: Pair = { upstream, downstream, sides, isGiven: given !== undefined };
  if (kind === "all" || kind === "last") return [];
  if (kind === "specific")
    return checkKeys("SpecificPartitionsPartitionMapping", texts(at(settings, "partitionKeys")), upstream, sides.upstream);
  if (downstream === undefined) {
    const name = capital(sides.downstream);
    const message = `${name} has no partitions, so ${saidOf(kind)} maps nothing to it: take AllPartitionMapping(), LastPartitionMapping() or SpecificPartitionsPartitionMapping([…]).`;
    return [{ code: "unfit-partition-mapping", message }];
  }
  switch (kind) {
    case "identity":
      return checkIdentity(pair);
    case "timeWindow":
    case "latestOverlapping":
      return checkTime(pair, kind);
    case "static":
      return checkStatic(pair, at(settings, "downstreamKeys"));
    case "multi":
      return checkMulti(pair, at(settings, "dimensions"));
    case "multiToSingle":
      return checkMultiToSingle(pair, at(settings, "partitionDimensionName"));
    default:
      return [];
  }
}

interface Pair {
  readonly upstream: unknown;
  readonly downstream: unknown;
  readonly sides: MappingSides;
  /** False for one that was inferred. */
  readonly isGiven: boolean;
}

function checkIdentity({ upstream, downstream, sides, isGiven }: Pair): MappingProblem[] {
  if (mayBeAlike(upstream, downstream)) return [];
  const what = `${capital(sides.downstream)} has ${partitionsOf(downstream)} and ${sides.upstream} ${partitionsOf(upstream)}`;
  return isGiven
    ? [unfit(`${what}, so no partition has a namesake: take a mapping between the two, as AllPartitionMapping().`)]
    : [
        {
          code: "missing-partition-mapping",
          message: `${what}: say with partitionMapping which of them each partition of ${sides.downstream} needs, as AllPartitionMapping() or LastPartitionMapping().`,
        },
      ];
}

/** Whether keys of one definition can be keys of the other: both are of one kind, dimension by dimension. */
function mayBeAlike(one: unknown, other: unknown): boolean {
  if (isUnknown(kindIn(one)) || isUnknown(kindIn(other))) return true;
  if (kindOf(one) !== kindOf(other)) return false;
  if (!isMulti(one) || isUnknown(at(one, "dimensions")) || isUnknown(at(other, "dimensions"))) return true;
  const [own, others] = [dimensionsOf(one), dimensionsOf(other)];
  return (
    own.length === others.length &&
    own.every(([name, definition], index) => name === others[index]?.[0] && mayBeAlike(definition, others[index]?.[1]))
  );
}

function checkTime({ upstream, downstream, sides }: Pair, kind: string): MappingProblem[] {
  for (const [name, definition] of [
    [sides.upstream, upstream],
    [sides.downstream, downstream],
  ] as const) {
    if (isTime(definition)) continue;
    return [unfit(`${saidOf(kind)} maps windows of time, but ${name} has ${partitionsOf(definition)}.`)];
  }
  const [one, other] = [at(upstream, "timezone"), at(downstream, "timezone")];
  if (isUnknown(one) || isUnknown(other) || (one ?? "UTC") === (other ?? "UTC")) return [];
  const message = `The partitions of ${sides.downstream} are in the time zone ${other ?? "UTC"} and those of ${sides.upstream} in ${one ?? "UTC"}, so their windows cannot be compared: give both the same.`;
  return [{ code: "different-timezones", message }];
}

function checkStatic({ upstream, downstream, sides }: Pair, table: unknown): MappingProblem[] {
  for (const [name, definition] of [
    [sides.upstream, upstream],
    [sides.downstream, downstream],
  ] as const) {
    if (kindOf(definition) === "static") continue;
    return [unfit(`StaticPartitionMapping maps fixed keys, but ${name} has ${partitionsOf(definition)}.`)];
  }
  if (!isRecord(table)) return [];
  const targets = new Set(Object.values(table).flatMap((value) => (typeof value === "string" ? [value] : texts(value))));
  return [
    ...checkKeys("StaticPartitionMapping", Object.keys(table), upstream, sides.upstream),
    ...checkKeys("StaticPartitionMapping", targets, downstream, sides.downstream),
  ];
}

/** Keys that a fixed list does not have. */
function checkKeys(what: string, keys: Iterable<string>, definition: unknown, name: string): MappingProblem[] {
  const known = at(definition, "partitionKeys");
  if (kindOf(definition) !== "static" || !Array.isArray(known) || known.some(isUnknown)) return [];
  const there = new Set<unknown>(known);
  const missing = [...keys].filter((key) => !there.has(key));
  const [first] = missing;
  if (first === undefined) return [];
  const suggestions = closest(first, texts(known));
  const mend = suggestions[0] === undefined ? "" : ` Did you mean ${quote(suggestions[0])}?`;
  const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : "";
  const named = `${missing.slice(0, mostNamed).map(quote).join(", ")}${more}`;
  const message = `${what} names ${named}, which ${missing.length === 1 ? "is no partition" : "are no partitions"} of ${name}.${mend}`;
  return [{ code: "unknown-partition-key", message, ...(suggestions.length > 0 ? { suggestions } : {}) }];
}

function checkMulti({ upstream, downstream, sides }: Pair, dimensions: unknown): MappingProblem[] {
  for (const [name, definition] of [
    [sides.upstream, upstream],
    [sides.downstream, downstream],
  ] as const) {
    if (isMulti(definition)) continue;
    return [unfit(`MultiPartitionMapping maps dimensions, but ${name} has ${partitionsOf(definition)}.`)];
  }
  if (!isRecord(dimensions) || isUnknown(at(upstream, "dimensions")) || isUnknown(at(downstream, "dimensions"))) return [];
  const [from, to] = [new Map(dimensionsOf(upstream)), new Map(dimensionsOf(downstream))];
  const taken = new Set<string>();
  const problems: MappingProblem[] = [];
  for (const [name, value] of Object.entries(dimensions)) {
    if (!from.has(name)) problems.push(unknownDimension(name, from.keys(), sides.upstream));
    const target = at(value, "dimension");
    if (typeof target !== "string") continue;
    if (!to.has(target)) problems.push(unknownDimension(target, to.keys(), sides.downstream));
    else if (taken.has(target)) {
      problems.push({
        code: "ambiguous-dimension",
        message: `Two dimensions of ${sides.upstream} map to the dimension ${quote(target)} of ${sides.downstream}: map each to one of its own.`,
      });
    } else if (from.has(name)) {
      taken.add(target);
      problems.push(
        ...checkPartitionMapping(at(value, "mapping"), from.get(name), to.get(target), {
          upstream: `the dimension ${quote(name)} of ${sides.upstream}`,
          downstream: `the dimension ${quote(target)} of ${sides.downstream}`,
        }),
      );
    }
  }
  return problems;
}

function checkMultiToSingle({ upstream, downstream, sides }: Pair, name: unknown): MappingProblem[] {
  if (isUnknown(name)) return [];
  if (isMulti(upstream) === isMulti(downstream)) {
    const both = isMulti(upstream) ? "both" : "neither";
    return [
      unfit(
        `MultiToSingleDimensionPartitionMapping maps several dimensions to one, but ${both} of ${sides.upstream} and ${sides.downstream} has several.`,
      ),
    ];
  }
  const [multi, single] = isMulti(upstream) ? [upstream, downstream] : [downstream, upstream];
  const [many, one] = isMulti(upstream) ? [sides.upstream, sides.downstream] : [sides.downstream, sides.upstream];
  const shared = sharedDimension(multi, single, typeof name === "string" ? name : undefined);
  const names = dimensionsOf(multi).map(([dimension]) => dimension);
  if ("name" in shared) {
    if (shared.mapping.kind !== "timeWindow") return [];
    const inner = new Map(dimensionsOf(multi)).get(shared.name);
    const called = `the dimension ${quote(shared.name)} of ${many}`;
    return isMulti(upstream)
      ? checkPartitionMapping(shared.mapping, inner, single, { upstream: called, downstream: one })
      : checkPartitionMapping(shared.mapping, single, inner, { upstream: one, downstream: called });
  }
  switch (shared.problem) {
    case "unknown":
      return [unknownDimension(String(name), names, many)];
    case "ambiguous":
      return [
        {
          code: "ambiguous-dimension",
          message: `More than one dimension of ${many} is like the partitions of ${one}: name one, as in MultiToSingleDimensionPartitionMapping(${quote(names[0] ?? "")}).`,
        },
      ];
    default: {
      const which = typeof name === "string" ? `The dimension ${quote(name)}` : "No dimension";
      const verb = typeof name === "string" ? "is not" : "is";
      return [unfit(`${which} of ${many} ${verb} like the partitions of ${one}, which has ${partitionsOf(single)}.`)];
    }
  }
}

function unknownDimension(name: string, known: Iterable<string>, side: string): MappingProblem {
  const names = [...known];
  const suggestions = closest(name, names);
  const mend =
    suggestions[0] === undefined ? `It has ${names.map(quote).join(" and ")}.` : `Did you mean ${quote(suggestions[0])}?`;
  const message = `${capital(side)} has no partition dimension ${quote(name)}. ${mend}`;
  return { code: "unknown-dimension", message, ...(suggestions.length > 0 ? { suggestions } : {}) };
}

function unfit(message: string): MappingProblem {
  return { code: "unfit-partition-mapping", message };
}

const constructors: Readonly<Record<string, string>> = {
  identity: "IdentityPartitionMapping",
  timeWindow: "TimeWindowPartitionMapping",
  latestOverlapping: "LatestOverlappingTimeWindowPartitionMapping",
  static: "StaticPartitionMapping",
  multi: "MultiPartitionMapping",
  multiToSingle: "MultiToSingleDimensionPartitionMapping",
};

function saidOf(kind: unknown): string {
  return constructors[String(kind)] ?? String(kind);
}

/** The partitions of a definition, as a message says it: "daily partitions". */
function partitionsOf(definition: unknown): string {
  if (definition === undefined) return "no partitions";
  const kind = kindOf(definition);
  if (kind === "multi") return "partitions of several dimensions";
  return kind === "timeWindow" ? "partitions of time windows" : `${String(kind)} partitions`;
}

/** At the start of a sentence. */
function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function kindIn(value: unknown): unknown {
  return at(value, "kind");
}

/** What stands in an object under a name; what stands in something unknown is unknown. */
function at(value: unknown, name: string): unknown {
  if (isUnknown(value)) return value;
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Whether no part of a definition is unknown. */
function isKnown(value: unknown, depth = 0): boolean {
  if (isUnknown(value) || depth > 8) return false;
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every((part) => isKnown(part, depth + 1));
}
