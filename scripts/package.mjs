// `npm run package`: makes what is published, in dist/: the tarball of the npm package and the extension's VSIX.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "./build.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where the VSIX is made. */
export const vsix = join(root, "dist", "headwater-vscode.vsix");

/** Packs the extension. Its bundles hold everything, so no dependencies go along. */
export function packExtension() {
  const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
  const args = [vsce, "package", "--no-dependencies", "--allow-missing-repository", "--out", vsix];
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await build();
  const npm = spawnSync(
    process.platform === "win32" ? "npm.cmd" : "npm",
    ["pack", "--workspace", "headwater", "--pack-destination", "dist", "--loglevel=error"],
    { cwd: root, stdio: "inherit", shell: process.platform === "win32" },
  );
  const packed = packExtension();
  process.stdout.write(packed.stdout);
  process.stderr.write(packed.stderr);
  process.exit(npm.status === 0 && packed.status === 0 ? 0 : 1);
}
