// `npm start`: the first whole look. Checks the example, shows its graph, materializes everything, shows the results.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect, styleText } from "node:util";
import { build } from "./build.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const example = "examples/customers";

await build();
show("1. What is wrong in it? Nothing is run for this.", ["check"]);
show("2. What depends on what? Nothing is run for this either.", ["graph"]);
const done = show("3. Compute everything, for real.", ["materialize"]);
show("4. What came out.", ["list"]);
await showValues();
console.log(`
Try next, in ${example}:
  npx headwater materialize --select "clean_customers+"   only this asset and what is downstream of it
  npx headwater runs                                      the history, which survives crashes
  open src/transform.ts, misspell "raw_customers" in deps, and run: npx headwater check
`);
process.exit(done);

function show(title, args) {
  heading(title, `headwater ${args.join(" ")}`);
  const { status } = spawnSync(process.execPath, [join(root, "runtime", "bin", "headwater.mjs"), ...args], {
    cwd: join(root, example),
    stdio: "inherit",
  });
  return status ?? 1;
}

/** Reads the stored values back as a downstream asset would. */
async function showValues() {
  heading("5. The values that were stored for others to take.", ".headwater/storage");
  const { openStore, V8FileIOManager, fromEscapedString } = await import("../runtime/dist/engine.js");
  const store = openStore(join(root, example));
  const values = V8FileIOManager({ folder: join(root, example, ".headwater", "storage") });
  const latest = store.latest();
  store.close();
  for (const { key, runId, valueStored } of latest) {
    console.log(styleText("bold", key));
    if (!valueStored) {
      console.log(styleText("dim", "  no value: its rows are in DuckDB"));
      continue;
    }
    const upstreamKey = fromEscapedString(key);
    const value = await values.loadInput({ upstreamKey, assetKey: upstreamKey, inputName: key, runId, metadata: {} });
    console.log(inspect(value, { depth: 2, maxArrayLength: 2, compact: 3, breakLength: 100 }).replace(/^/gm, "  "));
  }
}

function heading(title, command) {
  console.log(`\n${styleText("bold", title)}  ${styleText("dim", `(${command})`)}\n`);
}
