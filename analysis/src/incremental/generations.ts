/** Which files were used lately. */
export interface Generations {
  use(file: string): void;
  /** Gives the files that were not used lately, each once until it is used again. */
  takeOld(): readonly string[];
}

/**
 * Counts the files that are used. Once so many were used, those that were used before them and not since are old.
 *
 * @param size how many files make a generation
 */
export function createGenerations(size: number): Generations {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    use: (file) => void young.add(file),
    takeOld() {
      if (young.size < size) return [];
      const taken = [...old.difference(young)];
      old = young;
      young = new Set();
      return taken;
    },
  };
}
