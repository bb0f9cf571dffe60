// `npm start`: the first whole look. Checks the example, shows its graph, materializes everything, shows the results.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const example = "examples/customers";

await build();
show("1. What is wrong in it? Nothing is run for this.", ["check"]);
show("2. What depends on what? Nothing is run for this either.", ["graph"]);
const done = show("3. Compute everything, for real.", ["materialize"]);
show("4. What came out.", ["list"]);
console.log(`
Try next, in ${example}:
  npx headwater materialize --select "clean_customers+"   only this asset and what is downstream of it
  npx headwater runs                                      the history, which survives crashes
  open src/transform.ts, misspell "raw_customers" in deps, and run: npx headwater check
`);
process.exit(done);

function show(title, args) {
  console.log(`\n\x1b[1m${title}\x1b[0m  (headwater ${args.join(" ")})\n`);
  const { status } = spawnSync(process.execPath, [join(root, "runtime", "bin", "headwater.mjs"), ...args], {
    cwd: join(root, example),
    stdio: "inherit",
  });
  return status ?? 1;
}
