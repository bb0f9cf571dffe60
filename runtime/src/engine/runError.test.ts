import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { toRunError } from "./runError.ts";

const folder = await realpath(await mkdtemp(join(tmpdir(), "headwater-error-")));
afterAll(() => rm(folder, { recursive: true }));

const stack = (...places: readonly string[]) => `Error: x\n${places.map((place) => `    at ${place}`).join("\n")}`;
const withStack = (text: string, cause?: unknown) =>
  Object.assign(new Error("x", cause === undefined ? {} : { cause }), { stack: text });

test.each<[title: string, thrown: unknown, expected: object]>([
  ["an error", new TypeError("wrong"), { name: "TypeError", message: "wrong" }],
  [
    "an own class",
    new (class OwnError extends Error {
      override name = "OwnError";
    })("m"),
    { name: "OwnError", message: "m" },
  ],
  ["a text", "plain", { name: "NonError", message: "A value that is not an Error was thrown: 'plain'" }],
  ["undefined", undefined, { name: "NonError", message: "A value that is not an Error was thrown: undefined" }],
  ["an object", { code: 5 }, { name: "NonError", message: "A value that is not an Error was thrown: { code: 5 }" }],
  [
    "a cause",
    new Error("outer", { cause: new RangeError("inner") }),
    { message: "outer", cause: { name: "RangeError", message: "inner" } },
  ],
  ["a cause that is no error", new Error("outer", { cause: "why" }), { cause: { name: "NonError" } }],
  [
    "errors with a message",
    new AggregateError([new Error("one"), new Error("two")], "Both failed"),
    { message: "Both failed: one; two" },
  ],
  [
    "many errors",
    new AggregateError(
      Array.from({ length: 9 }, (_, at) => new Error(`e${at}`)),
      "",
    ),
    { message: "e0; e1; e2; e3; e4; and 4 more" },
  ],
  ["a long message", new Error("x".repeat(20_005)), { message: `${"x".repeat(20_000)}… (5 more characters)` }],
  [
    "a proxy that throws",
    new Proxy(
      {},
      {
        getPrototypeOf() {
          throw new Error("no");
        },
      },
    ),
    { name: "NonError", message: "A value that is not an Error was thrown: {}" },
  ],
  ["errors without a message", new AggregateError([new Error("one"), new Error("two")], ""), { message: "one; two" }],
  ["a code without a message", Object.assign(new Error(""), { code: "ECONNREFUSED" }), { message: "ECONNREFUSED" }],
  ["nothing at all", new Error(""), { message: "(no message)" }],
  [
    "a hostile one",
    Object.defineProperty(new Error("x"), "message", {
      get() {
        throw new Error("no");
      },
    }),
    { message: "(no message)" },
  ],
])("%s", (_, thrown, expected) => {
  expect(toRunError(thrown, folder)).toMatchObject(expected);
});

test("causes that go round end", () => {
  const error: Error & { cause?: unknown } = new Error("round");
  error.cause = error;
  expect(toRunError(error, folder).cause).toBeUndefined();
});

test.each<[title: string, thrown: Error, expected: object | undefined]>([
  ["a file URL", withStack(stack("f (file:///p/src/a.ts:3:7)")), { file: "src/a.ts", line: 3, column: 7 }],
  ["a path", withStack(stack("/p/src/a.ts:3:7")), { file: "src/a.ts", line: 3, column: 7 }],
  [
    "an async frame",
    withStack(stack("async Promise.all (index 0)", "async f (/p/a.ts:1:2)")),
    { file: "a.ts", line: 1, column: 2 },
  ],
  [
    "a method with brackets",
    withStack(stack("Object.<anonymous> [as compute] (/p/a.ts:1:2)")),
    { file: "a.ts", line: 1, column: 2 },
  ],
  ["escapes in a URL", withStack(stack("f (file:///p/a%20b.ts:1:2)")), { file: "a b.ts", line: 1, column: 2 }],
  ["the innermost of several", withStack(stack("f (/p/in.ts:1:2)", "g (/p/out.ts:3:4)")), { file: "in.ts", line: 1, column: 2 }],
  [
    "past packages, builds, Node and other folders",
    withStack(
      stack(
        "f (/p/node_modules/x/a.js:1:2)",
        "g (/p/.headwater/build/a.js:1:2)",
        "h (node:fs:1:2)",
        "i (/px/a.ts:1:2)",
        "j (/p/mine.ts:5:6)",
      ),
    ),
    { file: "mine.ts", line: 5, column: 6 },
  ],
  [
    "the cause's, where the error has none",
    withStack(stack("f (node:fs:1:2)"), withStack(stack("g (/p/mine.ts:5:6)"))),
    { file: "mine.ts", line: 5, column: 6 },
  ],
  ["nowhere", withStack(stack("f (node:fs:1:2)")), undefined],
])("the location is found: %s", (_, thrown, expected) => {
  expect(toRunError(thrown, "/p").location).toEqual(expected);
});

test("the location of a real error", async () => {
  const file = join(folder, "thrower.mjs");
  await writeFile(file, "export function fail() {\n  null.x;\n}\n");
  const { fail } = (await import(/* @vite-ignore */ file)) as { fail: () => void };
  try {
    fail();
  } catch (error) {
    expect(toRunError(error, folder).location).toMatchObject({ file: "thrower.mjs", line: 2 });
  }
  expect.hasAssertions();
});
