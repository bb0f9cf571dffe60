import { existsSync } from "node:fs";
import { join } from "node:path";

/** The packed extension; `npm test` and `npm run package` make it. */
export const vsix = join(import.meta.dirname, "../../dist/headwater-vscode.vsix");

if (!existsSync(vsix)) throw new Error("The extension is not packed: run npm run package first.");
