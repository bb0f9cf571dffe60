import { type Finding, finding } from "../findings/finding.ts";
import { quote } from "../findings/quote.ts";
import { closest } from "../graph/similarity.ts";
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
} as const;

export type AssetOption = keyof typeof assetOptions;

/**
 * The options that were given: without those that are `undefined` or `null`.
 *
 * @param incomplete whether options may have been given that are not listed; those count as `UNKNOWN`
 */
export function givenOptions(options: Readonly<Record<string, unknown>>, incomplete: boolean): Record<string, unknown> {
  const listed = Object.entries(options);
  const possible = incomplete ? Object.keys(assetOptions).filter((option) => !Object.hasOwn(options, option)) : [];
  return Object.fromEntries([
    ...listed.filter(([, value]) => value !== undefined && value !== null),
    ...possible.map((option) => [option, UNKNOWN]),
  ]);
}

const texts: readonly AssetOption[] = ["name", "description", "ioManagerKey", "groupName", "codeVersion", "pool"];
const lists: readonly AssetOption[] = ["deps", "requiredResourceKeys", "checkSpecs", "owners", "kinds"];
const textLists: readonly AssetOption[] = ["requiredResourceKeys", "owners", "kinds"];
const objects: readonly AssetOption[] = [
  "ins",
  "metadata",
  "tags",
  "opTags",
  "partitionsDef",
  "automationCondition",
  "retryPolicy",
];

/** The options' names and kinds of value. What passes here has the kind that the other rules expect. */
export function checkOptionKinds(options: Readonly<Record<string, unknown>>): Finding[] {
  const findings: Finding[] = [];
  for (const option of Object.keys(options)) {
    if (Object.hasOwn(assetOptions, option)) continue;
    const suggestions = closest(option, Object.keys(assetOptions));
    const mend = suggestions[0] === undefined ? " Remove it." : ` Did you mean ${suggestions[0]}?`;
    findings.push(finding("unknown-option", `asset() has no option ${quote(option)}.${mend}`, [option], suggestions));
  }
  const wrong = (option: AssetOption, path: readonly (string | number)[] = [option]) =>
    findings.push(finding("invalid-option", `${option} takes ${assetOptions[option]}, not ${describe(options[option])}.`, path));
  const given = (option: AssetOption) => options[option] !== undefined && !isUnknown(options[option]);
  for (const option of texts) {
    if (given(option) && typeof options[option] !== "string") wrong(option);
  }
  for (const option of lists) {
    if (given(option) && !Array.isArray(options[option])) wrong(option);
  }
  for (const option of textLists) {
    const list = options[option];
    if (!Array.isArray(list)) continue;
    for (const [index, item] of list.entries()) {
      if (typeof item !== "string" && !isUnknown(item)) {
        findings.push(
          finding("invalid-option", `${option} takes ${assetOptions[option]}, but item ${index + 1} is ${describe(item)}.`, [
            option,
            index,
          ]),
        );
      }
    }
  }
  for (const option of objects) {
    const value = options[option];
    if (given(option) && (typeof value !== "object" || value === null || Symbol.iterator in value)) wrong(option);
  }
  if (given("outputRequired") && typeof options.outputRequired !== "boolean") wrong("outputRequired");
  return findings;
}

/** Says what kind of value something is, for a message. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return `the text ${quote(value)}`;
    case "number":
    case "bigint":
    case "boolean":
    case "undefined":
      return String(value);
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    default:
      return value instanceof Map || value instanceof Set ? `a ${value.constructor.name}` : "an object";
  }
}

/** Whether a value is an object with names, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
