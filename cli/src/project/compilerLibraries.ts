import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";

/** The compiler's own declarations, which the build packs into one file; beside the compiler where nothing was built. */
export function compilerLibraries(): ReadonlyMap<string, string> | undefined {
  // The command's code may be in a chunk of its own folder.
  const file = ["./", "../"]
    .map((up) => fileURLToPath(new URL(`${up}typescript-libraries.json.br`, import.meta.url)))
    .find(existsSync);
  if (file === undefined) return undefined;
  const texts = JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as Readonly<Record<string, string>>;
  return new Map(Object.entries(texts));
}
