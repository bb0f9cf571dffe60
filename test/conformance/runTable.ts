import { isDeepStrictEqual } from "node:util";
import { type Adapter, type Case, type Got, NotImplemented, type Table } from "./adapter.ts";

/**
 * How a case ended. `disputed` and `outside` are agreed exceptions; `optional` cases count apart, whatever they gave.
 */
export type Verdict = "passed" | "failed" | "notImplemented" | "disputed" | "outside" | "optionalPassed" | "optionalFailed";

export interface Result {
  readonly id: string;
  readonly verdict: Verdict;
  readonly expected?: unknown;
  readonly got?: unknown;
  /** Why it is an exception, or what the product has no answer to. */
  readonly reason?: string;
}

/** A case that is held to be wrong. It fails once it passes. */
export interface Disputed {
  readonly table: string;
  readonly id: string;
  readonly reason: string;
}

/**
 * What the product does not mean to do: every case of the table that has the field. `*` in a path stands for each entry
 * of a list; with `equals` some value at the path must be that.
 */
export interface Outside {
  readonly table: string;
  readonly field: string;
  readonly equals?: unknown;
  readonly reason: string;
}

/** Runs all cases of a table. */
export async function runTable(
  name: string,
  table: Table,
  adapter: Adapter | undefined,
  exceptions: { readonly disputed: readonly Disputed[]; readonly outside: readonly Outside[] },
): Promise<Result[]> {
  const results: Result[] = [];
  for (const test of table.cases) {
    const outside = exceptions.outside.find((rule) => rule.table === name && matches(rule, test));
    if (outside !== undefined) {
      results.push({ id: test.id, verdict: "outside", reason: outside.reason });
      continue;
    }
    const result = adapter === undefined ? withoutAdapter(test) : await runCase(test, table, adapter);
    const disputed = exceptions.disputed.find((one) => one.table === name && one.id === test.id);
    if (disputed !== undefined) {
      results.push(
        result.verdict === "passed"
          ? { ...result, verdict: "failed", reason: "It passes now: remove it from disputed.json." }
          : { ...result, verdict: "disputed", reason: disputed.reason },
      );
    } else if (isOptional(test)) {
      results.push({ ...result, verdict: result.verdict === "passed" ? "optionalPassed" : "optionalFailed" });
    } else results.push(result);
  }
  return results;
}

/** Whether any case failed that must not. What is not implemented does not hold either. */
export function holds(results: readonly Result[]): boolean {
  return results.every(({ verdict }) => verdict !== "failed" && verdict !== "notImplemented");
}

function withoutAdapter({ id }: Case): Result {
  return { id, verdict: "notImplemented", reason: "There is no adapter for this table." };
}

async function runCase(test: Case, table: Table, adapter: Adapter): Promise<Result> {
  const { id, expect: expected } = test;
  let got: Got;
  try {
    got = await adapter.run(test, table);
  } catch (error) {
    if (error instanceof NotImplemented) return { id, verdict: "notImplemented", expected, reason: error.message };
    return { id, verdict: "failed", expected, got: error instanceof Error ? `threw ${error.stack}` : `threw ${String(error)}` };
  }
  const asked = Object.keys(expected).filter((field) => !adapter.remarks?.includes(field));
  const wrong = asked.filter((field) => field in got && !agrees(adapter, field, test, got));
  if (wrong.length > 0 || ("error" in got && !("error" in expected))) {
    return { id, verdict: "failed", expected, got };
  }
  const missing = asked.filter((field) => !(field in got));
  if (missing.length > 0) {
    return { id, verdict: "notImplemented", expected, got, reason: `Nothing is said about ${missing.join(", ")}.` };
  }
  return { id, verdict: "passed" };
}

function agrees(adapter: Adapter, field: string, test: Case, answer: Got): boolean {
  const expected = test.expect[field];
  const got = answer[field];
  const rule = adapter.agrees?.[field];
  if (rule !== undefined) return rule(expected, got, test);
  if (field === "error") return categoryOf(expected) === categoryOf(got);
  if (adapter.unordered?.includes(field)) return isDeepStrictEqual(sorted(expected), sorted(got));
  return isDeepStrictEqual(normal(expected), normal(got));
}

function categoryOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "category" in error ? error.category : error;
}

/** Plain data without prototypes and absent entries, so that only values are compared. */
function normal(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** Lists without order, at every depth. */
function sorted(value: unknown): unknown {
  const plain = normal(value);
  if (!Array.isArray(plain)) {
    if (typeof plain !== "object" || plain === null) return plain;
    return Object.fromEntries(Object.entries(plain).map(([key, inner]) => [key, sorted(inner)]));
  }
  return plain.map((item) => JSON.stringify(item)).sort();
}

function isOptional(test: Case): boolean {
  return test.languageSpecific === true || test.given?.entry === "upgrade";
}

function matches(rule: Outside, test: Case): boolean {
  const values = valuesAt(test, rule.field.split("."));
  return "equals" in rule ? values.some((value) => isDeepStrictEqual(value, rule.equals)) : values.length > 0;
}

function valuesAt(value: unknown, [step, ...rest]: readonly string[]): unknown[] {
  if (step === undefined) return [value];
  if (typeof value !== "object" || value === null) return [];
  if (step === "*") return Object.values(value).flatMap((inner) => valuesAt(inner, rest));
  return Object.hasOwn(value, step) ? valuesAt((value as Record<string, unknown>)[step], rest) : [];
}
