import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type HostEndpoint, hostEndpoint, protocolVersion } from "@headwater/protocol";

const fileName = "host.json";

/** Chooses a new address and secret. A socket's path may have about 100 characters, so it stays out of the project. */
export function newEndpoint(platform: NodeJS.Platform = process.platform): HostEndpoint {
  const address =
    platform === "win32"
      ? `\\\\.\\pipe\\headwater-${randomUUID()}`
      : join(mkdtempSync(join(tmpdir(), "headwater-")), "host.sock");
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

/** Takes back what {@link publishEndpoint} and {@link newEndpoint} made. */
export function withdrawEndpoint(stateFolder: string, endpoint: HostEndpoint): void {
  if (readEndpoint(stateFolder)?.secret === endpoint.secret) rmSync(join(stateFolder, fileName), { force: true });
  if (!endpoint.address.startsWith("\\\\")) rmSync(dirname(endpoint.address), { recursive: true, force: true });
}
