import type { Declarer } from "../assets/declarer.ts";
import type { AssetReader } from "../assets/readAsset.ts";
import { settingsDigest } from "../assets/readAsset.ts";
import { digestOf } from "../evaluate/digest.ts";
import type { Evaluation } from "../evaluate/evaluation.ts";
import { reachDigest } from "../evaluate/reach.ts";
import type { ReadEntry } from "../evaluate/reads.ts";
import type { AssetSite } from "../evaluate/value.ts";
import { guessDigest } from "../guesses.ts";
import { exportedMeaning, meaningDigest, namesDigest } from "../modules/exportedNames.ts";

/** What remembers something of files. */
export interface Memory {
  readonly evaluation: Evaluation;
  readonly reader: AssetReader;
  readonly declarer: Declarer;
  readonly reachesOurs: (file: string) => boolean;
}

/** Values that depend on each other across files settle after a few rounds, or are made anew as a whole. */
const mostRounds = 50;

/**
 * Forgets what was found out about some files, and about all others that have read something of them that is not what it
 * was. Gives all that were forgotten; undefined where there is no end to it.
 *
 * @param changed files with another text
 * @param tables files whose exports may be others
 * @param moved those of the changed files of which all that others have read may mean something else
 */
export function forgetStale(
  memory: Memory,
  changed: Iterable<string>,
  tables: Iterable<string> = [],
  moved: Iterable<string> = [],
): ReadonlySet<string> | undefined {
  const { evaluation, reader, declarer } = memory;
  const stale = new Set<string>();
  let pending = new Set(changed);
  for (const file of moved) {
    for (const { homes } of evaluation.reads.of(file)) for (const home of homes) pending.add(home);
  }
  let checked: Iterable<string> = new Set([...pending, ...tables]);
  for (let round = 0; round === 0 || pending.size > 0; round++) {
    if (round === mostRounds) return undefined;
    for (const file of pending) {
      stale.add(file);
      evaluation.forget(file);
      reader.forget(file);
      declarer.forget(file);
    }
    const next = new Set<string>();
    for (const file of checked) {
      for (const entry of evaluation.reads.of(file)) {
        const now = digestNow(memory, entry);
        if (now === entry.digest) continue;
        entry.digest = now;
        for (const home of entry.homes) next.add(home);
      }
    }
    pending = next;
    checked = next;
  }
  return stale;
}

function digestNow({ evaluation, reader, declarer, reachesOurs }: Memory, { target, what }: ReadEntry): string {
  const { modules } = evaluation;
  const blank = what.indexOf(" ");
  const kind = blank < 0 ? what : what.slice(0, blank);
  const name = what.slice(blank + 1);
  const ofSite = (digest: (site: AssetSite) => string): string => {
    const site = evaluation.siteOf(target, name);
    return site !== undefined && reader.make(site) ? digest(site) : "gone";
  };
  switch (kind) {
    case "value":
      return digestOf(evaluation.binding(target, name));
    case "meaning":
      return meaningDigest(modules, target, name, exportedMeaning(modules, target, name));
    case "names":
      return namesDigest(modules, target);
    case "mentions":
      return reachDigest(modules, { file: reachesOurs }, target);
    case "guesses":
      return guessDigest(modules, target);
    case "settings":
      return ofSite((site) => settingsDigest(reader.read(site)));
    case "keys":
      return ofSite(declarer.keysDigest);
    case "specs":
      return ofSite(declarer.specsDigest);
    default:
      throw new TypeError(`Nothing is read as ${kind}.`);
  }
}
