import { createHash } from "node:crypto";
import { posix, win32 } from "node:path";

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
