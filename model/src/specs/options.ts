import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { quote } from "../findings/quote.ts";
import { closest } from "../graph/similarity.ts";
import { formerOption } from "./formerOptions.ts";
import { isSeveral } from "./several.ts";
import { isUnknown, UNKNOWN } from "./unknown.ts";

/** The options of `asset()` (spec 1), with what each takes, as errors say it. */
export const assetOptions = {
  name: "text",
  keyPrefix: "text (one segment) or a list of texts",
  key: "text (one segment), a list of texts or AssetKey(…)",
  ins: "an object of input names to assets, keys or AssetIn({ … })",
  deps: "a list of assets, keys or AssetDep(…)",
  metadata: "an object",
  tags: "an object of texts",
  description: "text",
  requiredResourceKeys: "a list of texts",
  ioManagerKey: "text",
  partitionsDef: "a partitions definition",
  backfillPolicy: "BackfillPolicy.singleRun() or BackfillPolicy.multiRun(…)",
  opTags: "an object of values that JSON can hold",
  groupName: "text",
  outputRequired: "true or false",
  automationCondition: "an AutomationCondition",
  retryPolicy: "RetryPolicy({ … })",
  codeVersion: "text",
  checkSpecs: "a list of AssetCheckSpec({ … })",
  owners: "a list of texts",
  kinds: "a list of texts",
  pool: "text",
  configSchema: "a schema with the Standard Schema interface, as zod, valibot and arktype make",
} as const;

export type AssetOption = keyof typeof assetOptions;

/** The options of a function, with what each takes, as errors say it. An option of one name is of one kind everywhere. */
export interface OptionTable {
  /** The function as messages call it: `asset()`. */
  readonly caller: string;
  readonly takes: Readonly<Record<string, string>>;
}

const assetTable: OptionTable = { caller: "asset()", takes: assetOptions };

/**
 * The options that were given: without those that are `undefined` or `null`.
 *
 * @param incomplete whether options may have been given that are not listed; those count as `UNKNOWN`
 */
export function givenOptions(
  options: Readonly<Record<string, unknown>>,
  incomplete: boolean,
  { takes }: OptionTable = assetTable,
): Record<string, unknown> {
  const listed = Object.entries(options);
  const possible = incomplete ? Object.keys(takes).filter((option) => !Object.hasOwn(options, option)) : [];
  return Object.fromEntries([
    ...listed.filter(([, value]) => value !== undefined && value !== null),
    ...possible.map((option) => [option, UNKNOWN]),
  ]);
}

const texts = ["name", "description", "ioManagerKey", "groupName", "codeVersion", "pool"];
const textLists = ["requiredResourceKeys", "owners", "kinds"];
const lists = ["deps", "checkSpecs", "specs", "additionalDeps", ...textLists];
const booleans = ["outputRequired", "canSubset", "isRequired", "valueless", "skippable", "blocking"];
const objects = [
  "ins",
  "outs",
  "internalAssetDeps",
  "additionalIns",
  "metadata",
  "tags",
  "opTags",
  "partitionsDef",
  "backfillPolicy",
  "automationCondition",
  "retryPolicy",
];

/** Options that nobody would read, each with what may have been meant. */
export function checkOptionNames(options: object, caller: string, takes: readonly string[], at: DeclarationPath): Finding[] {
  const unknown = Object.keys(options).filter((option) => !takes.includes(option));
  return unknown.map((option) => {
    const former = formerOption(option);
    const isRenamed = former?.now !== undefined && takes.includes(former.now);
    const suggestions = isRenamed ? [former.now as string] : closest(option, takes);
    const mend = isRenamed
      ? ` It is called ${former.now} now.`
      : former?.inDefinitions !== undefined
        ? ` Give it by name in Definitions({ ${former.inDefinitions} }).`
        : suggestions[0] === undefined
          ? " Remove it."
          : ` Did you mean ${suggestions[0]}?`;
    return finding("unknown-option", `${caller} has no option ${quote(option)}.${mend}`, [...at, option], suggestions);
  });
}

/**
 * The options' names and kinds of value. What passes here has the kind that the other rules expect.
 *
 * @param at where the options stand in the declaration
 */
export function checkOptionKinds(
  options: Readonly<Record<string, unknown>>,
  { caller, takes }: OptionTable = assetTable,
  at: DeclarationPath = [],
): Finding[] {
  const findings = checkOptionNames(options, caller, Object.keys(takes), at);
  const given = (option: string) =>
    Object.hasOwn(takes, option) && options[option] !== undefined && options[option] !== null && !isUnknown(options[option]);
  const demand = (names: readonly string[], fits: (value: unknown) => boolean) => {
    for (const option of names) {
      const value = options[option];
      if (!given(option) || fits(value)) continue;
      findings.push(finding("invalid-option", `${option} takes ${takes[option]}, not ${describe(value)}.`, [...at, option]));
    }
  };
  demand(texts, (value) => typeof value === "string");
  demand(lists, Array.isArray);
  for (const option of textLists) {
    const list = options[option];
    if (!given(option) || !Array.isArray(list)) continue;
    for (const [index, item] of list.entries()) {
      if (typeof item === "string" || isUnknown(item)) continue;
      const message = `${option} takes ${takes[option]}, but item ${index + 1} is ${describe(item)}.`;
      findings.push(finding("invalid-option", message, [...at, option, index]));
    }
  }
  demand(objects, (value) => typeof value === "object" && value !== null && !(Symbol.iterator in value));
  demand(booleans, (value) => typeof value === "boolean");
  return findings;
}

/** Says what kind of value something is, for a message. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return `the text ${quote(value)}`;
    case "bigint":
      // Writing out a huge one takes time that grows with the square of its length.
      return value > -(10n ** 20n) && value < 10n ** 20n ? String(value) : "a huge bigint";
    case "number":
    case "boolean":
    case "undefined":
      return String(value);
    case "function":
      return "a function";
    case "symbol":
      return isSeveral(value) ? "a function that computes several assets" : "a symbol";
    default:
      if (value instanceof Map) return "a Map";
      return value instanceof Set ? "a Set" : "an object";
  }
}

/** Whether a value is an object with names, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
