import type { Module } from "../modules/modules.ts";
import type { Evaluation } from "./evaluation.ts";
import { listOf } from "./lists.ts";
import { unknownValue, type Value } from "./value.ts";

/**
 * A declared value after the changes that its file makes to it: what is pushed to a list at the top level is in it, every
 * other change leaves a doubt.
 */
export function withMutations(evaluation: Evaluation, value: Value, module: Module, name: string): Value {
  if (value.kind !== "list" && value.kind !== "object") return value;
  let changed: Value = value;
  for (const mutation of module.facts.mutations) {
    if (mutation.name !== name) continue;
    const origin = { file: module.path, span: mutation.span };
    if (changed.kind === "list" && mutation.added !== undefined) {
      const added = listOf(evaluation, mutation.added, { file: module.path }, value.origin);
      changed = { ...added, items: [...changed.items, ...added.items], ...(changed.doubt ? { doubt: changed.doubt } : {}) };
      continue;
    }
    const doubt = unknownValue("changed after its declaration", origin, value.kind === "list");
    if (changed.kind === "list" || changed.kind === "object") changed = { ...changed, doubt: changed.doubt ?? doubt };
  }
  return changed;
}
