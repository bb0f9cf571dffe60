// `npm run conformance -- [--tables FOLDER] [--json FILE]`: what the product makes of the recorded cases of each table.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { inspect, parseArgs } from "node:util";
import { holds, type Result, runTable, type Verdict } from "./runTable.ts";
import { adapterOf, ownTables, readExceptions, readTables } from "./tables.ts";

const wording: Readonly<Record<string, string>> = {
  failed: "failed",
  notImplemented: "not implemented",
  optionalFailed: "failed, optional",
};

const { values } = parseArgs({ options: { tables: { type: "string", default: ownTables }, json: { type: "string" } } });
const exceptions = readExceptions();
const all: { table: string; results: readonly Result[] }[] = [];
for (const { name, table } of readTables(resolve(values.tables))) {
  const results = await runTable(name, table, await adapterOf(name), exceptions);
  all.push({ table: name, results });
  report(name, results);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(all, undefined, 2)}\n`);
const total = all.flatMap(({ results }) => results);
console.log(`\n${summary(total)}`);
if (total.length === 0) console.error(`No tables in ${values.tables}.`);
process.exitCode = total.length > 0 && holds(total) ? 0 : 1;

function report(name: string, results: readonly Result[]): void {
  console.log(`${name.padEnd(22)} ${summary(results)}`);
  for (const { id, verdict, expected, got, reason } of results) {
    if (verdict !== "failed" && verdict !== "notImplemented" && verdict !== "optionalFailed") continue;
    console.log(`  ${id}: ${wording[verdict]}${reason === undefined ? "" : `. ${reason}`}`);
    if (expected !== undefined) console.log(`    expected ${line(expected)}`);
    if (got !== undefined) console.log(`    got      ${typeof got === "string" ? got : line(got)}`);
  }
}

function summary(results: readonly Result[]): string {
  const count = (...verdicts: readonly Verdict[]) => results.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const parts = [
    `${count("passed")} passed`,
    `${count("failed")} failed`,
    `${count("notImplemented")} not implemented`,
    ...some(count("disputed"), "disputed"),
    ...some(count("outside"), "outside the product"),
    ...some(count("optionalPassed", "optionalFailed"), `optional (${count("optionalPassed")} passed)`),
  ];
  return parts.join(", ");
}

function some(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}

function line(value: unknown): string {
  return inspect(value, { depth: 8, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 50, maxStringLength: 2000 });
}
