import type { ExportFact } from "../facts/fileFacts.ts";
import type { Modules } from "./modules.ts";
import type { ModuleTarget } from "./resolveModule.ts";

/** Where an exported name stands in a text. */
export interface ExportPlace {
  readonly file: string;
  readonly fact: Exclude<ExportFact, { kind: "all" }>;
}

/** Everything that a file exports, what comes through `export *` included. */
export interface ExportTable {
  /** In the order of the text. More than one place: several `export *` give the name. */
  readonly places: ReadonlyMap<string, readonly ExportPlace[]>;
  /** Other modules than files of the project that are exported as a whole. */
  readonly external: readonly Exclude<ModuleTarget, { kind: "file" }>[];
  /** The files that were looked into: the file itself, and what it passes on as a whole. */
  readonly files: ReadonlySet<string>;
}

/**
 * Reads the exports of a file. As in JavaScript, what a file names itself stands before what it passes on with
 * `export *`, and `default` is never passed on so.
 */
export function readExportTable(modules: Modules, file: string): ExportTable {
  const places = new Map<string, ExportPlace[]>();
  const external: Exclude<ModuleTarget, { kind: "file" }>[] = [];
  const seen = new Set<string>();
  const enter = (path: string, around: ReadonlySet<string>) => {
    if (seen.has(path)) return;
    seen.add(path);
    const exports = modules.get(path)?.facts.exports ?? [];
    const inside = new Set([...around, path]);
    const own = new Set<string>();
    for (const fact of exports) {
      if (fact.kind === "all" || own.has(fact.name) || (fact.name === "default" && path !== file)) continue;
      own.add(fact.name);
      const found = places.get(fact.name);
      if (found === undefined) places.set(fact.name, [{ file: path, fact }]);
      else if (!found.some((other) => around.has(other.file))) found.push({ file: path, fact });
    }
    for (const fact of exports) {
      if (fact.kind !== "all") continue;
      const target = modules.resolve(path, fact.specifier);
      if (target.kind === "file") enter(target.path, inside);
      else external.push(target);
    }
  };
  enter(file, new Set());
  return { places, external, files: seen };
}
