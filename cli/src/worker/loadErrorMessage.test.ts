import type { RunError } from "@headwater/model";
import { expect, test } from "vitest";
import { unreadableFile } from "../host/unreadableFile.ts";
import { loadErrorMessage } from "./loadErrorMessage.ts";

const location = { file: "src/b.ts", line: 3, column: 7 };
const built = "/p/.headwater/build/0a1b/src/a.ts.mjs";

test.each<[error: RunError, expected: string]>([
  [{ name: "TypeError", message: "no", location }, "src/a.ts threw while it was loaded, at src/b.ts:3:7: TypeError: no"],
  [{ name: "Error", message: "no" }, "src/a.ts threw while it was loaded, at src/a.ts: Error: no"],
  [{ name: unreadableFile, message: "src/a.ts:1:2 cannot be read: x" }, "src/a.ts:1:2 cannot be read: x"],
  [
    { name: unreadableFile, message: "src/b.ts:1:2 cannot be read: x" },
    "src/a.ts cannot be loaded, since src/b.ts:1:2 cannot be read: x",
  ],
  [
    { name: "Error", message: `Cannot find package 'left-pad' imported from ${built}` },
    'src/a.ts needs the package "left-pad", which is not installed: npm install left-pad',
  ],
  [
    { name: "Error", message: `Cannot find package '@a/b' imported from ${built}` },
    'src/a.ts needs the package "@a/b", which is not installed: npm install @a/b',
  ],
  [
    { name: "Error", message: `Cannot find module 'lodash/fp'\nRequire stack:\n- ${built}` },
    'src/a.ts needs the package "lodash", which is not installed: npm install lodash',
  ],
  [
    { name: "Error", message: `Cannot find module '/p/node_modules/x/gone.js' imported from ${built}` },
    "src/a.ts threw while it was loaded, at src/a.ts: Error: Cannot find module '/p/node_modules/x/gone.js'",
  ],
  [
    {
      name: "Error",
      message: `Package subpath './y' is not defined by "exports" in /p/node_modules/x/package.json imported from ${built}`,
    },
    `src/a.ts threw while it was loaded, at src/a.ts: Error: Package subpath './y' is not defined by "exports" in /p/node_modules/x/package.json`,
  ],
])("%j", (error, expected) => expect(loadErrorMessage("src/a.ts", error)).toBe(expected));
