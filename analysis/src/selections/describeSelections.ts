import { type SourceRange, type Span, toSourceRange } from "../facts/span.ts";
import type { FoundSelection } from "./findSelections.ts";
import { readStringLiteral } from "./stringOffsets.ts";

/** A text that is read as a selection: what `AssetSelection.fromString()` or `defineJob()` is given. */
export interface AnalyzedSelection {
  /** The file of the call, relative to the project's folder. */
  readonly file: string;
  readonly text: string;
  /** The content of the string, without its quotes. Where the text is put together or comes from another file, what stands for it. */
  readonly range: SourceRange;
  /**
   * For each unit of the text, and for its end, the offset in the file at which it is written. Absent where it is not
   * written as one string in this file.
   */
  readonly offsets?: readonly number[];
  /** Whether `offsets` go on one by one, so that the text stands in the file as it is. */
  readonly isPlain: boolean;
  /** Present for the selection of a job. Its name is absent where it is not known. */
  readonly job?: { readonly name?: string };
}

/** The selections of a file with their places. */
export function describeSelections(
  file: string,
  found: readonly FoundSelection[],
  { lineStarts, source }: { readonly lineStarts: readonly number[]; readonly source: string },
): AnalyzedSelection[] {
  return found.map(({ text, span, isHere, job }): AnalyzedSelection => {
    const offsets = isHere ? offsetsIn(source, span, text) : undefined;
    const [start, end] = [offsets?.[0] ?? span.start, offsets?.at(-1) ?? span.end];
    return {
      file,
      text,
      range: toSourceRange(lineStarts, { start, end }),
      ...(offsets === undefined ? {} : { offsets }),
      isPlain: offsets !== undefined && end - start === text.length,
      ...(job === undefined ? {} : { job }),
    };
  });
}

function offsetsIn(source: string, { start, end }: Span, text: string): readonly number[] | undefined {
  const read = readStringLiteral(source.slice(start, end));
  return read?.text === text ? read.offsets.map((offset) => start + offset) : undefined;
}

/** Where a stretch of a selection's text stands in the file: with the quotes where it is empty. */
export function spanInFile({ offsets, range }: AnalyzedSelection, { start, end }: Span): Span {
  const [from, to] = [offsets?.[start], offsets?.[end]];
  if (from !== undefined && to !== undefined && from < to) return { start: from, end: to };
  const isEmpty = offsets !== undefined && range.startOffset === range.endOffset;
  return isEmpty
    ? { start: range.startOffset - 1, end: range.endOffset + 1 }
    : { start: range.startOffset, end: range.endOffset };
}
