import type { ListItem } from "../facts/expression.ts";
import type { Evaluation } from "./evaluation.ts";
import { type ListValue, type Origin, passedOn, type Scope, type UnknownValue, unknownValue, type Value } from "./value.ts";

/** Evaluates the elements of an array or the arguments of a call; spread lists are laid out. */
export function listOf(evaluation: Evaluation, given: readonly ListItem[], scope: Scope, origin: Origin): ListValue {
  const items: Value[] = [];
  let doubt: UnknownValue | undefined;
  for (const item of given) {
    const value = evaluation.evaluate(item.value, scope);
    if (!item.spread) {
      items.push(value);
      continue;
    }
    if (value.kind !== "list") {
      doubt ??=
        value.kind === "unknown"
          ? passedOn(value, scope.file, item.span)
          : unknownValue("a spread value that is no list", value.origin);
      continue;
    }
    const stop = evaluation.spend(value.items.length, origin);
    if (stop !== undefined) return { kind: "list", items, origin, doubt: stop };
    for (const inner of value.items) items.push(passedOn(inner, scope.file, item.span));
    doubt ??= value.doubt;
  }
  return { kind: "list", items, origin, ...(doubt ? { doubt } : {}) };
}
