import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../specs/unknown.ts";
import { checkAutomationCondition } from "./checkCondition.ts";

const missing = { kind: "missing" };
const passed = { kind: "checkPassed" };

describe("a condition", () => {
  test.each<[string, unknown, string[], ("asset" | "check")?]>([
    ["as it is meant", { kind: "eager" }, []],
    ["of a schedule", { kind: "onCron", cron: "0 6 * * 1-5", timezone: "Europe/Berlin" }, []],
    ["that is not known", UNKNOWN, []],
    ["of which a part is not known", { kind: "and", operands: [missing, UNKNOWN] }, []],
    ["with a cron text that is none", { kind: "onCron", cron: "0 6 * *", timezone: "UTC" }, ["invalid-cron cron"]],
    ["with an hour that is none", { kind: "cronTickPassed", cron: "0 25 * * *", timezone: "UTC" }, ["invalid-cron cron"]],
    ["with a number as a schedule", { kind: "onCron", cron: 6, timezone: "UTC" }, ["invalid-cron cron"]],
    ["in a time zone that is none", { kind: "onCron", cron: "@daily", timezone: "Berlin" }, ["unknown-timezone timezone"]],
    [
      "deep inside",
      { kind: "not", operand: { kind: "or", operands: [missing, { kind: "onCron", cron: "x", timezone: "UTC" }] } },
      ["invalid-cron operand.operands.1.cron"],
    ],
    ["of another kind", { kind: "often" }, ["invalid-option "]],
    ["with a part that is none", { kind: "and", operands: [missing, "eager"] }, ["invalid-option operands.1"]],
    [
      "that looks back for a text",
      { kind: "inLatestTimeWindow", lookbackDelta: { days: "2" } },
      ["invalid-option lookbackDelta.days"],
    ],
    [
      "that looks back for months",
      { kind: "inLatestTimeWindow", lookbackDelta: { months: 2 } },
      ["unknown-option lookbackDelta.months"],
    ],
    ["about a check, of an asset", passed, ["contradictory-condition "]],
    ["about a check, of a check", passed, [], "check"],
    ["about the checks of a check", { kind: "anyChecksMatch", operand: passed }, ["contradictory-condition "], "check"],
    ["about the checks of an asset", { kind: "allDepsMatch", operand: { kind: "anyChecksMatch", operand: passed } }, []],
    [
      "that is to be true and not true",
      { kind: "and", operands: [missing, { kind: "inProgress" }, { kind: "not", operand: missing }] },
      ["contradictory-condition "],
    ],
    [
      "that ends as it begins",
      { kind: "not", operand: { kind: "since", trigger: missing, reset: missing } },
      ["contradictory-condition operand"],
    ],
  ])("%s", (_, condition, expected, of) => {
    const found = checkAutomationCondition(condition, [], of);
    expect(found.map(({ code, path }) => `${code} ${path.join(".")}`)).toEqual(expected);
  });
});
