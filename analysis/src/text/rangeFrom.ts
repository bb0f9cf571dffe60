import type { SourceRange } from "../facts/span.ts";

/** The range between two offsets of a text, counted from a place before them whose position is known. */
export function rangeFrom(
  text: string,
  from: Pick<SourceRange, "start" | "startOffset">,
  start: number,
  end: number,
): SourceRange {
  const position = (offset: number) => {
    const lines = text.slice(from.startOffset, offset).split(/\r\n|\r|\n/);
    const character = lines.at(-1)?.length ?? 0;
    return lines.length === 1
      ? { line: from.start.line, character: from.start.character + character }
      : { line: from.start.line + lines.length - 1, character };
  };
  return { start: position(start), end: position(end), startOffset: start, endOffset: end };
}
