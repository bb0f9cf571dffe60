import { scanImports } from "../facts/importScan.ts";
import type { Language } from "../facts/typescript/load.ts";
import { createLinkedPackages } from "../modules/linkedPackages.ts";
import { createPathAliases } from "../modules/pathAliases.ts";
import { createModuleResolver } from "../modules/resolveModule.ts";
import type { ProjectFiles } from "./projectFiles.ts";

/**
 * Texts laid over the files of a folder: the project has these texts, and what they import at any remove. Other files of the
 * folder are not part of it, but settings such as tsconfig.json count as they are.
 */
export function textsOver(
  disk: ProjectFiles,
  texts: ReadonlyMap<string, string>,
  parseJson: Language["parseJson"],
): ProjectFiles {
  const read = (path: string) => texts.get(path) ?? disk.read(path);
  const exists = (path: string) => texts.has(path) || disk.exists(path);
  const list = () => {
    const over = { ...disk, read, exists };
    const resolve = createModuleResolver(exists, createPathAliases(over, parseJson), createLinkedPackages(over, parseJson));
    const reached = new Set(texts.keys());
    for (const path of reached) {
      for (const specifier of scanImports(read(path) ?? "")) {
        const target = resolve(path, specifier);
        if (target.kind === "file") reached.add(target.path);
      }
    }
    return [...reached];
  };
  return { ...disk, list, read, exists };
}
