// Numbers.

import { unsure } from "../giveUp.ts";
import { inName, unit } from "./characters.ts";
import type { Scanner } from "./scanner.ts";
import { tBigInt, tNumber } from "./tokens.ts";

/** Reads the number at an offset. Those of which anything is wrong are left to the compiler. */
export function readNumber(scanner: Scanner, from: number): void {
  const { bytes } = scanner;
  scanner.token = tNumber;
  let pos = from;
  let isInteger = true;
  const kind = bytes[from] === 48 ? (bytes[from + 1] as number) | 32 : 0;
  if (kind === 120 || kind === 98 || kind === 111) {
    pos = digitsEnd(bytes, from + 2, kind === 120 ? isHexDigit : kind === 98 ? isBinaryDigit : isOctalDigit);
    if (pos === from + 2) throw unsure;
  } else {
    if (bytes[from] === 48 && (isDigit(bytes[from + 1] as number) || bytes[from + 1] === 95)) throw unsure;
    pos = digitsEnd(bytes, from, isDigit);
    if (bytes[pos] === 46) {
      isInteger = false;
      pos = digitsEnd(bytes, pos + 1, isDigit);
    }
    if (((bytes[pos] as number) | 32) === 101) {
      isInteger = false;
      const sign = bytes[pos + 1];
      const exponent = sign === 43 || sign === 45 ? pos + 2 : pos + 1;
      pos = digitsEnd(bytes, exponent, isDigit);
      if (pos === exponent) throw unsure;
    }
  }
  if (isInteger && bytes[pos] === 110) {
    pos++;
    scanner.token = tBigInt;
  }
  const after = bytes[pos] as number;
  if (inName[after] === 1 || after === 92 || after === unit.other) throw unsure;
  scanner.pos = pos;
}

/** Where digits end, with single separators between them. */
function digitsEnd(bytes: Uint8Array, from: number, isGood: (byte: number) => boolean): number {
  let pos = from;
  while (isGood(bytes[pos] as number)) {
    pos++;
    if (bytes[pos] !== 95) continue;
    pos++;
    if (!isGood(bytes[pos] as number)) throw unsure;
  }
  return pos;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function isBinaryDigit(byte: number): boolean {
  return byte === 48 || byte === 49;
}

function isOctalDigit(byte: number): boolean {
  return byte >= 48 && byte <= 55;
}

export function isHexDigit(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || ((byte | 32) >= 97 && (byte | 32) <= 102);
}
