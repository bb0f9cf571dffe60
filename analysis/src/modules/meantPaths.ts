// What `createModuleResolver` tries, seen from the files: which of them may be meant by a path as it is written in an import.

/** In the order in which they are tried. */
export const extensions = [".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".jsx", ".mjs", ".cjs", ".json"];

/** What an extension that is written in an import may stand for. */
export const written: ReadonlyMap<string, readonly string[]> = new Map([
  [".js", [".ts", ".tsx", ".js", ".jsx"]],
  [".jsx", [".tsx", ".jsx"]],
  [".mjs", [".mts", ".mjs"]],
  [".cjs", [".cts", ".cjs"]],
]);

/** The paths that may mean a file, as imports write them: itself, without its extension, with another one, its folder. */
export function pathsMeaning(file: string): string[] {
  const paths = new Set([file]);
  for (const extension of extensions) {
    if (!file.endsWith(extension)) continue;
    const stem = file.slice(0, -extension.length);
    paths.add(stem);
    if (stem === "index") paths.add("");
    else if (stem.endsWith("/index")) paths.add(stem.slice(0, -"/index".length));
  }
  for (const [extension, meant] of written) {
    for (const each of meant) if (file.endsWith(each)) paths.add(file.slice(0, -each.length) + extension);
  }
  return [...paths];
}

/** The files that a path in an import may mean. */
export function filesMeant(path: string): string[] {
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0] ?? "";
  const stem = path.slice(0, path.length - extension.length);
  const index = path === "" ? "index" : `${path}/index`;
  return [
    ...(written.get(extension) ?? []).map((each) => stem + each),
    path,
    ...extensions.map((each) => path + each),
    ...extensions.map((each) => index + each),
  ];
}
