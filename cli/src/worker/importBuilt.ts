import { pathToFileURL } from "node:url";
import type { BuiltModule } from "@headwater/protocol";

/** Imports a built module and gives what its source exports, be it an ES module or CommonJS. */
export async function importBuilt({
  output,
  isCommonJs,
}: Pick<BuiltModule, "output" | "isCommonJs">): Promise<Record<string, unknown>> {
  const built = (await import(pathToFileURL(output).href)) as Record<string, unknown>;
  return isCommonJs ? exportsOf(built.default) : built;
}

/** `module.exports` is an object of exports, or else one thing, as an asset or a list of assets: the default. */
function exportsOf(whole: unknown): Record<string, unknown> {
  const isThing = typeof whole !== "object" || whole === null || Array.isArray(whole) || "~headwater" in whole;
  return isThing ? { default: whole } : { ...whole };
}
