// `npm test`: builds, then types, lint and all tests. The last line counts them: `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";
import { packExtension } from "./package.mjs";
import { runCheck, typeChecks } from "./types.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const started = Date.now();
let passed = 0;
let failed = 0;
let skipped = 0;

await build();
const lint = { name: "format and lint", command: [join(root, "node_modules/.bin/biome"), "check", "--error-on-warnings", "."] };
// Two at a time, for two cores.
const waiting = [lint, ...typeChecks];
await Promise.all(
  [0, 1].map(async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const result = await runCheck(check);
      console.log(`${result.passed ? "ok    " : "FAILED"} ${result.name}${result.passed ? "" : `\n${result.output}`}`);
      if (result.passed) passed++;
      else failed++;
    }
  }),
);

const packed = packExtension();
if (packed.status !== 0) {
  console.log(`FAILED packing the extension\n${packed.stdout}${packed.stderr}`);
  failed++;
}

const given = process.argv.slice(2);
if (given.length > 0) runTests(given);
else {
  runTests(["--exclude", "test/vscode/**"]);
  // Journeys measure their patience in seconds, so nothing else runs beside them.
  runTests(["test/vscode", "--no-file-parallelism"]);
}

console.log(`\nIn ${Math.round((Date.now() - started) / 1000)} s.`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed === 0 ? 0 : 1);

/** Runs tests and counts them. */
function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), "headwater-tests-"));
  const report = join(folder, "vitest.json");
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  const { status } = spawnSync(process.execPath, [vitest, "run", ...reporters, ...args], { cwd: root, stdio: "inherit" });
  try {
    const result = JSON.parse(readFileSync(report, "utf8"));
    passed += result.numPassedTests;
    failed += result.numFailedTests;
    skipped += result.numPendingTests + result.numTodoTests;
    // A file that cannot even be loaded has no tests to count, and an error outside of any test none either.
    const unloaded = result.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
    failed += unloaded;
    if (status !== 0 && result.numFailedTests === 0 && unloaded === 0) failed++;
  } catch {
    console.log("The tests gave no report.");
    failed++;
  }
  rmSync(folder, { recursive: true, force: true });
}
