import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Backoff,
  calculateDelay,
  checkRetryPolicy,
  type Jitter,
  type RetryPolicyData,
  retryPolicyOf,
} from "./retryPolicy.ts";
import { UNKNOWN } from "./unknown.ts";

describe("a retry policy", () => {
  test.each<[unknown, (string | number)[]]>([
    [undefined, []],
    [UNKNOWN, []],
    [{}, []],
    [{ maxRetries: 0 }, []],
    [{ maxRetries: 3, delay: 0.5, backoff: "linear", jitter: "full" }, []],
    [{ delay: 0, backoff: "exponential", jitter: "plusMinus" }, []],
    [{ delay: UNKNOWN, backoff: "linear" }, []],
    [{ backoff: UNKNOWN, jitter: UNKNOWN }, []],
    [{ delay: null, maxRetries: null }, []],
    [{ maxRetries: -1 }, ["maxRetries"]],
    [{ maxRetries: 1.5 }, ["maxRetries"]],
    [{ maxRetries: 1n }, ["maxRetries"]],
    [{ maxRetries: "3" }, ["maxRetries"]],
    [{ maxRetries: Object.create(null) }, ["maxRetries"]],
    [{ delay: -1 }, ["delay"]],
    [{ delay: Number.NaN }, ["delay"]],
    [{ delay: Number.POSITIVE_INFINITY }, ["delay"]],
    [{ backoff: "linear" }, ["backoff"]],
    [{ jitter: "full", delay: null }, ["jitter"]],
    [{ backoff: "linear", jitter: "full" }, ["backoff", "jitter"]],
    [{ delay: 1, backoff: "LINEAR" }, ["backoff"]],
    [{ delay: 1, jitter: 1n }, ["jitter"]],
    [{ retries: 1 }, ["retries"]],
    [{ ["__proto__"]: 1 }, ["__proto__"]],
  ])("%o", (policy, wrong) => {
    const findings = checkRetryPolicy(policy, ["retryPolicy"]);
    expect(findings.map(({ path }) => path[1])).toEqual(wrong);
    const isOption = (name: unknown) => ["maxRetries", "delay", "backoff", "jitter"].includes(String(name));
    const codes = wrong.map((name) => (isOption(name) ? "invalid-retry-policy" : "unknown-option"));
    expect(findings.map(({ code }) => code)).toEqual(codes);
  });

  test.each<[unknown, unknown]>([
    [undefined, undefined],
    [{}, { maxRetries: 1 }],
    [
      { maxRetries: 3, delay: 2, backoff: "linear" },
      { maxRetries: 3, delay: 2, backoff: "linear" },
    ],
    [{ maxRetries: UNKNOWN, delay: null, other: 1, jitter: "wrong" }, { maxRetries: 1 }],
  ])("%o is carried as %o", (policy, expected) => expect(retryPolicyOf(policy)).toEqual(expected));
});

describe("the delay before a retry", () => {
  test.each<[Partial<RetryPolicyData>, attempt: number, random: number, seconds: number]>([
    [{}, 1, 0.5, 0],
    [{ backoff: "exponential", jitter: "full" }, 2000, 0.5, 0],
    [{ delay: 0, backoff: "exponential" }, 2000, 0.5, 0],
    [{ delay: 3 }, 7, 0.5, 3],
    [{ delay: 0.5, backoff: "linear" }, 3, 0.5, 1.5],
    [{ delay: 2, backoff: "exponential" }, 1, 0.5, 2],
    [{ delay: 2, backoff: "exponential" }, 5, 0.5, 62],
    [{ delay: 2, jitter: "full" }, 5, 0.25, 0.5],
    [{ delay: 2, backoff: "linear", jitter: "full" }, 5, 0.5, 5],
    [{ delay: 2, jitter: "plusMinus" }, 9, 0, 0],
    [{ delay: 2, jitter: "plusMinus" }, 9, 0.75, 3],
    [{ delay: 2, backoff: "exponential", jitter: "plusMinus" }, 3, 0.25, 13],
  ])("%j, retry %d, chance %d", (policy, attempt, random, seconds) => {
    expect(calculateDelay({ maxRetries: 1, ...policy }, attempt, random)).toBe(seconds);
  });

  test.each([
    [0, 0.5],
    [-1, 0.5],
    [1.5, 0.5],
    [Number.NaN, 0.5],
    [1, 1],
    [1, -0.1],
    [1, Number.NaN],
  ])("retry %d with the chance %d has none", (attempt, random) => {
    expect(() => calculateDelay({ maxRetries: 1, delay: 1 }, attempt, random)).toThrow(RangeError);
  });

  const policies = fc.record(
    {
      maxRetries: fc.nat(),
      delay: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
      backoff: fc.constantFrom<Backoff[]>("linear", "exponential"),
      jitter: fc.constantFrom<Jitter[]>("full", "plusMinus"),
    },
    { requiredKeys: ["maxRetries"] },
  );
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  test("is a finite number that is never negative", () => {
    fc.assert(
      fc.property(policies, fc.integer({ min: 1, max: 5000 }), chance, (policy, attempt, random) => {
        const delay = calculateDelay(policy, attempt, random);
        expect(delay >= 0 && Number.isFinite(delay)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("stays within its jitter", () => {
    const delays = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(policies, delays, fc.integer({ min: 1, max: 30 }), chance, (given, base, attempt, random) => {
        const { jitter, ...rest } = { ...given, delay: base };
        const middle = calculateDelay(rest, attempt, random);
        const full = calculateDelay({ ...rest, jitter: "full" }, attempt, random);
        expect(full).toBeLessThanOrEqual(middle);
        const around = calculateDelay({ ...rest, jitter: "plusMinus" }, attempt, random);
        // The sum is rounded to the precision of its size.
        expect(Math.abs(around - middle)).toBeLessThanOrEqual(base + middle * Number.EPSILON * 2);
        expect(calculateDelay(rest, attempt, 0)).toBe(middle);
      }),
      { numRuns: 1000 },
    );
  });
});
