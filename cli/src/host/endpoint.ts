import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { type HostEndpoint, hostEndpoint, protocolVersion } from "@headwater/protocol";

const fileName = "host.json";
const folderPrefix = "headwater-";
const socketName = "host.sock";

/** Chooses a new address and secret. A socket's path may have about 100 characters, so it stays out of the project. */
export function newEndpoint(platform: NodeJS.Platform = process.platform): HostEndpoint {
  const address =
    platform === "win32" ? `\\\\.\\pipe\\headwater-${randomUUID()}` : join(mkdtempSync(join(tmpdir(), folderPrefix)), socketName);
  return { protocolVersion, pid: process.pid, address, secret: randomUUID() };
}

/** Lets other processes of the same user find the host. */
export function publishEndpoint(stateFolder: string, endpoint: HostEndpoint): void {
  const path = join(stateFolder, fileName);
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(endpoint), { mode: 0o600 });
  chmodSync(temporary, 0o600);
  renameSync(temporary, path);
}

/** Where the host of a project says it listens; undefined where nobody said so, or the file cannot be read. */
export function readEndpoint(stateFolder: string): HostEndpoint | undefined {
  try {
    return hostEndpoint.parse(JSON.parse(readFileSync(join(stateFolder, fileName), "utf8")));
  } catch {
    return undefined;
  }
}

/** Removes what a host left behind that was killed. The caller holds the project's lock. */
export function forgetEndpoint(stateFolder: string): void {
  const endpoint = readEndpoint(stateFolder);
  if (endpoint === undefined) return;
  rmSync(join(stateFolder, fileName), { force: true });
  const folder = dirname(endpoint.address);
  // The file may have come with a project from elsewhere: nothing is removed that a host would not have made.
  if (dirname(folder) !== tmpdir() || !basename(folder).startsWith(folderPrefix)) return;
  rmSync(join(folder, socketName), { force: true });
  try {
    rmdirSync(folder);
  } catch {
    // It holds something else, or has gone.
  }
}

/** Takes back what {@link publishEndpoint} and {@link newEndpoint} made. */
export function withdrawEndpoint(stateFolder: string, endpoint: HostEndpoint): void {
  if (readEndpoint(stateFolder)?.secret === endpoint.secret) rmSync(join(stateFolder, fileName), { force: true });
  if (!endpoint.address.startsWith("\\\\")) rmSync(dirname(endpoint.address), { recursive: true, force: true });
}
