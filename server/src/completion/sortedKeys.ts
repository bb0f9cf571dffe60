import { fromEscapedString, type KeyId, toUserString } from "@headwater/model";

/** Keys in order, to be looked up by how their words begin. */
export interface SortedKeys {
  readonly size: number;
  add(id: KeyId): void;
  remove(id: KeyId): void;
  /**
   * The keys in which a word begins with what is typed, whatever its case: all words of a key are looked at together with
   * what follows them, so that `orders_b` finds `raw_orders_by_day`. Those that begin with it as a whole come first. It costs
   * what is found, and a search in a list.
   */
  startingWith(typed: string): Iterable<KeyId>;
  /** The keys in their order. */
  all(): Iterable<KeyId>;
  /** Sorts what the first question would otherwise have to sort, in steps of a few milliseconds for each thousand keys. */
  prepare(): Iterable<void>;
}

/** Stands between the text that is sorted by and the key; no key begins with it. */
const separator = "\0";

/** Makes the list of some keys. It is sorted when it is asked for the first time. */
export function createSortedKeys(): SortedKeys {
  const ids = new Set<KeyId>();
  let whole: string[] | undefined;
  let words: string[] | undefined;

  const makeWhole = () => {
    whole ??= [...ids].map((id) => entry(wholeOf(id), id)).sort();
    return whole;
  };
  const makeWords = () => {
    words ??= [...ids].flatMap((id) => wordsOf(id).map((word) => entry(word, id))).sort();
    return words;
  };
  return {
    get size() {
      return ids.size;
    },
    add(id) {
      if (ids.has(id)) return;
      ids.add(id);
      if (whole !== undefined) insert(whole, entry(wholeOf(id), id));
      if (words !== undefined) for (const word of wordsOf(id)) insert(words, entry(word, id));
    },
    remove(id) {
      if (!ids.delete(id)) return;
      if (whole !== undefined) take(whole, entry(wholeOf(id), id));
      if (words !== undefined) for (const word of wordsOf(id)) take(words, entry(word, id));
    },
    *startingWith(typed) {
      const prefix = typed.toLowerCase();
      for (const make of [makeWhole, makeWords]) {
        const list = make();
        for (let at = placeIn(list, prefix); list[at]?.startsWith(prefix); at++) yield idOf(list[at] as string);
      }
    },
    *all() {
      for (const each of makeWhole()) yield idOf(each);
    },
    *prepare() {
      makeWhole();
      yield;
      makeWords();
    },
  };
}

function entry(text: string, id: KeyId): string {
  return text + separator + id;
}

function idOf(entry: string): KeyId {
  return entry.slice(entry.indexOf(separator) + 1);
}

function wholeOf(id: KeyId): string {
  return textOf(id).toLowerCase();
}

function textOf(id: KeyId): string {
  return id.includes("\\") ? toUserString(fromEscapedString(id)) : id;
}

/** What stands from the beginning of each word but the first to the end of a key: words begin behind other signs and at humps. */
function wordsOf(id: KeyId): string[] {
  const text = textOf(id);
  const starts = text.matchAll(/(?<=[^\p{L}\p{N}])[\p{L}\p{N}]|(?<=\p{Ll})\p{Lu}/gu);
  return Array.from(starts, ({ index }) => text.slice(index).toLowerCase());
}

/** Where a text stands in a list, or would stand. */
function placeIn(list: readonly string[], text: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as string) < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(list: string[], text: string): void {
  list.splice(placeIn(list, text), 0, text);
}

function take(list: string[], text: string): void {
  const at = placeIn(list, text);
  if (list[at] === text) list.splice(at, 1);
}
