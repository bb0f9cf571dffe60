// `npm run conformance -- [--tables FOLDER] [--json FILE]`: runs the recorded cases through the product's source (see
// test/conformance/main.ts).
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../test/conformance/main.ts", import.meta.url));
const { status } = spawnSync(process.execPath, ["--conditions=@headwater/source", main, ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
