import { execFile } from "node:child_process";

/** A Node to run headwater with. */
export interface NodeCommand {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Chooses the Node for runs: the one of the setting, else the one on the PATH if it is 22.13 or newer, else VS Code's
 * own, which is 24 since VS Code 1.127.
 */
export async function findNode(setting: string): Promise<NodeCommand> {
  if (setting !== "") return { path: setting, env: {} };
  const version = await versionOf("node");
  if (version !== undefined && isNewEnough(version)) return { path: "node", env: {} };
  return { path: process.execPath, env: { ELECTRON_RUN_AS_NODE: "1" } };
}

/** Whether headwater runs on a Node: 22.13 or newer. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 13);
}

function versionOf(node: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(node, ["--version"], { timeout: 5_000 }, (error, stdout) => resolve(error ? undefined : stdout.trim()));
  });
}
