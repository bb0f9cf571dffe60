import type { ProjectFiles } from "@headwater/analysis";

/** Files whose texts stay as they were read first, so that what is edited is what was analysed. */
export function asFirstRead(files: ProjectFiles): ProjectFiles {
  const texts = new Map<string, string | undefined>();
  const read = (path: string) => {
    if (!texts.has(path)) texts.set(path, files.read(path));
    return texts.get(path);
  };
  return { ...files, read };
}
