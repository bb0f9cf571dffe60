import { contentHash } from "./contentHash.ts";
import type { FactExtractor, FileFacts } from "./fileFacts.ts";
import { scanImports } from "./importScan.ts";
import { type GoodText, mendFacts } from "./mendFacts.ts";

/** Facts of earlier analyses by the content that they were read from. Pass the same one again to re-read only changes. */
export interface FactStore {
  facts(path: string, text: string, extractor: FactExtractor): FileFacts;
  /**
   * The modules that a text may import.
   *
   * @param path where it stands: a file that is being edited may still need what its last good text imported
   */
  imports(text: string, path?: string): readonly string[];
  /** Forgets what was not asked for since the last call. */
  sweep(): void;
  /** How many texts were read by the extractor since the store was made. */
  readonly extracted: number;
}

/** How a store is to remember. */
export interface FactStoreOptions {
  /**
   * Keeps the last text without syntax errors of each file, to mend the facts of a text that has some (`mendFacts`). It is
   * for stores that live as long as an editor; off by default.
   */
  readonly keepLastGood?: boolean;
}

/** The last text of a file without syntax errors, and what was made of the newest text with some. */
interface LastGood extends GoodText {
  readonly imports: readonly string[];
  readonly mended?: FileFacts;
}

/** Makes an empty store in memory. */
export function createFactStore({ keepLastGood = false }: FactStoreOptions = {}): FactStore {
  const lastGood = new Map<string, LastGood>();
  const facts = new Map<string, FileFacts>();
  const imports = new Map<string, readonly string[]>();
  const used = new Set<string>();
  const usedPaths = new Set<string>();
  // A text is asked for more than once in an analysis, and again in the next one where it has not changed.
  const newest = new Map<string, { readonly text: string; readonly hash: string }>();
  const hashOf = (text: string, path: string | undefined): string => {
    if (path === undefined) return contentHash(text);
    usedPaths.add(path);
    const before = newest.get(path);
    if (before?.text === text) return before.hash;
    const hash = contentHash(text);
    newest.set(path, { text, hash });
    return hash;
  };
  let extracted = 0;
  const mended = (path: string, text: string, read: FileFacts): FileFacts => {
    const good = lastGood.get(path);
    if (read.syntaxErrors.length === 0) {
      if (good?.facts !== read) lastGood.set(path, { text, facts: read, imports: scanImports(text) });
      return read;
    }
    if (good === undefined) return read;
    if (good.mended?.hash === read.hash) return good.mended;
    const made = mendFacts(good, text, read);
    lastGood.set(path, { ...good, mended: made });
    return made;
  };
  return {
    facts(path, text, extractor) {
      const key = `${languageOf(path)} ${hashOf(text, path)}`;
      used.add(key);
      let read = facts.get(key);
      if (read === undefined) {
        extracted++;
        read = extractor.extract(path, text);
        facts.set(key, read);
      }
      return keepLastGood ? mended(path, text, read) : read;
    },
    imports(text, path) {
      const key = hashOf(text, path);
      used.add(key);
      const known = imports.get(key) ?? scanImports(text);
      imports.set(key, known);
      const good = path === undefined ? undefined : lastGood.get(path);
      return good === undefined || good.text === text ? known : [...new Set([...known, ...good.imports])];
    },
    sweep() {
      for (const map of [facts, imports]) {
        for (const key of map.keys()) {
          if (!used.has(key)) map.delete(key);
        }
      }
      for (const map of [lastGood, newest]) {
        for (const path of map.keys()) {
          if (!usedPaths.has(path)) map.delete(path);
        }
      }
      used.clear();
      usedPaths.clear();
    },
    get extracted() {
      return extracted;
    },
  };
}

/** The same text reads differently as .ts, .tsx, JavaScript or JSON. */
function languageOf(path: string): string {
  return /\.(?:tsx|jsx?|[cm]js|json)$/.exec(path)?.[0].replace(/\.[cm]?jsx?$/, ".js") ?? ".ts";
}
