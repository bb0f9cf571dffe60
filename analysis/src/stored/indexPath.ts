import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { isAbsolute, join, posix, win32 } from "node:path";
import type { IndexPlace } from "./storedAnalysis.ts";

/** What the place of an index depends on beside the project. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's own folder. */
  readonly home: string;
}

/**
 * The folder for what can be made anew: the user's own, so that what a stranger's project holds is never taken for an index,
 * and opening a project writes nothing into it. `HEADWATER_CACHE` names another one.
 */
export function cacheFolderOf({ platform, env, home }: Surroundings): string {
  if (env.HEADWATER_CACHE) return env.HEADWATER_CACHE;
  if (platform === "win32") return win32.join(env.LOCALAPPDATA || win32.join(home, "AppData", "Local"), "headwater", "Cache");
  if (platform === "darwin") return posix.join(home, "Library", "Caches", "headwater");
  // A relative path there is to be ignored (XDG Base Directory Specification).
  const given = env.XDG_CACHE_HOME;
  return posix.join(given?.startsWith("/") ? given : posix.join(home, ".cache"), "headwater");
}

/** The name of a project's index. What other versions of V8 write has other names, since they cannot read each other's. */
export function indexNameOf(root: string): string {
  return `${createHash("sha256").update(`${root}\n${process.versions.v8}`).digest("hex").slice(0, 32)}.index`;
}

/** Smaller projects are analysed in less time than it takes to keep an index in order. */
const fewestSources = 200;

/**
 * Gives the places of the indices of projects, by their absolute paths with forward slashes.
 *
 * @param folder an absolute path of the folder for all of them, in the place of {@link cacheFolderOf}
 */
export function indexPlaces(build: string, folder?: string): (root: string) => IndexPlace {
  const isGiven = folder !== undefined && isAbsolute(folder);
  const within = isGiven ? folder : cacheFolderOf({ platform: process.platform, env: process.env, home: homedir() });
  return (root) => ({ path: join(within, indexNameOf(root)), build, fewestSources });
}
