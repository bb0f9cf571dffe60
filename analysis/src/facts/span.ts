/** A stretch of a text, as offsets in UTF-16 units: `start` is the first, `end` the first after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place in a text as editors count it: line and UTF-16 unit in the line, both from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A stretch of a text, both as positions and as offsets. */
export interface SourceRange {
  readonly start: Position;
  readonly end: Position;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** The offsets at which lines start. Lines end with `\n`, `\r\n` or a lone `\r`, as in the language server protocol. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  if (!text.includes("\r")) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 13 && text.charCodeAt(at + 1) === 10) continue;
    if (unit === 10 || unit === 13) starts.push(at + 1);
  }
  return starts;
}

/** The line and character of an offset. */
export function positionAt(lineStarts: ArrayLike<number>, offset: number): Position {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (lineStarts[low] ?? 0) };
}

/** Adds lines and characters to a span. */
export function toSourceRange(lineStarts: ArrayLike<number>, span: Span): SourceRange {
  return {
    start: positionAt(lineStarts, span.start),
    end: positionAt(lineStarts, span.end),
    startOffset: span.start,
    endOffset: span.end,
  };
}

/** Whether `outer` holds all of `inner`. */
export function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
