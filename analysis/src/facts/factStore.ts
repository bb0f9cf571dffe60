import { contentHash } from "./contentHash.ts";
import type { FactExtractor, FileFacts } from "./fileFacts.ts";
import { scanImports } from "./importScan.ts";

/** Facts of earlier analyses by the content that they were read from. Pass the same one again to re-read only changes. */
export interface FactStore {
  facts(path: string, text: string, extractor: FactExtractor): FileFacts;
  imports(text: string): readonly string[];
  /** Forgets what was not asked for since the last call. */
  sweep(): void;
  /** How many texts were read by the extractor since the store was made. */
  readonly extracted: number;
}

/** Makes an empty store in memory. */
export function createFactStore(): FactStore {
  const facts = new Map<string, FileFacts>();
  const imports = new Map<string, readonly string[]>();
  const used = new Set<string>();
  // A text is asked for more than once in an analysis.
  const hashes = new Map<string, string>();
  const hashOf = (text: string): string => {
    const hash = hashes.get(text) ?? contentHash(text);
    hashes.set(text, hash);
    return hash;
  };
  let extracted = 0;
  return {
    facts(path, text, extractor) {
      const key = `${languageOf(path)} ${hashOf(text)}`;
      used.add(key);
      const known = facts.get(key);
      if (known !== undefined) return known;
      extracted++;
      const read = extractor.extract(path, text);
      facts.set(key, read);
      return read;
    },
    imports(text) {
      const key = hashOf(text);
      used.add(key);
      const known = imports.get(key) ?? scanImports(text);
      imports.set(key, known);
      return known;
    },
    sweep() {
      for (const map of [facts, imports]) {
        for (const key of map.keys()) {
          if (!used.has(key)) map.delete(key);
        }
      }
      used.clear();
      hashes.clear();
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
