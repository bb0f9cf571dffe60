import { readFileSync } from "node:fs";

/** The version of the installed package `headwater`, of which this command is a part. */
export const version: string = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }
).version;
