// `npm run bench -- <name> [--json FILE] [--runs N]`: measures and prints a table; docs/benchmarks.md says what of.
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";

const benchmarks = {
  run: () => import("./bench/run.mjs"),
  editor: () => import("./bench/editor.mjs"),
  model: () => import("./bench/model.mjs"),
  language: () => import("./bench/language.mjs"),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "string" }, runs: { type: "string", default: "5" } },
});
const [name] = positionals;
if (name === undefined || !Object.hasOwn(benchmarks, name)) {
  console.error(`npm run bench -- ${Object.keys(benchmarks).join(" | ")} [--json FILE] [--runs N]`);
  process.exit(2);
}
// The model is measured from its sources, which Node reads as they are.
if (name !== "model") await build();
const { measure } = await benchmarks[name]();
const results = await measure(Number(values.runs));

console.log(`\n${cpus().length} processors (${cpus()[0]?.model}), Node ${process.versions.node}; medians\n`);
const rows = results.map(({ id, value, unit, reference, ratio, runs }) => [
  id,
  `${value.toPrecision(3)} ${unit}`,
  reference === undefined ? "" : `${ratio.toPrecision(3)} of ${reference}`,
  `${runs} runs`,
]);
const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, undefined, 2)}\n`);
