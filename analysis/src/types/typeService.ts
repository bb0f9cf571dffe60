import { dirname, posix } from "node:path";
import type ts from "typescript";
import { contentHash } from "../facts/contentHash.ts";
import type { TypeScript } from "../facts/typescript/load.ts";
import { compilerOptions, isConfig, nearestSettings } from "./compilerOptions.ts";

/** The compiler over a few files and what they import, kept from one question to the next. */
export interface TypeService {
  /** What says how a file is compiled: its nearest tsconfig, else its folder. */
  settingsOf(file: string): string;
  /**
   * The service with these files as its roots.
   *
   * @param isCanceled asked by the compiler while it works, which then throws `OperationCanceledException`
   */
  of(settings: string, roots: ReadonlySet<string>, isCanceled: () => boolean): ts.LanguageService;
  /** The files on the disk may be others than before. */
  look(): void;
  dispose(): void;
}

interface Made {
  readonly service: ts.LanguageService;
  roots: ReadonlySet<string>;
}

/**
 * Makes a service for the compiler.
 *
 * @param openText the text of a file that is other than on the disk, by its absolute path
 * @param libraries the compiler's own declarations by their names (`lib.es5.d.ts`), where they are not beside it
 */
export function createTypeService(
  typescript: TypeScript,
  openText: (path: string) => string | undefined,
  libraries?: ReadonlyMap<string, string>,
): TypeService {
  const { sys } = typescript;
  const registry = typescript.createDocumentRegistry(sys.useCaseSensitiveFileNames);
  const services = new Map<string, Made>();
  const versions = new Map<string, string>();
  const settings = new Map<string, string>();
  let isCanceled = () => false;

  const libraryFolder =
    libraries === undefined ? posixPath(dirname(typescript.getDefaultLibFilePath({}))) : "/headwater-typescript-libraries";
  const libraryText = (path: string) =>
    path.startsWith(`${libraryFolder}/`) ? libraries?.get(path.slice(libraryFolder.length + 1)) : undefined;
  const read = (path: string) => openText(path) ?? libraryText(path) ?? sys.readFile(path);
  const exists = (path: string) => openText(path) !== undefined || libraryText(path) !== undefined || sys.fileExists(path);
  const versionOf = (path: string): string => {
    const known = versions.get(path);
    if (known !== undefined) return known;
    const open = openText(path);
    const version = open !== undefined ? `open ${contentHash(open)}` : `saved ${sys.getModifiedTime?.(path)?.getTime()}`;
    versions.set(path, version);
    return version;
  };

  const make = (folder: string, options: ts.CompilerOptions, roots: () => ReadonlySet<string>) =>
    typescript.createLanguageService(
      {
        getCompilationSettings: () => options,
        getScriptFileNames: () => [...roots()],
        getScriptVersion: versionOf,
        getScriptSnapshot(path) {
          const text = read(path);
          return text === undefined ? undefined : typescript.ScriptSnapshot.fromString(text);
        },
        getCurrentDirectory: () => folder,
        getDefaultLibFileName: (given) => `${libraryFolder}/${typescript.getDefaultLibFileName(given)}`,
        getCancellationToken: () => ({ isCancellationRequested: () => isCanceled() }),
        useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
        readFile: read,
        fileExists: exists,
        directoryExists: (path) => sys.directoryExists(path),
        getDirectories: (path) => sys.getDirectories(path),
        ...(sys.realpath === undefined ? {} : { realpath: sys.realpath }),
      },
      registry,
    );

  return {
    settingsOf(file) {
      const folder = posixPath(dirname(file));
      let found = settings.get(folder);
      if (found === undefined) {
        found = nearestSettings(typescript, file);
        settings.set(folder, found);
      }
      return found;
    },
    of(path, roots, canceled) {
      isCanceled = canceled;
      const isFile = isConfig(typescript, path);
      const folder = isFile ? posixPath(dirname(path)) : path;
      // Settings that have changed make another service.
      const id = `${path}\n${isFile ? sys.readFile(path) : ""}`;
      const known = services.get(id);
      if (known !== undefined) {
        known.roots = roots;
        return known.service;
      }
      const made: Made = { roots, service: make(folder, compilerOptions(typescript, path), () => made.roots) };
      services.set(id, made);
      return made.service;
    },
    look() {
      versions.clear();
      settings.clear();
    },
    dispose() {
      for (const { service } of services.values()) service.dispose();
      services.clear();
      versions.clear();
    },
  };
}

function posixPath(path: string): string {
  return path.replaceAll("\\", posix.sep);
}
