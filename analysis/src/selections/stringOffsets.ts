const quotes = /["'`]/;
const simple: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0" };

/** What a string literal holds, and where each unit of it stands. */
export interface ReadString {
  readonly text: string;
  /** For each unit of the text where it is written, counted from the opening quote; one more for the closing quote. */
  readonly offsets: readonly number[];
}

/**
 * Reads a string literal with its escapes, in any quotes.
 *
 * @param code from the opening quote on; what follows the closing one is not looked at, and where there is none it ends
 *   with the code
 * @returns undefined for what is no string, and for a template with substitutions
 */
export function readStringLiteral(code: string): ReadString | undefined {
  const quote = code[0] ?? "";
  if (!quotes.test(quote)) return undefined;
  let text = "";
  const offsets: number[] = [];
  let at = 1;
  while (at < code.length && code[at] !== quote) {
    if (quote === "`" && code[at] === "$" && code[at + 1] === "{") return undefined;
    const [unit, length] = code[at] === "\\" ? readEscape(code, at) : [code[at] as string, 1];
    for (let each = 0; each < unit.length; each++) offsets.push(at);
    text += unit;
    at += length;
  }
  offsets.push(Math.min(at, code.length));
  return { text, offsets };
}

/** What an escape stands for, and how long it is. */
function readEscape(code: string, at: number): readonly [string, number] {
  const letter = code[at + 1] ?? "";
  const digits = /^\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\})/.exec(code.slice(at, at + 12));
  const hex = digits?.[1] ?? digits?.[2] ?? digits?.[3];
  if (digits !== null && hex !== undefined) {
    const point = Number.parseInt(hex, 16);
    return [point > 0x10ffff ? "" : String.fromCodePoint(point), digits[0].length];
  }
  if (letter === "\r" && code[at + 2] === "\n") return ["", 3];
  if (/[\n\r\u2028\u2029]/.test(letter)) return ["", 2];
  return [simple[letter] ?? letter, 2];
}
