import { dirname } from "node:path";
import type ts from "typescript";
import type { TypeScript } from "../facts/typescript/load.ts";

/** What says how a file is compiled: its nearest tsconfig, else its folder. */
export function nearestSettings(typescript: TypeScript, file: string): string {
  const folder = dirname(file).replaceAll("\\", "/");
  return typescript.findConfigFile(folder, typescript.sys.fileExists) ?? folder;
}

/** Whether settings are a tsconfig. */
export function isConfig(typescript: TypeScript, settings: string): boolean {
  return typescript.sys.fileExists(settings);
}

/** The compiler's options by what says how a file is compiled. A tsconfig's files are not listed, only some are looked at. */
export function compilerOptions(typescript: TypeScript, settings: string): ts.CompilerOptions {
  const { sys } = typescript;
  const always: ts.CompilerOptions = { allowJs: true, noEmit: true, skipLibCheck: true };
  if (!isConfig(typescript, settings)) {
    return { strict: true, target: typescript.ScriptTarget.ESNext, module: typescript.ModuleKind.NodeNext, ...always };
  }
  const { config: json = {} } = typescript.readConfigFile(settings, sys.readFile);
  const host = { ...sys, readDirectory: () => [] };
  const { options } = typescript.parseJsonConfigFileContent(json, host, dirname(settings));
  // Nothing is written, so what says how has no say.
  const { composite: _, incremental: __, tsBuildInfoFile: ___, declaration: ____, declarationMap: _____, ...kept } = options;
  return { ...kept, ...always };
}
