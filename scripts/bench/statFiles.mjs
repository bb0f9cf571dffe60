// The least that can tell whether an index on disk still holds: one synchronous stat of every file.
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";

const listed = execFileSync("git", ["ls-files", "-z", "--cached"], { encoding: "utf8", maxBuffer: 1 << 30 });
for (const file of listed.split("\0")) if (file !== "") statSync(file);
