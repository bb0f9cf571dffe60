// Stands in for `vitest` in a bundle of tests that runs in a page: the same `expect`, and just enough around it to find
// tests and run them one after the other.

export { expect, expectTypeOf } from "vitest";

/** What became of the tests of a page. Failures are told by the file, the names around the test and the error. */
export interface Outcome {
  readonly found: number;
  readonly passed: number;
  readonly failures: readonly string[];
  /** How many tests each file has. */
  readonly files: Readonly<Record<string, number>>;
}

// biome-ignore lint/suspicious/noExplicitAny: what a row of a table holds is between the table and its test.
type Body = (...row: any[]) => unknown;

interface FoundTest {
  readonly name: string;
  readonly run: () => unknown;
}

const found: FoundTest[] = [];
const files: Record<string, number> = {};
let around: readonly string[] = [];

/** Finds the tests of a file. */
export async function collect(file: string, load: () => Promise<unknown>): Promise<void> {
  around = [file];
  const before = found.length;
  await load();
  files[file] = found.length - before;
}

/** Runs all that was found. */
export async function runAll(): Promise<Outcome> {
  const failures: string[] = [];
  for (const { name, run } of found) {
    try {
      await run();
    } catch (error) {
      failures.push(`${name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { found: found.length, passed: found.length - failures.length, failures, files };
}

function declare(name: string, ...rest: readonly unknown[]): void {
  const body = rest.find((given) => typeof given === "function") as Body;
  found.push({ name: [...around, name].join(" > "), run: () => body() });
}

function group(name: string, body: () => void): void {
  const outside = around;
  around = [...around, name];
  body();
  around = outside;
}

/** A function for each row of a table; a row that is no list is one argument. */
const each =
  (declareOne: (name: string, body: () => unknown) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, body: Body): void => {
    for (const [index, row] of rows.entries()) {
      declareOne(`${name} (row ${index + 1})`, () => (Array.isArray(row) ? body(...row) : body(row)));
    }
  };

export const test = Object.assign(declare, { each: each(declare) });
export const it = test;
export const describe = Object.assign(group, { each: each(group) });
