import type { CallExpression } from "../facts/expression.ts";
import type { AssetSite, MadeSite, SiteMaker } from "./value.ts";

/** The sites of all files, each with a name of its own, so that an evaluation anew gives the objects of the one before. */
export interface Sites {
  /** Evaluates what makes sites. */
  within<T>(maker: SiteMaker, work: () => T): T;
  make(home: string, made: MadeSite): AssetSite;
  get(home: string, id: string): AssetSite | undefined;
  isMade(site: AssetSite): boolean;
  /** Whatever a file has made is not made any more, until it is made again. */
  forget(home: string): void;
  /** Lets go of the texts of what a file has made; the sites stay what they are and are made again when they are needed. */
  shed(home: string): void;
  /** All sites; whoever saves them lets go of all texts before. */
  saved(): readonly AssetSite[];
}

/** A site as it is kept: what is new of it is written into it, since others hold it. */
type KeptSite = { -readonly [P in keyof AssetSite]: AssetSite[P] };

const nowhere = { start: 0, end: 0 };
const noCall: CallExpression = {
  kind: "call",
  callee: { kind: "unknown", reason: "", mentions: [], span: nowhere },
  args: [],
  span: nowhere,
};

/**
 * Keeps sites.
 *
 * @param saved those of an earlier process; they are taken over, not copied
 */
export function createSites(saved: readonly AssetSite[] = []): Sites {
  const byHome = new Map<string, Map<string, KeptSite>>();
  const alive = new Set<AssetSite>();
  let maker: SiteMaker = { kind: "binding", name: "" };
  let count = 0;
  for (const site of saved as readonly KeptSite[]) {
    // Without its text: a call that was let go is told by being this one.
    if (site.call.span.end === 0) site.call = noCall;
    const own = byHome.get(site.home);
    if (own === undefined) byHome.set(site.home, new Map([[site.id, site]]));
    else own.set(site.id, site);
  }
  return {
    within(next, work) {
      const outer = { maker, count };
      maker = next;
      count = 0;
      try {
        return work();
      } finally {
        ({ maker, count } = outer);
      }
    },
    make(home, made) {
      const id = `${maker.kind === "binding" ? `${home} ${maker.name}` : `${maker.of.id}()`}#${count++}`;
      let own = byHome.get(home);
      if (own === undefined) {
        own = new Map();
        byHome.set(home, own);
      }
      let site = own.get(id);
      if (site === undefined) {
        site = { ...made, id, home, maker };
        own.set(id, site);
      } else {
        delete site.changed;
        Object.assign(site, made, { maker });
      }
      alive.add(site);
      return site;
    },
    get: (home, id) => byHome.get(home)?.get(id),
    isMade: (site) => alive.has(site),
    forget(home) {
      const own = byHome.get(home);
      // What was not made anew since the last time is gone.
      for (const [id, site] of own ?? []) {
        if (!alive.delete(site) && site.call !== noCall) own?.delete(id);
      }
    },
    shed(home) {
      for (const site of byHome.get(home)?.values() ?? []) {
        if (!alive.delete(site)) continue;
        site.call = noCall;
        site.scope = { file: home };
      }
    },
    saved: () => [...byHome.values()].flatMap((own) => [...own.values()]),
  };
}
