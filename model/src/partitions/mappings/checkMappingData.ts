import { type DeclarationPath, type Finding, finding } from "../../findings/finding.ts";
import { quote } from "../../findings/quote.ts";
import { closest } from "../../graph/similarity.ts";
import { checkOptionNames, describe, isRecord } from "../../specs/options.ts";
import { isUnknown } from "../../specs/unknown.ts";
import type { PartitionMappingKind } from "./mappingData.ts";

/** Mappings may hold mappings. None that makes sense goes deeper than one step. */
const deepest = 4;

const settings: Readonly<Record<PartitionMappingKind, readonly string[]>> = {
  identity: [],
  all: [],
  last: [],
  latestOverlapping: [],
  specific: ["partitionKeys"],
  static: ["downstreamKeys"],
  timeWindow: ["startOffset", "endOffset", "allowNonexistentUpstreamPartitions"],
  multi: ["dimensions"],
  multiToSingle: ["partitionDimensionName"],
};

const kinds = Object.keys(settings);

/**
 * Whether a value is a mapping (spec 5.5), whatever it maps: findings of the code `invalid-partition-mapping` say what is
 * wrong. Nothing is said of what is not known.
 */
export function checkMappingData(mapping: unknown, path: DeclarationPath, depth = 0): Finding[] {
  if (mapping === undefined || mapping === null || isUnknown(mapping)) return [];
  const wrong = (message: string, at: DeclarationPath = path, suggestions: readonly string[] = []) =>
    finding("invalid-partition-mapping", message, at, suggestions);
  if (!isRecord(mapping))
    return [wrong(`A partition mapping is made by a function as AllPartitionMapping(), not ${describe(mapping)}.`)];
  const { kind, ...given } = mapping;
  if (isUnknown(kind)) return [];
  if (typeof kind !== "string" || !Object.hasOwn(settings, kind)) {
    const suggestions = typeof kind === "string" ? closest(kind, kinds) : [];
    const mend = suggestions[0] === undefined ? `one of ${kinds.join(", ")}` : quote(suggestions[0]);
    return [wrong(`A partition mapping has a kind, which is ${mend}, not ${describe(kind)}.`, [...path, "kind"], suggestions)];
  }
  if (depth > deepest)
    return [wrong("A partition mapping holds mappings that are nested too deeply: a dimension has a plain one.")];
  const known = kind as PartitionMappingKind;
  return [
    ...checkOptionNames(given, `The partition mapping ${quote(kind)}`, settings[known], path),
    ...checkSettings(known, given, path, wrong, depth),
  ];
}

type Wrong = (message: string, at?: DeclarationPath) => Finding;
type Given = Readonly<Record<string, unknown>>;

function checkSettings(kind: PartitionMappingKind, given: Given, path: DeclarationPath, wrong: Wrong, depth: number): Finding[] {
  switch (kind) {
    case "specific":
      return isKeys(given.partitionKeys)
        ? []
        : [wrong(`partitionKeys is a list of texts, not ${describe(given.partitionKeys)}.`, [...path, "partitionKeys"])];
    case "static":
      return checkTable(given.downstreamKeys, [...path, "downstreamKeys"], wrong);
    case "timeWindow":
      return checkOffsets(given, path, wrong);
    case "multi":
      return checkDimensions(given.dimensions, [...path, "dimensions"], wrong, depth);
    case "multiToSingle": {
      const { partitionDimensionName: name } = given;
      if (name === undefined || isUnknown(name) || typeof name === "string") return [];
      return [wrong(`partitionDimensionName is text, not ${describe(name)}.`, [...path, "partitionDimensionName"])];
    }
    default:
      return [];
  }
}

/** Also where some of them are not known. */
function isKeys(value: unknown): boolean {
  return isUnknown(value) || (Array.isArray(value) && value.every((key) => typeof key === "string" || isUnknown(key)));
}

function checkTable(table: unknown, path: DeclarationPath, wrong: Wrong): Finding[] {
  if (isUnknown(table)) return [];
  if (!isRecord(table)) {
    return [wrong(`A StaticPartitionMapping takes an object of upstream keys to downstream keys, not ${describe(table)}.`, path)];
  }
  return Object.entries(table).flatMap(([key, value]) =>
    typeof value === "string" || isKeys(value)
      ? []
      : wrong(`The partition ${quote(key)} maps to a key or a list of keys, not to ${describe(value)}.`, [...path, key]),
  );
}

function checkOffsets(
  { startOffset, endOffset, allowNonexistentUpstreamPartitions: allow }: Given,
  path: DeclarationPath,
  wrong: Wrong,
): Finding[] {
  const findings: Finding[] = [];
  for (const [name, value] of Object.entries({ startOffset, endOffset })) {
    if (value === undefined || isUnknown(value) || Number.isSafeInteger(value)) continue;
    findings.push(wrong(`${name} is a whole number of windows, not ${describe(value)}.`, [...path, name]));
  }
  if (allow !== undefined && typeof allow !== "boolean" && !isUnknown(allow)) {
    const name = "allowNonexistentUpstreamPartitions";
    findings.push(wrong(`${name} is true or false, not ${describe(allow)}.`, [...path, name]));
  }
  const [start, end] = [startOffset ?? 0, endOffset ?? 0];
  if (findings.length === 0 && typeof start === "number" && typeof end === "number" && start > end) {
    const message = `startOffset is ${start} and endOffset ${end}, so the mapping begins after its end and maps to nothing: startOffset is at most endOffset.`;
    findings.push(wrong(message, [...path, startOffset === undefined ? "endOffset" : "startOffset"]));
  }
  return findings;
}

function checkDimensions(dimensions: unknown, path: DeclarationPath, wrong: Wrong, depth: number): Finding[] {
  if (isUnknown(dimensions)) return [];
  if (!isRecord(dimensions)) {
    const message = `A MultiPartitionMapping takes an object of upstream dimensions to DimensionPartitionMapping(…), not ${describe(dimensions)}.`;
    return [wrong(message, path)];
  }
  return Object.entries(dimensions).flatMap(([name, value]) => {
    if (isUnknown(value)) return [];
    const at = [...path, name];
    if (!isRecord(value) || !("dimension" in value) || !("mapping" in value)) {
      return wrong(`The dimension ${quote(name)} maps by DimensionPartitionMapping(…), not by ${describe(value)}.`, at);
    }
    const { dimension, mapping } = value;
    const named =
      typeof dimension === "string" || isUnknown(dimension)
        ? []
        : [
            wrong(`The dimension ${quote(name)} maps to a dimension by its name, not to ${describe(dimension)}.`, [
              ...at,
              "dimension",
            ]),
          ];
    const inner = mapping ?? undefined;
    if (inner === undefined) return [...named, wrong(`The dimension ${quote(name)} has no mapping.`, at)];
    return [...named, ...checkMappingData(inner, [...at, "mapping"], depth + 1)];
  });
}
