import type { FactExtractor, FileFacts } from "./fileFacts.ts";
import { scanImports } from "./importScan.ts";
import { type GoodText, mendFacts } from "./mendFacts.ts";

/** Facts of earlier analyses by the texts that they were read from. Pass the same one again to re-read only changes. */
export interface FactStore {
  facts(path: string, text: string, extractor: FactExtractor): FileFacts;
  /**
   * The modules that a text may import.
   *
   * @param path where it stands: a file that is being edited may still need what its last good text imported
   */
  imports(text: string, path?: string): readonly string[];
  /** Lets go of the facts of a file, which are read again when they are asked for. */
  shed(path: string): void;
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

/** What is known of a file. */
interface Known {
  /** The newest text, and what was read from it. */
  readonly text: string;
  readonly read: FileFacts;
  /** The facts to go by: what was read, or mended. */
  readonly facts: FileFacts;
  /** The last text without syntax errors. */
  readonly good?: GoodText;
}

/** Makes an empty store in memory. */
export function createFactStore({ keepLastGood = false }: FactStoreOptions = {}): FactStore {
  const known = new Map<string, Known>();
  const used = new Set<string>();
  let extracted = 0;
  const readAnew = (path: string, text: string, extractor: FactExtractor, good: GoodText | undefined): Known => {
    extracted++;
    const read = extractor.extract(path, text);
    if (!keepLastGood) return { text, read, facts: read };
    if (read.syntaxErrors.length === 0) return { text, read, facts: read, good: { text, facts: read } };
    return good === undefined ? { text, read, facts: read } : { text, read, facts: mendFacts(good, text, read), good };
  };
  return {
    facts(path, text, extractor) {
      used.add(path);
      const before = known.get(path);
      if (before?.text === text) return before.facts;
      const now = readAnew(path, text, extractor, before?.good);
      known.set(path, now);
      return now.facts;
    },
    imports(text, path) {
      const found = scanImports(text);
      const good = path === undefined ? undefined : known.get(path)?.good;
      return good === undefined || good.text === text ? found : [...new Set([...found, ...scanImports(good.text)])];
    },
    shed: (path) => void known.delete(path),
    sweep() {
      for (const path of known.keys()) if (!used.has(path)) known.delete(path);
      used.clear();
    },
    get extracted() {
      return extracted;
    },
  };
}
