import { quote, quoteKey } from "../findings/quote.ts";
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

const word = /(?:[^\s,"]|"[^"]*")+|"/g;
const clause = /^(?:(\d*)(\+))?(?:key:)?(?:"([^"\\*]+)"|([^\s,+"*:\\]+))(?:(\+)(\d*))?$/;

/**
 * Reads a selection: `*` for all, or keys separated by blanks or commas, each with `+` before it for its upstreams or
 * behind it for its downstreams, and a number for how many levels: `+x`, `x+`, `2+x`, `x+1`, `+x+`. A key is written
 * with slashes, `key:` before it and quotes around it are allowed: `key:"a/b"`.
 *
 * @throws SelectionError with the offset of what does not fit
 */
export function parseSelection(text: string): Selection {
  if (text.trim() === "*") return { kind: "all" };
  const clauses: SelectionClause[] = [];
  for (const match of text.matchAll(word)) {
    const parts = clause.exec(match[0]);
    if (parts === null) throw new SelectionError(`${quote(match[0])} is not a selection: ${hintFor(match[0])}.`, match.index);
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

function hintFor(wrong: string): string {
  if (wrong === '"') return "a quote is not closed";
  if (wrong.includes("*")) return 'a "*" stands alone and means everything';
  if (wrong.includes(":")) return 'of what can stand before a colon only "key:" is understood';
  return "write a key, +key, key+ or 2+key";
}

/**
 * Writes a selection so that {@link parseSelection} reads the same. That holds for every key of a materializable asset:
 * a segment with a slash, a quote, a backslash or a `*` has no form here.
 */
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
 * computed. A key of the selection itself that is external is an error, since nothing would happen to it. Linear in the
 * graph, however many clauses there are.
 *
 * @throws SelectionError when a key does not exist or cannot be computed; its offset is 0
 */
export function resolveSelection(selection: Selection, graph: AssetGraph): KeyId[] {
  const isMaterializable = (id: KeyId) => graph.nodes.get(id)?.kind === "materializable";
  if (selection.kind === "all") return graph.order.filter(isMaterializable);
  const clauses = selection.clauses.map(({ key, up, down }) => ({ id: checkedId(key, graph), up, down }));
  const picked = new Set(clauses.map(({ id }) => id));
  reach(
    clauses.map(({ id, up }) => ({ id, levels: up })),
    (id) => graph.nodes.get(id)?.upstream ?? [],
    picked,
  );
  reach(
    clauses.map(({ id, down }) => ({ id, levels: down })),
    (id) => graph.nodes.get(id)?.downstream ?? [],
    picked,
  );
  return graph.order.filter((id) => picked.has(id) && isMaterializable(id));
}

function levels(plus: string | undefined, digits: string | undefined): number {
  if (plus === undefined) return 0;
  const count = digits === undefined || digits === "" ? Number.POSITIVE_INFINITY : Number(digits);
  return Number.isSafeInteger(count) ? count : Number.POSITIVE_INFINITY;
}

/** An asset, and how many levels from it on are still to be taken. */
interface Reached {
  readonly id: KeyId;
  readonly levels: number;
}

/** Takes the assets with the most levels left first, so that each has to be looked at only once. */
function reach(starts: readonly Reached[], neighbours: (id: KeyId) => readonly KeyId[], into: Set<KeyId>): void {
  const waiting = starts.toSorted((one, other) => (one.levels === other.levels ? 0 : other.levels - one.levels));
  const queue: Reached[] = [];
  const seen = new Set<KeyId>();
  for (let start = 0, next = 0; start < waiting.length || next < queue.length; ) {
    const far = waiting[start];
    const near = queue[next];
    const fromStart = near === undefined || (far !== undefined && far.levels >= near.levels);
    const { id, levels } = (fromStart ? far : near) as Reached;
    if (fromStart) start++;
    else next++;
    if (seen.has(id)) continue;
    seen.add(id);
    into.add(id);
    if (levels === 0) continue;
    for (const neighbour of neighbours(id)) {
      if (!seen.has(neighbour)) queue.push({ id: neighbour, levels: levels - 1 });
    }
  }
}

function checkedId(key: AssetKey, graph: AssetGraph): KeyId {
  const id = keyId(key);
  const node = graph.nodes.get(id);
  if (node === undefined || node.kind === "stub") throw new SelectionError(unknownKey(key, graph), 0);
  if (node.kind === "external") {
    throw new SelectionError(`${quoteKey(key)} is external: it is described here, but computed elsewhere.`, 0);
  }
  return id;
}

function unknownKey(key: AssetKey, graph: AssetGraph): string {
  const known = [...graph.nodes.values()].filter((node) => node.kind === "materializable").map((node) => node.key);
  const suggestions = suggestKeys(key, known).slice(0, 3).map(quoteKey);
  const guess =
    suggestions.length > 0 ? `Did you mean ${suggestions.join(" or ")}?` : 'See "headwater list" for the keys there are.';
  return `No asset has the key ${quoteKey(key)}. ${guess}`;
}
