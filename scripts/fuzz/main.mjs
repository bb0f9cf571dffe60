// See fuzz.mjs.
import { mkdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadExactLanguage } from "../../analysis/src/facts/typescript/load.ts";
import { compareExtractors, nothingCompared } from "../../analysis/src/testing/compareExtractors.ts";
import { createMutator, randomFrom } from "../../analysis/src/testing/mutateSources.ts";
import { readCorpus } from "./corpus.mjs";

const { values } = parseArgs({ options: { inputs: { type: "string", default: "200000" }, seed: { type: "string" } } });
const inputs = Number(values.inputs);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));

const root = fileURLToPath(new URL("../..", import.meta.url));
const { shipped, own } = readCorpus(root);
const exact = await loadExactLanguage();
const failures = [];

function check(source, into) {
  try {
    compareExtractors(exact, source, into);
  } catch (error) {
    const folder = join(root, ".cache", "fuzz-failures");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${seed}-${failures.length}${extname(source.path)}`);
    writeFileSync(file, source.text);
    failures.push(file);
    console.error(`${error instanceof Error ? error.message : error}\n  seed ${seed}, text in ${file}`);
  }
}

function tell(title, { inputs, compared, broken, left }) {
  const share = ((left / Math.max(1, inputs - broken)) * 100).toFixed(2);
  console.log(`${title}: ${inputs} inputs, ${compared} compared, ${broken} with syntax errors, ${left} left (${share} %)`);
}

console.log(`seed ${seed}`);
for (const [title, sources] of [
  ["sources that packages ship", shipped],
  ["sources of this project", own],
]) {
  const found = nothingCompared();
  for (const source of sources) check(source, found);
  tell(title, found);
}
const mutate = createMutator([...shipped, ...own], randomFrom(seed));
const found = nothingCompared();
for (let made = 0; made < inputs && failures.length < 20; made++) {
  check(mutate(), found);
  if (found.inputs % 20_000 === 0) tell("mutations so far", found);
}
tell("mutations", found);
console.log(failures.length === 0 ? "No disagreement, no crash." : `${failures.length} inputs failed.`);
process.exitCode = failures.length === 0 ? 0 : 1;
