import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** How the tests start Chromium: without what reaches out to the network. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

const advice =
  "Chromium is missing: install the packages chromium and fonts-dejavu-core, as with `apt-get install chromium fonts-dejavu-core`.";

/**
 * The path of a Chromium. Where there is none it is installed on Debian as root. Else the tests that need it are to be
 * skipped (`undefined`, after a line that says what to install), except with `CI=true`.
 *
 * @throws Error where there is none with `CI=true`
 */
export function findChromium(): string | undefined {
  const found = onPath() ?? (installOnDebian() ? onPath() : undefined);
  if (found !== undefined) return found;
  if (process.env.CI === "true") throw new Error(advice);
  console.warn(advice);
  return undefined;
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return ["chromium", "chromium-browser", "google-chrome"]
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

function installOnDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return false;
  if (!/^ID(_LIKE)?=.*debian/m.test(readFileSync("/etc/os-release", "utf8"))) return false;
  const apt = (...args: string[]) =>
    // Another test file may be installing it as well: wait for its lock.
    spawnSync("apt-get", ["-o", "DPkg::Lock::Timeout=300", "-q", ...args], {
      stdio: "ignore",
      timeout: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  console.warn("Installing Chromium…");
  return apt("update") && apt("install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core");
}
