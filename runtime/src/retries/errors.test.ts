import { describe, expect, test, vi } from "vitest";
import { Failure, isFailure } from "./failure.ts";
import { isRetryRequested, RetryRequested } from "./retryRequested.ts";

const untyped = (value: unknown) => value as never;

describe("an error that says how a step goes on", () => {
  test("Failure", () => {
    const cause = new Error("behind it");
    const failure = new Failure({ description: "No rows.", metadata: { path: "a" }, allowRetries: false, cause });
    expect(failure).toBeInstanceOf(Error);
    expect(failure).toMatchObject({
      name: "Failure",
      message: "No rows.",
      description: "No rows.",
      metadata: { path: "a" },
      allowRetries: false,
      cause,
    });
    expect(failure.stack).toContain("errors.test.ts");
  });

  test("Failure of which nothing is said", () => {
    const failure = new Failure();
    expect(failure).toMatchObject({ message: "The step failed.", metadata: {}, allowRetries: true });
    expect(failure.description).toBeUndefined();
    expect("cause" in failure).toBe(false);
  });

  test.each<[ConstructorParameters<typeof RetryRequested>[0], object]>([
    [undefined, { maxRetries: 1, secondsToWait: undefined, message: "The step asks for another attempt (at most 1 retry)." }],
    [
      { maxRetries: 3, secondsToWait: 0.5 },
      { maxRetries: 3, secondsToWait: 0.5, message: "The step asks for another attempt (at most 3 retries, after 0.5 s)." },
    ],
    [
      { maxRetries: 0, cause: "x" },
      { maxRetries: 0, cause: "x" },
    ],
  ])("RetryRequested with %o", (options, expected) => {
    expect(new RetryRequested(options)).toMatchObject({ name: "RetryRequested", ...expected });
  });
});

test.each<[string, () => unknown, string]>([
  ["text instead of options", () => new Failure(untyped("a")), "Failure takes an object with the options description, metadata"],
  ["an unknown option", () => new Failure(untyped({ message: "a" })), 'Failure has no option "message"'],
  ["a description that is a number", () => new Failure({ description: untyped(1) }), "description of a Failure is text, not 1."],
  [
    "metadata that is a list",
    () => new Failure({ metadata: untyped([]) }),
    "metadata of a Failure is an object of names to values",
  ],
  ["a doubtful permission", () => new Failure({ allowRetries: untyped("no") }), "allowRetries of a Failure is true or false"],
  [
    "fewer than no retries",
    () => new RetryRequested({ maxRetries: -1 }),
    "maxRetries of a RetryRequested is a whole number from 0, not -1.",
  ],
  ["half a retry", () => new RetryRequested({ maxRetries: 0.5 }), "a whole number from 0, not 0.5."],
  [
    "waiting backwards",
    () => new RetryRequested({ secondsToWait: -1 }),
    "secondsToWait of a RetryRequested is a number of seconds",
  ],
  ["waiting for ever", () => new RetryRequested({ secondsToWait: Number.POSITIVE_INFINITY }), "not Infinity."],
  ["waiting for text", () => new RetryRequested({ secondsToWait: untyped("1") }), "a number of seconds from 0, not '1'."],
  ["an unknown option of it", () => new RetryRequested(untyped({ delay: 1 })), 'RetryRequested has no option "delay"'],
])("%s is refused", (_, make, message) => {
  expect(make).toThrow(TypeError);
  expect(make).toThrow(message);
});

test("each is told from the others, of this copy of the package or another", async () => {
  vi.resetModules();
  const other = { ...(await import("./failure.ts")), ...(await import("./retryRequested.ts")) };
  expect(other.Failure).not.toBe(Failure);
  const errors = [new other.Failure(), new other.RetryRequested(), new Error("x"), { "~headwater": { kind: "failure" } }, null];
  expect(errors.map(isFailure)).toEqual([true, false, false, false, false]);
  expect(errors.map(isRetryRequested)).toEqual([false, true, false, false, false]);
});
