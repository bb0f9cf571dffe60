/** The folder of a path, without a slash at its end; `""` for a file at the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : slash === 0 ? "/" : path.slice(0, slash);
}

/** Joins paths and takes out `.` and `..`; leading `..` of a relative path stay. */
export function joinPaths(...parts: readonly string[]): string {
  const absolute = parts.findLastIndex(isAbsolute);
  const from = absolute < 0 ? parts : parts.slice(absolute);
  const leading = absolute < 0 ? "" : (/^(?:[A-Za-z]:)?\//.exec(from[0] as string)?.[0] ?? "/");
  const segments: string[] = [];
  for (const segment of from.join("/").slice(leading.length).split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else if (leading === "") segments.push("..");
  }
  return leading + segments.join("/");
}

/** An absolute path as seen from a folder; a relative path as it is. */
export function relativeTo(root: string, path: string): string {
  if (!isAbsolute(path)) return path;
  const from = root.split("/").filter(Boolean);
  const to = path.split("/").filter(Boolean);
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => ".."), ...to.slice(same)].join("/");
}

/** `/a` and `C:/a` are absolute. */
export function isAbsolute(path: string): boolean {
  return /^(?:[A-Za-z]:)?\//.test(path);
}
