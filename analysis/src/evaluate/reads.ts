/** What was read of a file by others, as it was then. */
export interface ReadEntry {
  readonly target: string;
  /** What of it: a kind and, where there is more than one of the kind, a name. */
  readonly what: string;
  /** What it was, without the places where it stands. */
  digest: string;
  /** The files whose evaluation has read it. */
  readonly homes: Set<string>;
}

/**
 * Who has read what. Every evaluation belongs to a file, its home; what it reads of other files is noted with a digest. So
 * after an edit only those homes have to be evaluated anew for which something that they have read is not what it was.
 */
export interface Reads {
  /** Does work that belongs to a file. */
  within<T>(home: string, work: () => T): T;
  /** The file whose work is being done; absent outside of any. */
  home(): string | undefined;
  /** Notes that the current home reads something of a file; what it reads of itself is not noted. */
  note(target: string, what: string, digest: () => string): void;
  /** Like {@link Reads.note}, of what is made of the home's own file and others. */
  noteAlways(target: string, what: string, digest: () => string): void;
  /** Forgets all that a home has read. */
  forget(home: string): void;
  /** What was read of a file. */
  of(target: string): readonly ReadEntry[];
  /** All that was read. */
  saved(): readonly ReadEntry[];
}

/**
 * Notes who reads what.
 *
 * @param saved what was read in an earlier process
 */
export function createReads(saved: readonly ReadEntry[] = []): Reads {
  const entries = new Map<string, Map<string, ReadEntry>>();
  const readBy = new Map<string, Set<ReadEntry>>();
  let current: string | undefined;
  const noteReader = (home: string, entry: ReadEntry) => {
    entry.homes.add(home);
    const own = readBy.get(home);
    if (own === undefined) readBy.set(home, new Set([entry]));
    else own.add(entry);
  };
  for (const entry of saved) {
    const ofTarget = entries.get(entry.target);
    if (ofTarget === undefined) entries.set(entry.target, new Map([[entry.what, entry]]));
    else ofTarget.set(entry.what, entry);
    for (const home of entry.homes) noteReader(home, entry);
  }
  const noteAlways = (target: string, what: string, digest: () => string) => {
    if (current === undefined) return;
    let ofTarget = entries.get(target);
    if (ofTarget === undefined) {
      ofTarget = new Map();
      entries.set(target, ofTarget);
    }
    let entry = ofTarget.get(what);
    if (entry === undefined) {
      entry = { target, what, digest: digest(), homes: new Set() };
      ofTarget.set(what, entry);
    }
    if (!entry.homes.has(current)) noteReader(current, entry);
  };
  return {
    within(home, work) {
      const outer = current;
      current = home;
      try {
        return work();
      } finally {
        current = outer;
      }
    },
    home: () => current,
    note(target, what, digest) {
      if (target !== current) noteAlways(target, what, digest);
    },
    noteAlways,
    forget(home) {
      for (const { target, what, homes } of readBy.get(home) ?? []) {
        homes.delete(home);
        if (homes.size > 0) continue;
        const ofTarget = entries.get(target);
        ofTarget?.delete(what);
        if (ofTarget?.size === 0) entries.delete(target);
      }
      readBy.delete(home);
    },
    of: (target) => [...(entries.get(target)?.values() ?? [])],
    saved: () => [...entries.values()].flatMap((ofTarget) => [...ofTarget.values()]),
  };
}
