// `npm run package`: makes the tarball of the npm package in dist/, ready to be published or installed.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
await build();

mkdirSync(join(root, "dist"), { recursive: true });
const { status } = spawnSync(
  process.platform === "win32" ? "npm.cmd" : "npm",
  ["pack", "--workspace", "headwater", "--pack-destination", "dist", "--loglevel=error"],
  { cwd: root, stdio: "inherit", shell: process.platform === "win32" },
);
process.exit(status ?? 1);
