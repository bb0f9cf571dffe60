import type { DeclarationFamily } from "@headwater/model";
import { conditionOf } from "./automationConditions.ts";
import type { Evaluation } from "./evaluation.ts";
import { type Entry, makes, type ObjectValue, type Origin, unknownValue, type Value } from "./value.ts";

/** Makes the data that a constructor of our package stands for. */
type Constructor = (args: readonly (Value | undefined)[], origin: Origin, evaluation: Evaluation) => Value;

/**
 * What the constructors of our package make, as the plain data that the model's declarations hold. Those
 * that declare assets and `Definitions` are not here.
 */
const constructors: ReadonlyMap<string, Constructor> = new Map<string, Constructor>([
  ["AssetKey", ([value], origin, evaluation) => keyValue(value, origin, evaluation)],
  ["AssetKey.fromUserString", ([text], origin) => splitKey(text, origin)],
  ["AssetIn", ([given], origin) => options(given, {}, origin)],
  ["AssetDep", ([asset, settings], origin) => options(settings, { asset }, origin)],
  ["AssetOut", ([given], origin) => options(given, {}, origin)],
  ["AssetCheckSpec", ([given], origin) => options(given, {}, origin)],
  ["RetryPolicy", ([given], origin) => options(given, { maxRetries: 1 }, origin)],
  ["StaticPartitionsDefinition", ofKind("static")],
  ["HourlyPartitionsDefinition", ofKind("hourly")],
  ["DailyPartitionsDefinition", ofKind("daily")],
  ["WeeklyPartitionsDefinition", ofKind("weekly")],
  ["MonthlyPartitionsDefinition", ofKind("monthly")],
  ["TimeWindowPartitionsDefinition", ofKind("timeWindow")],
  ["DynamicPartitionsDefinition", ofKind("dynamic")],
  ["MultiPartitionsDefinition", ofKindWith("multi", "dimensions")],
  ["AllPartitionMapping", ofKind("all")],
  ["LastPartitionMapping", ofKind("last")],
  ["IdentityPartitionMapping", ofKind("identity")],
  ["TimeWindowPartitionMapping", ofKind("timeWindow")],
  ["LatestOverlappingTimeWindowPartitionMapping", ofKind("latestOverlapping")],
  ["SpecificPartitionsPartitionMapping", ofKindWith("specific", "partitionKeys")],
  ["StaticPartitionMapping", ofKindWith("static", "downstreamKeys")],
  ["MultiPartitionMapping", ofKindWith("multi", "dimensions")],
  ["DimensionPartitionMapping", ([dimension, mapping], origin) => options(undefined, { dimension, mapping }, origin)],
  ["MultiToSingleDimensionPartitionMapping", ofKindWith("multiToSingle", "partitionDimensionName")],
  ["BackfillPolicy.singleRun", ofKind("singleRun")],
  [
    "BackfillPolicy.multiRun",
    ([most], origin) => options(undefined, { kind: "multiRun", maxPartitionsPerRun: most ?? 1 }, origin),
  ],
]);

/** The functions of our package that declare assets or checks, with the family of each. */
const families: ReadonlyMap<string, DeclarationFamily> = new Map([
  ["asset", "asset"],
  ["multiAsset", "multiAsset"],
  ["graphAsset", "graphAsset"],
  ["graphMultiAsset", "graphMultiAsset"],
  ["externalAsset", "externalAsset"],
  ["AssetSpec", "externalAsset"],
  ["observableAsset", "observableAsset"],
  ["assetCheck", "assetCheck"],
  ["multiAssetCheck", "multiAssetCheck"],
]);

/** The family that a name of our package declares; undefined for one that declares nothing. */
export function familyOf(name: string): DeclarationFamily | undefined {
  return families.get(name);
}

/** Other functions of our package that give assets: what they make counts, but is not known. */
const assetMakers = /^(?:withKeyPrefix|load\w*Assets\w*)$/;

/** What a call of a name of our package makes. */
export function callOurs(name: string, args: readonly Value[], origin: Origin, evaluation: Evaluation): Value {
  const make = constructors.get(name);
  if (make !== undefined) return make(args, origin, evaluation);
  const [object, method] = name.split(".");
  if (object === "AutomationCondition" && method !== undefined) {
    const condition = conditionOf(method, args, origin, (value) => keyValue(value, origin, evaluation));
    if (condition !== undefined) return condition;
  }
  return unknownValue(`made by ${name}()`, origin, makesAssets(name));
}

/** Whether a name of our package makes assets or definitions, or is the package as a whole. */
export function makesAssets(name: string): boolean {
  return name === "" || families.has(name) || name.startsWith("Definitions") || assetMakers.test(name);
}

/** A key as a value: `{ path: […] }`. */
export function pathValue(segments: readonly Value[], origin: Origin): ObjectValue {
  return options(undefined, { path: { kind: "list", items: segments, origin } }, origin);
}

function keyValue(value: Value | undefined, origin: Origin, evaluation: Evaluation): Value {
  if (value === undefined) return unknownValue("a key that is made of nothing", origin);
  if (value.kind === "asset" && makes(value.site) === "asset") return evaluation.assetKey(value.site, origin);
  if (value.kind === "output") return evaluation.outputKey(value, origin);
  if (value.kind === "literal") return pathValue([value], origin);
  if (value.kind !== "list") return value.kind === "unknown" ? value : { ...value, origin };
  if (value.doubt !== undefined) return unknownValue(value.doubt.reason, value.doubt.origin);
  return pathValue(value.items, origin);
}

function splitKey(text: Value | undefined, origin: Origin): Value {
  if (text?.kind !== "literal" || typeof text.value !== "string") return unknownValue("made of a text that is not known", origin);
  const segments = text.value.split("/");
  return pathValue(
    segments.map((segment) => ({ kind: "literal", value: segment, origin: text.origin })),
    origin,
  );
}

function ofKind(kind: string): Constructor {
  return ([given], origin) => options(given, { kind }, origin);
}

/** Data of a kind that has its one argument under a name. */
function ofKindWith(kind: string, name: string): Constructor {
  return ([given], origin) => options(undefined, { kind, [name]: given }, origin);
}

/** The given options after some entries of our own. Options that are not an object leave a doubt. */
function options(
  given: Value | undefined,
  own: Readonly<Record<string, Value | string | number | undefined>>,
  origin: Origin,
): ObjectValue {
  const entries = new Map<string, Entry>();
  for (const [name, value] of Object.entries(own)) {
    if (value === undefined) continue;
    const made: Value = typeof value === "object" ? value : { kind: "literal", value, origin };
    entries.set(name, { value: made, key: made.origin, whole: made.origin });
  }
  if (given === undefined) return { kind: "object", entries, origin };
  if (given.kind !== "object") {
    const reason = given.kind === "unknown" ? given.reason : "made of a value of another kind than its options";
    return { kind: "object", entries, origin, doubt: unknownValue(reason, given.origin) };
  }
  for (const [name, entry] of given.entries) entries.set(name, entry);
  return { kind: "object", entries, origin, ...(given.doubt ? { doubt: given.doubt } : {}) };
}
