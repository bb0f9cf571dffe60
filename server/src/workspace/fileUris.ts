import { fileURLToPath, pathToFileURL } from "node:url";

const onWindows = process.platform === "win32";

/**
 * The absolute path that a `file:` URI names, with forward slashes and a small drive letter, so that one file has one
 * path however a client writes its URI. Undefined for other schemes and for what is no URI.
 *
 * @param windows whether paths are those of Windows
 */
export function pathOfUri(uri: string, windows = onWindows): string | undefined {
  if (!/^file:/i.test(uri)) return undefined;
  try {
    return normalPath(fileURLToPath(uri, { windows }));
  } catch {
    return undefined;
  }
}

/** The `file:` URI of an absolute path. */
export function uriOfPath(path: string, windows = onWindows): string {
  return pathToFileURL(path, { windows }).href;
}

/** A path with forward slashes, a small drive letter and no slash at its end. */
export function normalPath(path: string): string {
  const forward = path.replaceAll("\\", "/").replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
  return forward.length > 1 ? forward.replace(/\/$/, "") : forward;
}

/** A path as seen from a folder that holds it; undefined where it is not inside. */
export function pathInside(folder: string, path: string): string | undefined {
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}
