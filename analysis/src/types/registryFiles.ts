import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, posix } from "node:path";
import type { MadeRegistry, RememberedTypes } from "./makeRegistry.ts";
import { registryFile } from "./registry.ts";

/** What earlier times have found, for this format of it. */
const rememberedIn = ".headwater/types-1.json";

/** The registry that stands in a project's folder; undefined where there is none. */
export function readRegistry(root: string): string | undefined {
  return readText(posix.join(root, registryFile));
}

/** What was found before; nothing where it cannot be read. */
export function readRemembered(root: string): RememberedTypes {
  try {
    const read: unknown = JSON.parse(readText(posix.join(root, rememberedIn)) ?? "{}");
    return isRemembered(read) ? read : {};
  } catch {
    return {};
  }
}

/**
 * Writes a registry, if it is another than there is, and what to remember. Gives whether it was written.
 *
 * @throws Error where the file cannot be written
 */
export function writeRegistry(root: string, { text, remembered }: MadeRegistry): boolean {
  const isOther = readRegistry(root) !== text;
  if (isOther) writeAtomically(posix.join(root, registryFile), text);
  remember(root, remembered);
  return isOther;
}

/** What is remembered only saves time: without it everything is found anew. */
function remember(root: string, remembered: RememberedTypes): void {
  const path = posix.join(root, rememberedIn);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeAtomically(path, JSON.stringify(remembered));
  } catch {}
}

/** Replaces a file as a whole, or leaves it as it was. */
function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function isRemembered(read: unknown): read is RememberedTypes {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  return (
    isObject(read) &&
    Object.values(read).every(
      (entry) =>
        isObject(entry) &&
        typeof entry.hash === "string" &&
        isObject(entry.types) &&
        Object.values(entry.types).every((type) => typeof type === "string"),
    )
  );
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
