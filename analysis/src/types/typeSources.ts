import { posix } from "node:path";
import { contentHash } from "../facts/contentHash.ts";
import type { TypeScript } from "../facts/typescript/load.ts";
import { compilerOptions, nearestSettings } from "./compilerOptions.ts";
import { registryFile } from "./registry.ts";
import type { RegistrySource } from "./registrySource.ts";

/**
 * Tells whether the types that a file's assets hold may have changed: a hash of the file, of what it imports, and of the
 * files of the assets that its assets take, at any remove. Installed packages are not looked into.
 *
 * @param root the project's folder, absolute with forward slashes
 */
export function typeSources(
  typescript: TypeScript,
  root: string,
  { upstreamFiles }: Pick<RegistrySource, "upstreamFiles">,
): (file: string) => string {
  const settings = nearestSettings(typescript, posix.join(root, registryFile));
  const options = compilerOptions(typescript, settings);
  const cache = typescript.createModuleResolutionCache(root, (name) => name, options);
  const texts = new Map<string, string>();
  const textOf = (path: string): string => {
    const text = texts.get(path) ?? typescript.sys.readFile(path) ?? "";
    texts.set(path, text);
    return text;
  };
  const nextTo = new Map<string, readonly string[]>();
  const neighbours = (path: string): readonly string[] => {
    let found = nextTo.get(path);
    if (found === undefined) {
      const imported = typescript.preProcessFile(textOf(path), true, true).importedFiles.flatMap(({ fileName }) => {
        const { resolvedModule } = typescript.resolveModuleName(fileName, path, options, typescript.sys, cache);
        const target = resolvedModule?.resolvedFileName.replaceAll("\\", "/");
        return target === undefined || resolvedModule?.isExternalLibraryImport ? [] : target;
      });
      const upstream = [...(upstreamFiles.get(posix.relative(root, path)) ?? [])].map((file) => posix.join(root, file));
      found = [...new Set([...imported, ...upstream])];
      nextTo.set(path, found);
    }
    return found;
  };
  const own = new Map<string, string>();
  const hashOfText = (path: string): string => {
    const hash = own.get(path) ?? contentHash(textOf(path));
    own.set(path, hash);
    return hash;
  };
  const settingsHash = contentHash(JSON.stringify(options));
  return (file) => {
    const start = posix.join(root, file);
    const reached = new Set([start]);
    for (const path of reached) for (const next of neighbours(path)) reached.add(next);
    const lines = [...reached].map((path) => `${posix.relative(root, path)} ${hashOfText(path)}`);
    return contentHash([settingsHash, ...lines.sort()].join("\n"));
  };
}
