/** A stretch of a text that was marked, as offsets in the text without marks. */
export interface Mark {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Takes the marks out of texts: `«…»` around a stretch, which may hold others, and `‸` at a place. Both are characters that code
 * does not have otherwise.
 *
 * @returns the marks in the order of files and texts
 * @throws Error where a mark is not closed
 */
export function takeMarks(marked: ReadonlyMap<string, string>): { texts: Map<string, string>; marks: Mark[] } {
  const texts = new Map<string, string>();
  const marks: Mark[] = [];
  for (const [file, given] of marked) {
    const own: Mark[] = [];
    const open: number[] = [];
    let text = "";
    for (const part of given.split(/([«»‸])/)) {
      if (part === "‸") own.push({ file, start: text.length, end: text.length });
      else if (part === "«") open.push(text.length);
      else if (part === "»") {
        const start = open.pop();
        if (start === undefined) throw new Error(`${file} has a » without a « before it.`);
        own.push({ file, start, end: text.length });
      } else text += part;
    }
    if (open.length > 0) throw new Error(`${file} has a « without a » behind it.`);
    texts.set(file, text);
    marks.push(...own.sort((one, other) => one.start - other.start || other.end - one.end));
  }
  return { texts, marks };
}
