import type { AssetGraph } from "../graph/assetGraph.ts";
import { suggestKeys } from "../graph/suggestions.ts";
import { type AssetKey, fromUserString, type KeyId, keyId, toUserString } from "../keys/assetKey.ts";

/**
 * What a selection asks for: everything, or the union of its clauses. A clause is a key with how many levels upstream
 * and downstream come along: 0 for none, `Infinity` for all (spec 8, `2+x+`).
 */
export type Selection = { readonly kind: "all" } | { readonly kind: "clauses"; readonly clauses: readonly SelectionClause[] };

export interface SelectionClause {
  readonly key: AssetKey;
  readonly up: number;
  readonly down: number;
}

/** A selection that cannot be read or that names what does not exist. */
export class SelectionError extends Error {
  override readonly name = "SelectionError";
  /** The first character that does not fit, counted from 0. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const clause = /^(?:(\d*)(\+))?(?:key:)?(?:"([^"\\]+)"|([^\s,+"*]+))(?:(\+)(\d*))?$/;

/**
 * Reads a selection: `*` for all, or keys separated by blanks or commas, each with `+` before it for its upstreams or
 * behind it for its downstreams, and a number for how many levels: `+x`, `x+`, `2+x`, `x+1`, `+x+`. A key is written
 * with slashes, `key:` before it is allowed.
 *
 * @throws SelectionError with the offset of what does not fit
 */
export function parseSelection(text: string): Selection {
  if (text.trim() === "*") return { kind: "all" };
  const clauses: SelectionClause[] = [];
  for (const match of text.matchAll(/(?:[^\s,"]|"[^"]*")+|"/g)) {
    const word = match[0];
    const parts = clause.exec(word);
    if (parts === null) {
      const hint = word.includes("*") ? 'A "*" stands alone and means everything' : "Write a key, +key, key+ or 2+key";
      throw new SelectionError(`"${word}" is not a selection. ${hint}.`, match.index);
    }
    const [, upDigits, up, quoted, plain, down, downDigits] = parts;
    clauses.push({
      key: fromUserString((quoted ?? plain) as string),
      up: levels(up, upDigits),
      down: levels(down, downDigits),
    });
  }
  if (clauses.length === 0) throw new SelectionError('The selection is empty: write "*" for everything.', 0);
  return { kind: "clauses", clauses };
}

/** Writes a selection so that {@link parseSelection} reads the same. */
export function printSelection(selection: Selection): string {
  if (selection.kind === "all") return "*";
  return selection.clauses
    .map(({ key, up, down }) => {
      const before = up === 0 ? "" : `${up === Number.POSITIVE_INFINITY ? "" : up}+`;
      const after = down === 0 ? "" : `+${down === Number.POSITIVE_INFINITY ? "" : down}`;
      return `${before}key:"${toUserString(key)}"${after}`;
    })
    .join(" ");
}

/**
 * The keys that a selection picks, in topological order. External assets are never part of it: they are described, not
 * computed. A key of the selection itself that is external is an error, since nothing would happen to it.
 *
 * @throws SelectionError when a key does not exist or cannot be computed
 */
export function resolveSelection(selection: Selection, graph: AssetGraph): KeyId[] {
  const picked = new Set<KeyId>();
  if (selection.kind === "all") {
    for (const id of graph.nodes.keys()) picked.add(id);
  } else {
    for (const { key, up, down } of selection.clauses) {
      const id = keyId(key);
      const node = graph.nodes.get(id);
      if (node === undefined) throw new SelectionError(unknownKey(key, graph), 0);
      if (node.kind !== "materializable") {
        throw new SelectionError(`"${toUserString(key)}" is external: it is described here, but computed elsewhere.`, 0);
      }
      picked.add(id);
      reach(id, up, (at) => graph.nodes.get(at)?.upstream ?? [], picked);
      reach(id, down, (at) => graph.nodes.get(at)?.downstream ?? [], picked);
    }
  }
  return graph.order.filter((id) => picked.has(id) && graph.nodes.get(id)?.kind === "materializable");
}

function levels(plus: string | undefined, digits: string | undefined): number {
  if (plus === undefined) return 0;
  return digits === undefined || digits === "" ? Number.POSITIVE_INFINITY : Number(digits);
}

function reach(start: KeyId, depth: number, neighbours: (id: KeyId) => readonly KeyId[], into: Set<KeyId>): void {
  const seen = new Set([start]);
  let level = [start];
  for (let at = 0; at < depth && level.length > 0; at++) {
    const next: KeyId[] = [];
    for (const id of level) {
      for (const neighbour of neighbours(id)) {
        if (seen.has(neighbour)) continue;
        seen.add(neighbour);
        into.add(neighbour);
        next.push(neighbour);
      }
    }
    level = next;
  }
}

function unknownKey(key: AssetKey, graph: AssetGraph): string {
  const known = [...graph.nodes.values()].filter((node) => node.kind !== "stub").map((node) => node.key);
  const suggestions = suggestKeys(key, known).map((suggestion) => `"${toUserString(suggestion)}"`);
  const guess =
    suggestions.length > 0 ? `Did you mean ${suggestions.join(" or ")}?` : 'See "headwater list" for the keys there are.';
  return `No asset has the key "${toUserString(key)}". ${guess}`;
}
