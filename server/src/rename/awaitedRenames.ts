import type { RenamedKey } from "@headwater/model";
import type { Project } from "../workspace/project.ts";

/**
 * Renames that were answered, until the texts say that they were made: an editor may show one before, change it or drop it.
 */
export interface AwaitedRenames {
  /** Waits for a rename; an older one of the same key is no longer waited for. */
  add(project: Project, renamed: RenamedKey): void;
  /** Gives those that were made: the one key is declared no more, the other is. Each is given once. */
  takeMade(projects: readonly Project[]): MadeRename[];
}

/** A rename whose new key is in the texts. */
export interface MadeRename extends RenamedKey {
  /** The project's. */
  readonly uri: string;
}

/** So many are waited for: those that were asked for long ago were dropped. */
const most = 20;

export function awaitRenames(): AwaitedRenames {
  const awaited = new Map<string, MadeRename>();
  return {
    add({ uri }, { from, to }) {
      const place = `${uri}\n${from}`;
      awaited.delete(place);
      awaited.set(place, { uri, from, to });
      const [oldest] = awaited.keys();
      if (awaited.size > most && oldest !== undefined) awaited.delete(oldest);
    },
    takeMade(projects) {
      const made: MadeRename[] = [];
      for (const [place, rename] of awaited) {
        const index = projects.find(({ uri }) => uri === rename.uri)?.index;
        if (index === undefined || index.get(rename.from) !== undefined || index.get(rename.to) === undefined) continue;
        awaited.delete(place);
        made.push(rename);
      }
      return made;
    },
  };
}
