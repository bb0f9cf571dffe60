// Keywords, found by their bytes.
import { firstKeyword, keywords } from "./tokens.ts";

/** Keywords by a hash that tells them from each other. */
export const keywordsByHash = new Uint8Array(512);
export const hashOf = (first: number, second: number, last: number, length: number) =>
  (first * 2 + second * 2 + last * 47 + length) & 511;
for (const [at, word] of keywords.entries()) {
  const hash = hashOf(word.charCodeAt(0), word.charCodeAt(1), word.charCodeAt(word.length - 1), word.length);
  if (keywordsByHash[hash] !== 0) throw new Error(`The keyword ${word} hashes like another one.`);
  keywordsByHash[hash] = firstKeyword + at;
}
const keywordUnits = keywords.map((word) => new TextEncoder().encode(word));

export function isKeyword(bytes: Uint8Array, from: number, length: number, token: number): boolean {
  const units = keywordUnits[token - firstKeyword] as Uint8Array;
  if (units.length !== length) return false;
  for (let at = 0; at < length; at++) if (bytes[from + at] !== units[at]) return false;
  return true;
}
