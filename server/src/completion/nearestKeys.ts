import { posix } from "node:path";
import type { KeyId } from "@headwater/model";
import type { Project } from "../workspace/project.ts";
import type { SortedKeys } from "./sortedKeys.ts";

/** More than this nobody reads; what is left out comes when more is typed. */
const mostKeys = 200;
/** So many keys of a list are looked at for letters that stand apart. */
const mostLooked = 3000;

/** Where keys are asked for. */
export interface KeyPlace {
  /** Relative to the project's root. */
  readonly file: string;
  readonly group?: string | undefined;
  /** The asset that is being declared, which cannot mean itself. */
  readonly own?: KeyId | undefined;
}

/** Keys that may be meant, the nearest first. */
export interface NearestKeys {
  readonly ids: readonly KeyId[];
  /** False where there may be more. */
  readonly isComplete: boolean;
}

/**
 * The assets that may be meant by what is typed, the nearest first: of the own group, of the same file, of the same folder,
 * then all others; each in the order of the keys. Of few all are given, since the editor chooses those that fit. Of many those in
 * which a word begins with what is typed, then those that hold its letters in their order. It costs what is given, not what
 * the project holds.
 */
export function nearestKeys({ names, assetsOf }: Project, { file, group, own }: KeyPlace, typed: string): NearestKeys {
  const keys = names.keys();
  const inFile = new Set((assetsOf.get(file) ?? []).map(({ id }) => id).sort());
  const lists: readonly (SortedKeys | undefined)[] = [
    group === undefined ? undefined : names.keysOfGroup(group),
    undefined,
    names.keysOfFolder(posix.dirname(file)),
    keys,
  ];
  const found = new Set<KeyId>();
  const isFull = () => found.size > mostKeys;
  const take = (ids: Iterable<KeyId>, fits?: (id: KeyId) => boolean) => {
    let looked = 0;
    for (const id of ids) {
      if (isFull() || (fits !== undefined && ++looked > mostLooked)) return;
      if (id !== own && (fits?.(id) ?? true)) found.add(id);
    }
  };
  const isSmall = keys.size <= mostKeys;
  const letters = typed.toLowerCase();
  const holds = (id: KeyId) => holdsLetters(id.toLowerCase(), letters);
  const begins = (list: SortedKeys) => (isSmall ? list.all() : list.startingWith(typed));
  for (const list of lists) {
    if (list !== undefined) take(begins(list));
    else if (isSmall) take(inFile);
    else take(inFile, holds);
  }
  if (!isSmall && letters !== "") for (const list of lists) if (list !== undefined) take(list.all(), holds);
  const ids = [...found].slice(0, mostKeys);
  return { ids, isComplete: isSmall };
}

/** Whether letters stand in a text in their order, which is how editors choose. */
function holdsLetters(text: string, letters: string): boolean {
  let at = -1;
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}
