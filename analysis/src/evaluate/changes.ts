import type { MemberExpression } from "../facts/expression.ts";
import type { Evaluation } from "./evaluation.ts";
import { propertyOf } from "./properties.ts";
import {
  type AssetValue,
  type Change,
  type Frame,
  type ListValue,
  makes,
  type Origin,
  type Scope,
  unknownValue,
  type Value,
} from "./value.ts";

/** What `withKeyPrefix(prefix, assets)` gives: for each asset of the list one with another key. */
export function withKeyPrefix(evaluation: Evaluation, args: readonly Value[], anchor: Frame, origin: Origin): Value {
  const [prefix, given] = args;
  if (prefix === undefined || given?.kind !== "list") {
    const reason = given?.kind === "unknown" ? given.reason : "made by withKeyPrefix()";
    return unknownValue(reason, origin, true);
  }
  const among = given.items.flatMap((item) => (item.kind === "asset" ? [item.site] : []));
  const change: Change = { kind: "prefix", prefix, among };
  const items = given.items.map((item): Value => {
    if (item.kind === "asset" && makes(item.site) !== "assetCheck") return changed(evaluation, item, change, anchor);
    return item.kind === "unknown" ? item : unknownValue("made by withKeyPrefix() of what is no asset", item.origin);
  });
  return { kind: "list", items, origin, ...(given.doubt === undefined ? {} : { doubt: given.doubt }) };
}

/** What a method of an asset gives that changes it; undefined for other methods. */
export function changedAsset(
  evaluation: Evaluation,
  asset: AssetValue,
  callee: MemberExpression,
  args: () => ListValue,
  scope: Scope,
  origin: Origin,
): Value | undefined {
  const kind = kindOf(asset, callee.name);
  if (kind === undefined) return undefined;
  const { items, doubt } = args();
  const given = doubt ?? items[0];
  if (given === undefined) return unknownValue(`made by ${callee.name}() of nothing`, origin, true);
  const change: Change =
    kind === "rename"
      ? { kind, replacements: propertyOf(evaluation, given, "assetKeyReplacements", origin) }
      : { kind, attributes: given };
  const { file } = scope;
  // The asset itself stands before the dot; what is called is what stands behind it.
  const calleeSpan = { start: callee.span.end - callee.name.length, end: callee.span.end };
  return changed(evaluation, { ...asset, origin }, change, scope.frame ?? { file, span: origin.span, calleeSpan });
}

function kindOf({ site }: AssetValue, method: string): "rename" | "replace" | "merge" | undefined {
  const what = makes(site);
  if (method === "withAttributes") return what === "assetCheck" ? undefined : "rename";
  if (what !== "asset") return undefined;
  return method === "replaceAttributes" ? "replace" : method === "mergeAttributes" ? "merge" : undefined;
}

function changed(evaluation: Evaluation, { site, origin }: AssetValue, change: Change, anchor: Frame): AssetValue {
  const { family, caller, call, scope } = site;
  return {
    kind: "asset",
    site: evaluation.site({ family, caller, call, scope, anchor, changed: { from: site, change } }),
    origin,
  };
}
