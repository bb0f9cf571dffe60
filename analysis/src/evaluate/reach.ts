import { anyName } from "../facts/fileFacts.ts";
import { exportedMeaning, exportedNames, localMeaning, type Meaning } from "../modules/exportedNames.ts";
import { changesOf, type Modules } from "../modules/modules.ts";
import { mentionsDigest } from "./digest.ts";

/** What of other modules may be or make assets. */
export interface Reachable {
  /** A name of our package or another one. */
  external(meaning: Meaning & { kind: "external" }): boolean;
  /** Whether a file imports our package, at any remove. */
  file(path: string): boolean;
}

/** Says what may be or make assets, and remembers it. */
export interface Reach {
  /**
   * Whether what is made with the help of a name may be or hold assets or definitions: it is `asset` itself, or something
   * that refers to it at any remove, whatever it does with it.
   */
  mayBeAssets(meaning: Meaning): boolean;
  /** Forgets what a file has to do with. */
  forget(file: string): void;
}

/** An answer, and the files that were looked into for it. */
interface Answer {
  readonly answer: boolean;
  readonly files: ReadonlySet<string>;
}

/** Knows nothing at first. */
export function createReach(modules: Modules, reachable: Reachable): Reach {
  const answers = new Map<string, Answer>();
  const placesBy = new Map<string, Set<string>>();
  const { reads } = modules;
  const remember = (place: string, answer: Answer) => {
    answers.set(place, answer);
    for (const file of answer.files) {
      const places = placesBy.get(file);
      if (places === undefined) placesBy.set(file, new Set([place]));
      else places.add(place);
    }
  };
  const search = (start: Meaning, files: Set<string>): boolean => {
    const seen = new Set<string>();
    const found = () => {
      remember(placeOf(start), { answer: true, files });
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
      files.add(next.file);
      for (const file of known?.files ?? []) files.add(file);
      if (known?.answer === true) return found();
      if (known?.answer === false || seen.has(place) || !reachable.file(next.file)) continue;
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
    for (const place of seen) remember(place, { answer: false, files });
    return false;
  };
  return {
    mayBeAssets(meaning) {
      const files = new Set<string>();
      const answer = search(meaning, files);
      for (const file of files) reads.note(file, "mentions", () => reachDigest(modules, reachable, file));
      return answer;
    },
    forget(file) {
      for (const place of placesBy.get(file) ?? []) answers.delete(place);
      placesBy.delete(file);
    },
  };
}

/** All of a file that answers depend on, as text. */
export function reachDigest(modules: Modules, reachable: Pick<Reachable, "file">, file: string): string {
  return `${reachable.file(file)} ${mentionsDigest(modules.get(file)?.facts)}`;
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
