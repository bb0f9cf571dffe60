// What literals say. The scanner has seen to it that nothing is wrong with them.

/** What a string or a template without substitutions says, given with its quotes. */
export function textOfLiteral(literal: string): string {
  return cooked(literal.slice(1, -1), literal.startsWith("`"));
}

/** What a stretch of a template says, given with what is around it: a backtick or `}`, and a backtick or `${`. */
export function textOfTemplate(part: string): string {
  return cooked(part.slice(1, part.endsWith("`") ? -1 : -2), true);
}

function cooked(raw: string, isTemplate: boolean): string {
  const text = isTemplate && raw.includes("\r") ? raw.replace(/\r\n?/g, "\n") : raw;
  return text.includes("\\") ? text.replace(escaped, meaningOf) : text;
}

const escaped = /\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(\r\n|[\s\S]))/g;

function meaningOf(_all: string, point?: string, unit?: string, byte?: string, character?: string): string {
  if (point !== undefined) return String.fromCodePoint(Number.parseInt(point, 16));
  const code = unit ?? byte;
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
  return meanings.get(character as string) ?? (character as string);
}

const meanings: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["b", "\b"],
  ["t", "\t"],
  ["n", "\n"],
  ["v", "\v"],
  ["f", "\f"],
  ["r", "\r"],
  // A line that is continued on the next.
  ["\r\n", ""],
  ["\n", ""],
  ["\r", ""],
  ["\u2028", ""],
  ["\u2029", ""],
]);

/** The value of a number. */
export function valueOfNumber(literal: string): number {
  return Number(literal.includes("_") ? literal.replaceAll("_", "") : literal);
}

/** The value of a number that ends with `n`. */
export function valueOfBigInt(literal: string): bigint {
  return BigInt(literal.slice(0, -1).replaceAll("_", ""));
}
