import type { Span } from "./span.ts";

/** A stretch of text that an earlier and a later text share: where it begins in each, and how long it is. */
export interface SharedStretch {
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

/**
 * What two texts share, in order: what they begin and end with, and between that, again and again, what follows and comes
 * before lines that are the only ones of their kind in both (patience diff). Neighbours are joined, so text that was not
 * edited lies in one stretch.
 */
export function sharedStretches(before: string, after: string): SharedStretch[] {
  const found: SharedStretch[] = [];
  const add = (stretch: SharedStretch) => {
    if (stretch.length === 0) return;
    const last = found.at(-1);
    if (last !== undefined && last.before + last.length === stretch.before && last.after + last.length === stretch.after) {
      found[found.length - 1] = { ...last, length: last.length + stretch.length };
    } else found.push(stretch);
  };
  const pending: (SharedStretch | { before: Span; after: Span })[] = [
    { before: { start: 0, end: before.length }, after: { start: 0, end: after.length } },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ("length" in next) {
      add(next);
      continue;
    }
    let [from, to] = [next.before, next.after];
    const most = Math.min(from.end - from.start, to.end - to.start);
    let head = 0;
    while (head < most && before.charCodeAt(from.start + head) === after.charCodeAt(to.start + head)) head++;
    let tail = 0;
    while (tail < most - head && before.charCodeAt(from.end - 1 - tail) === after.charCodeAt(to.end - 1 - tail)) tail++;
    add({ before: from.start, after: to.start, length: head });
    // What is pushed later is taken up earlier.
    pending.push({ before: from.end - tail, after: to.end - tail, length: tail });
    from = { start: from.start + head, end: from.end - tail };
    to = { start: to.start + head, end: to.end - tail };
    const anchors = anchorsIn(before, from, after, to);
    if (anchors.length === 0) continue;
    const parts: { before: Span; after: Span }[] = [];
    let [oldAt, newAt] = [from.start, to.start];
    for (const anchor of [...anchors, { before: from.end, after: to.end }]) {
      parts.push({ before: { start: oldAt, end: anchor.before }, after: { start: newAt, end: anchor.after } });
      [oldAt, newAt] = [anchor.before, anchor.after];
    }
    pending.push(...parts.reverse());
  }
  return found;
}

/** Whether all of a span of the earlier text is in one stretch. */
export function isShared(stretches: readonly SharedStretch[], span: Span): boolean {
  const stretch = lastFrom(stretches, span.start);
  return stretch !== undefined && span.end <= stretch.before + stretch.length;
}

/** The span of the later text that a span of the earlier one has become: exact where it is shared, else as near as can be told. */
export function movedSpan(stretches: readonly SharedStretch[], span: Span, lengthAfter: number): Span {
  const start = movedOffset(stretches, span.start, lengthAfter);
  if (span.end === span.start) return { start, end: start };
  // The character before the end says more about where a span ends than the one after it, which may be new.
  const end = movedOffset(stretches, span.end - 1, lengthAfter) + 1;
  return { start, end: Math.max(start, Math.min(end, lengthAfter)) };
}

function movedOffset(stretches: readonly SharedStretch[], offset: number, lengthAfter: number): number {
  const at = lastIndexFrom(stretches, offset);
  const stretch = stretches[at] ?? { before: 0, after: 0, length: 0 };
  const inside = offset - stretch.before;
  if (inside < stretch.length) return stretch.after + inside;
  const gapEnd = stretches[at + 1]?.after ?? lengthAfter;
  return Math.min(stretch.after + inside, gapEnd);
}

function lastFrom(stretches: readonly SharedStretch[], offset: number): SharedStretch | undefined {
  return stretches[lastIndexFrom(stretches, offset)];
}

/** The index of the last stretch that begins at an offset or before; -1 where there is none. */
function lastIndexFrom(stretches: readonly SharedStretch[], offset: number): number {
  let low = -1;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((stretches[middle] as SharedStretch).before <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Lines that stand once in each stretch, without those that would cross others. */
function anchorsIn(before: string, from: Span, after: string, to: Span): { before: number; after: number }[] {
  const old = uniqueLines(before, from);
  if (old.size === 0) return [];
  const common: { before: number; after: number }[] = [];
  for (const [line, start] of uniqueLines(after, to)) {
    const known = old.get(line);
    if (known !== undefined && start >= 0 && known >= 0) common.push({ before: known, after: start });
  }
  return longestRise(common);
}

/** Whole lines of a stretch with their offsets; -1 for a line that is there more than once. */
function uniqueLines(text: string, { start, end }: Span): Map<string, number> {
  const lines = new Map<string, number>();
  let at = start;
  if (at > 0 && text.charCodeAt(at - 1) !== 10) at = text.indexOf("\n", at) + 1 || end;
  while (at < end) {
    const next = text.indexOf("\n", at) + 1 || end;
    if (next > end) break;
    const line = text.slice(at, next);
    if (line.trim().length > 3) lines.set(line, lines.has(line) ? -1 : at);
    at = next;
  }
  return lines;
}

/** The longest selection of pairs, given in the order of `after`, whose `before` rises too. */
function longestRise(pairs: readonly { before: number; after: number }[]): { before: number; after: number }[] {
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [at, { before }] of pairs.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] as number] as { before: number }).before < before) low = middle + 1;
      else high = middle;
    }
    previous[at] = low > 0 ? (ends[low - 1] as number) : -1;
    ends[low] = at;
  }
  const chosen: { before: number; after: number }[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] as number) {
    chosen.push(pairs[at] as { before: number; after: number });
  }
  return chosen.reverse();
}
