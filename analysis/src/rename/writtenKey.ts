import type { SourceRange } from "../facts/span.ts";
import { rangeFrom } from "../text/rangeFrom.ts";

const literal = /(["'`])((?:(?!\1)[^\\\r\n])*)\1/g;

/**
 * Where the last segment of a key stands that code writes out, without its quotes: of `"a"`, `["p", "a"]` or
 * `AssetKey(["p", "a"])` the `a`. Undefined where the code does not end with that text.
 *
 * @param code what stands at the range
 * @param segment what the last segment is called
 */
export function lastSegmentAt(text: string, range: SourceRange, segment: string): SourceRange | undefined {
  // A naming place in quotes has its quotes outside.
  const isBare = /["'`]/.test(text[range.startOffset - 1] ?? "") && text.slice(range.startOffset, range.endOffset) === segment;
  if (isBare) return range;
  const code = text.slice(range.startOffset, range.endOffset);
  const last = [...code.matchAll(literal)].at(-1);
  if (last === undefined || last[2] !== segment || (last[1] === "`" && last[2].includes("${"))) return undefined;
  const start = range.startOffset + last.index + 1;
  return rangeFrom(text, range, start, start + segment.length);
}
