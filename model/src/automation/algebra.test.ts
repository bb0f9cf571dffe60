import { describe, expect, test } from "vitest";
import { allowIn, andConditions, ignoreIn, orConditions, replaceCondition, sameCondition, withoutCondition } from "./algebra.ts";
import type { AutomationConditionData } from "./condition.ts";
import { expandCondition, labelOf } from "./expand.ts";

type Condition = AutomationConditionData;

const missing: Condition = { kind: "missing" };
const updated: Condition = { kind: "newlyUpdated" };
const eager: Condition = { kind: "eager" };
const latest: Condition = { kind: "inLatestTimeWindow" };
const not = (operand: Condition): Condition => ({ kind: "not", operand });
const onDeps = (operand: Condition): Condition => ({ kind: "anyDepsMatch", operand });
const sales = { op: "attr", name: "group", value: "sales" } as const;
const raw = { op: "attr", name: "group", value: "raw" } as const;

describe("a condition", () => {
  test.each<[string, Condition, Condition]>([
    [
      "of two that all have to be true is flat",
      andConditions([andConditions([missing, updated]), latest]),
      { kind: "and", operands: [missing, updated, latest] },
    ],
    [
      "with a label stays whole",
      andConditions([{ ...andConditions([missing, updated]), label: "l" }, latest]),
      { kind: "and", operands: [{ kind: "and", operands: [missing, updated], label: "l" }, latest] },
    ],
    [
      "of another kind stays whole",
      orConditions([andConditions([missing, updated]), latest]),
      { kind: "or", operands: [{ kind: "and", operands: [missing, updated] }, latest] },
    ],
    ["has a part replaced wherever it stands", replaceCondition(onDeps(not(missing)), missing, updated), onDeps(not(updated))],
    [
      "has a part replaced by its label",
      replaceCondition(onDeps({ ...not(missing), label: "l" }), "l", updated),
      onDeps(updated),
    ],
    [
      "has a part replaced by its name",
      replaceCondition(andConditions([missing, latest]), "missing", updated),
      andConditions([updated, latest]),
    ],
    ["in which nothing is replaced stays short", replaceCondition(eager, "checkPassed", missing), eager],
    [
      "without a part keeps its label",
      withoutCondition({ kind: "onMissing" }, latest),
      {
        ...(expandCondition({ kind: "onMissing" }) as Condition & { kind: "and" }),
        operands: (expandCondition({ kind: "onMissing" }) as Condition & { kind: "and" }).operands.slice(1),
      },
    ],
    [
      "allows dependencies, and more when asked again",
      allowIn(allowIn(onDeps(missing), sales), raw),
      { ...onDeps(missing), allow: { op: "or", args: [raw, sales] } } as Condition,
    ],
    [
      "ignores dependencies on both sides of since",
      ignoreIn({ kind: "since", trigger: onDeps(missing), reset: onDeps(updated) }, sales),
      {
        kind: "since",
        trigger: { ...onDeps(missing), ignore: sales },
        reset: { ...onDeps(updated), ignore: sales },
      } as Condition,
    ],
    [
      "about checks selects checks",
      allowIn({ kind: "anyChecksMatch", operand: onDeps(missing) }, sales),
      { kind: "anyChecksMatch", operand: onDeps(missing), allow: sales },
    ],
    [
      "about nothing else is not changed by a selection",
      ignoreIn(andConditions([missing, latest]), sales),
      andConditions([missing, latest]),
    ],
  ])("%s", (_, made, expected) => expect(sameCondition(made, expected)).toBe(true));

  test.each<[string, () => Condition, string]>([
    ["that is no list", () => withoutCondition(missing, latest), "Only of conditions that all have to be true"],
    ["that it does not have", () => withoutCondition(eager, updated), "newlyUpdated is none of the operands"],
    [
      "with another look back",
      () => withoutCondition(eager, { ...latest, lookbackDelta: { hours: 3 } }),
      "is none of the operands",
    ],
    ["of two", () => withoutCondition(andConditions([missing, latest]), latest), "Fewer than two"],
  ])("cannot be without a part %s", (_, make, message) => expect(make).toThrow(message));
});

test("what replace() does to a part of a composition changes it", () => {
  const changed = replaceCondition(eager, "newlyUpdated", { kind: "dataVersionChanged" });
  expect(labelOf(changed)).toBe("eager");
  expect(JSON.stringify(changed)).toContain("dataVersionChanged");
  expect(JSON.stringify(expandCondition(changed))).not.toContain('newlyUpdated"');
  expect(sameCondition(changed, eager)).toBe(false);
});
