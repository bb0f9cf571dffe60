import { anyName } from "../facts/fileFacts.ts";
import { exportedMeaning, exportedNames, localMeaning, type Meaning } from "../modules/exportedNames.ts";
import { changesOf, type Modules } from "../modules/modules.ts";

/** What of other modules may be or make assets. */
export interface Reachable {
  /** A name of our package or another one. */
  external(meaning: Meaning & { kind: "external" }): boolean;
  /** Whether a file imports our package, at any remove. */
  file(path: string): boolean;
}

/**
 * Makes a function that tells whether what is made with the help of a name may be or hold assets or definitions: it is
 * `asset` itself, or something that refers to it at any remove, whatever it does with it.
 */
export function createReach(modules: Modules, reachable: Reachable): (meaning: Meaning) => boolean {
  const answers = new Map<string, boolean>();
  return (start) => {
    const seen = new Set<string>();
    const found = () => {
      answers.set(placeOf(start), true);
      return true;
    };
    const pending = [start];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next.kind === "nothing") continue;
      if (next.kind === "external") {
        if (reachable.external(next)) return found();
        continue;
      }
      const place = placeOf(next);
      const known = answers.get(place);
      if (known === true) return found();
      if (known === false || seen.has(place) || !reachable.file(next.file)) continue;
      seen.add(place);
      if (next.kind === "namespace") {
        for (const name of exportedNames(modules, next.file)) pending.push(exportedMeaning(modules, next.file, name));
        continue;
      }
      const module = modules.get(next.file);
      const binding = module?.bindings.get(next.name);
      if (module === undefined || binding === undefined) continue;
      for (const { mentions } of [binding, ...changesOf(module, binding)]) {
        if (mentions.includes(anyName)) return found();
        for (const mention of mentions) pending.push(meaningOf(modules, next.file, mention));
      }
    }
    for (const place of seen) answers.set(place, false);
    return false;
  };
}

/** What a name that a file refers to means: `name`, or `name.member`. */
export function meaningOf(modules: Modules, file: string, mention: string): Meaning {
  const [name = "", member] = mention.split(".");
  const meaning = localMeaning(modules, file, name);
  if (member === undefined) return meaning;
  if (meaning.kind === "namespace") return exportedMeaning(modules, meaning.file, member);
  return meaning.kind === "external" && meaning.name === "*" ? { ...meaning, name: member } : meaning;
}

function placeOf(meaning: Meaning): string {
  switch (meaning.kind) {
    case "binding":
      return `${meaning.file}\n${meaning.name}`;
    case "namespace":
      return `${meaning.file}\n*`;
    default:
      return "";
  }
}
