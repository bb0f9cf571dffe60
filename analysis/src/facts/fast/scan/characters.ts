// What single units of a text are to the scanner.
import {
  tAt,
  tCloseBrace,
  tCloseBracket,
  tCloseParen,
  tColon,
  tComma,
  tOpenBrace,
  tOpenBracket,
  tOpenParen,
  tSemicolon,
  tTilde,
} from "./tokens.ts";

/** What units beyond ASCII are stored as: nothing is asked of them but this. */
export const unit = { other: 128, lineEnd: 129, space: 130, letter: 131 } as const;

/** What a token may begin with. The scanner's loop says these as numbers, so that V8 makes a jump of it. */
const [bSpace, bLine, bWord, bSingle, bDigit, bQuote, bBacktick, bSlash, bOperator] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
export const begins = new Uint8Array(256);
export const singles = new Uint8Array(256);
/** 1 for what a name may go on with. */
export const inName = new Uint8Array(256);

const fill = (table: Uint8Array, characters: string, value: number) => {
  for (let at = 0; at < characters.length; at++) table[characters.charCodeAt(at)] = value;
};
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_";
fill(begins, letters, bWord);
fill(inName, `${letters}0123456789`, 1);
begins[unit.letter] = bWord;
inName[unit.letter] = 1;
fill(begins, " \t\v\f", bSpace);
begins[unit.space] = bSpace;
fill(begins, "\n\r", bLine);
begins[unit.lineEnd] = bLine;
fill(begins, "0123456789", bDigit);
fill(begins, "\"'", bQuote);
fill(begins, "`", bBacktick);
fill(begins, "/", bSlash);
fill(begins, "!%&*+-.<=>?^|#\0", bOperator);
for (const [character, token] of [
  ["{", tOpenBrace],
  ["}", tCloseBrace],
  ["(", tOpenParen],
  [")", tCloseParen],
  ["[", tOpenBracket],
  ["]", tCloseBracket],
  [";", tSemicolon],
  [",", tComma],
  [":", tColon],
  ["~", tTilde],
  ["@", tAt],
] as const) {
  begins[character.charCodeAt(0)] = bSingle;
  singles[character.charCodeAt(0)] = token;
}

export const isWordBegin = (byte: number): boolean => begins[byte] === bWord;

export function encodeUnits(text: string, into: Uint8Array): void {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    into[at] = code < 128 ? code : classOf(code);
  }
}

/** What a unit beyond ASCII is. Of letters only scripts without gaps in any version of Unicode are taken. */
function classOf(code: number): number {
  if (code === 0x2028 || code === 0x2029) return unit.lineEnd;
  if (code === 0xa0 || code === 0xfeff) return unit.space;
  const isLetter =
    (code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7) ||
    (code >= 0x3b1 && code <= 0x3c9) ||
    (code >= 0x391 && code <= 0x3a9 && code !== 0x3a2) ||
    (code >= 0x410 && code <= 0x44f) ||
    (code >= 0x3041 && code <= 0x3094) ||
    (code >= 0x30a1 && code <= 0x30fa) ||
    (code >= 0x4e00 && code <= 0x9fa5) ||
    (code >= 0xac00 && code <= 0xd7a3);
  return isLetter ? unit.letter : unit.other;
}
