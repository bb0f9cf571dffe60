// `npm run fuzz -- [--inputs N] [--seed N]`: compares the fast extractor with the exact one, over the sources that packages
// ship and those of this project, each as it is, and over mutations of them. docs/architecture.md says what extractors are.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("fuzz/main.mjs", import.meta.url));
const { status } = spawnSync(process.execPath, ["--conditions=@headwater/source", main, ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
