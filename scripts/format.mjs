// `npm run format`: formats, and mends what the linter can mend safely.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { status } = spawnSync(join(root, "node_modules/.bin/biome"), ["check", "--write", "."], { cwd: root, stdio: "inherit" });
process.exit(status ?? 1);
