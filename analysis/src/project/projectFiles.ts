/**
 * The files of a project, as the analysis sees them. Paths are relative to the project's root and have forward slashes;
 * a path may begin with `../` where a tsconfig or an import reaches outside.
 */
export interface ProjectFiles {
  /** The absolute path of the project's folder, with forward slashes. */
  readonly root: string;
  /** Every file inside the project that is not ignored, in no certain order. */
  list(): readonly string[];
  /** Those of some files that are in the list; absent where nothing is quicker than the list. */
  listed?(paths: readonly string[]): ReadonlySet<string>;
  /**
   * The text of a file, without a byte order mark; undefined where there is no such file. Ignored files can be read too.
   *
   * @throws Error when the file is there but cannot be read
   */
  read(path: string): string | undefined;
  /** Whether there is a file of that path, ignored or not. */
  exists(path: string): boolean;
  /** Where a folder is once all symbolic links are followed; undefined where there is no folder of that path. */
  folderAt(path: string): string | undefined;
  /** The same files as they were saved, where these are as they stand in an editor: settings count as they were saved. */
  readonly saved?: ProjectFiles;
}

/**
 * A project in memory, for tests and texts that are not on disk.
 *
 * @param links what symbolic links lead to, by their paths
 */
export function memoryFiles(
  texts: Readonly<Record<string, string>>,
  root = "/project",
  links: Readonly<Record<string, string>> = {},
): ProjectFiles {
  const files = new Map(Object.entries(texts));
  return {
    folderAt: (path) => links[path] ?? ([...files.keys()].some((file) => file.startsWith(`${path}/`)) ? path : undefined),
    root,
    list: () => [...files.keys()],
    read: (path) => files.get(path),
    exists: (path) => files.has(path),
  };
}
