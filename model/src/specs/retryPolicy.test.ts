import { describe, expect, test } from "vitest";
import { checkRetryPolicy, retryPolicyOf } from "./retryPolicy.ts";
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
    expect(findings.every(({ code }) => code === "invalid-retry-policy")).toBe(true);
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
