import type { MutationFact } from "../facts/fileFacts.ts";
import { changesOf, type Module } from "../modules/modules.ts";
import type { Evaluation } from "./evaluation.ts";
import { listOf } from "./lists.ts";
import { mayBeAssets, mayMakeAssets } from "./mayBeAssets.ts";
import { type Entry, type ListValue, type ObjectValue, type UnknownValue, unknownValue, type Value } from "./value.ts";

/**
 * A declared value after the changes that its file makes to it: what is pushed to a list or set on an object at the top
 * level is in it, every other change leaves a doubt.
 */
export function withMutations(evaluation: Evaluation, value: Value, module: Module, name: string): Value {
  let changed = value;
  const binding = module.bindings.get(name);
  for (const mutation of binding ? changesOf(module, binding) : []) {
    if (changed.kind === "list") changed = changedList(evaluation, changed, mutation, module.path);
    else if (changed.kind === "object") changed = changedObject(evaluation, changed, mutation, module.path);
    else if (changed.kind === "unknown" && !changed.mayHoldAssets) {
      changed = { ...changed, mayHoldAssets: mayMakeAssets(evaluation, mutation.mentions, { file: module.path }) };
    }
  }
  return changed;
}

function changedList(evaluation: Evaluation, list: ListValue, mutation: MutationFact, file: string): Value {
  const { change } = mutation;
  if (change.kind === "called") return list;
  if (change.kind === "added") {
    const added = listOf(evaluation, change.items, { file }, list.origin);
    const doubt = list.doubt ?? added.doubt;
    return { ...list, items: [...list.items, ...added.items], ...(doubt ? { doubt } : {}) };
  }
  const doubt = doubtOf(evaluation, mutation, file, mayBeAssets(evaluation, list));
  return change.kind === "grown" ? { ...list, doubt: graver(list.doubt, doubt) } : doubt;
}

function changedObject(evaluation: Evaluation, object: ObjectValue, mutation: MutationFact, file: string): Value {
  const { change } = mutation;
  if (change.kind === "called" && object.doubt === undefined) return object;
  if (change.kind === "set") {
    const origin = { file, span: mutation.span };
    const value = evaluation.evaluate(change.value, { file });
    // What is read before the change has the value before.
    const either = unknownValue("changed after its declaration", origin, mayBeAssets(evaluation, value));
    const entry: Entry = { value: object.entries.has(change.key) ? either : value, key: origin, whole: origin };
    return { ...object, entries: new Map([...object.entries, [change.key, entry]]) };
  }
  const doubt = doubtOf(evaluation, mutation, file, false);
  return { ...(change.kind === "changed" ? overshadowed(object, doubt) : object), doubt: graver(object.doubt, doubt) };
}

/** Of two doubts the one that may hold assets. */
function graver(one: UnknownValue | undefined, other: UnknownValue): UnknownValue {
  return one === undefined || (other.mayHoldAssets && !one.mayHoldAssets) ? other : one;
}

function doubtOf(evaluation: Evaluation, { span, mentions }: MutationFact, file: string, holdsAssets: boolean): UnknownValue {
  const mayHold = holdsAssets || mayMakeAssets(evaluation, mentions, { file });
  return unknownValue("changed after its declaration", { file, span }, mayHold);
}

/** An object in which every entry may have another value. */
function overshadowed(object: ObjectValue, doubt: UnknownValue): ObjectValue {
  const entries = [...object.entries].map(
    ([name, entry]) => [name, { ...entry, value: { ...doubt, origin: entry.value.origin } }] as const,
  );
  return { ...object, entries: new Map(entries) };
}
