// The least that an index can cost: what files there are, and one synchronous read of each that has assets or passes them on.
import { execFileSync } from "node:child_process";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";

const { assetFiles, barrels } = JSON.parse(readFileSync(process.argv[2], "utf8"));
execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { maxBuffer: 1 << 30 });
const buffer = Buffer.allocUnsafe(1 << 20);
for (const file of [...assetFiles, ...barrels]) {
  const descriptor = openSync(file, "r");
  readSync(descriptor, buffer, 0, buffer.length, 0);
  closeSync(descriptor);
}
