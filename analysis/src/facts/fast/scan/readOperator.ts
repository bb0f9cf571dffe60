// Operators.

import { unsure } from "../giveUp.ts";
import { inName, isWordBegin } from "./characters.ts";
import { readNumber } from "./readNumber.ts";
import type { Scanner } from "./scanner.ts";
import {
  tAmpersand,
  tAnd,
  tArrow,
  tAssign,
  tAssignWith,
  tBang,
  tBar,
  tCaret,
  tDot,
  tDots,
  tEnd,
  tEqual,
  tGreater,
  tLess,
  tLessEqual,
  tLessSlash,
  tMinus,
  tMinusMinus,
  tNullish,
  tOr,
  tPercent,
  tPlus,
  tPlusPlus,
  tPrivateName,
  tQuestion,
  tQuestionDot,
  tShiftLeft,
  tStar,
  tStarStar,
  tStrictEqual,
  tStrictUnequal,
} from "./tokens.ts";

/** Reads an operator, a private name or the end, by its first byte. */
export function readOperator(scanner: Scanner, at: number, byte: number): void {
  const { bytes } = scanner;
  const second = bytes[at + 1] as number;
  const third = bytes[at + 2] as number;
  switch (byte) {
    case 0:
      if (at < scanner.length) throw unsure;
      scanner.pos = at;
      scanner.token = tEnd;
      return;
    case 33: // !
      if (second !== 61) return operator(scanner, at + 1, tBang);
      return third === 61 ? operator(scanner, at + 3, tStrictUnequal) : operator(scanner, at + 2, tEqual);
    case 35: // #
      if (!isWordBegin(second)) throw unsure;
      for (scanner.pos = at + 2; inName[bytes[scanner.pos] as number] === 1; ) scanner.pos++;
      scanner.token = tPrivateName;
      return;
    case 37: // %
      return second === 61 ? operator(scanner, at + 2, tAssignWith) : operator(scanner, at + 1, tPercent);
    case 38: // &
      if (second === 38) return third === 61 ? operator(scanner, at + 3, tAssignWith) : operator(scanner, at + 2, tAnd);
      return second === 61 ? operator(scanner, at + 2, tAssignWith) : operator(scanner, at + 1, tAmpersand);
    case 42: // *
      if (second === 42) return third === 61 ? operator(scanner, at + 3, tAssignWith) : operator(scanner, at + 2, tStarStar);
      return second === 61 ? operator(scanner, at + 2, tAssignWith) : operator(scanner, at + 1, tStar);
    case 43: // +
      if (second === 43) return operator(scanner, at + 2, tPlusPlus);
      return second === 61 ? operator(scanner, at + 2, tAssignWith) : operator(scanner, at + 1, tPlus);
    case 45: // -
      if (second === 45) return operator(scanner, at + 2, tMinusMinus);
      return second === 61 ? operator(scanner, at + 2, tAssignWith) : operator(scanner, at + 1, tMinus);
    case 46: // .
      if (second >= 48 && second <= 57) return readNumber(scanner, at);
      return second === 46 && third === 46 ? operator(scanner, at + 3, tDots) : operator(scanner, at + 1, tDot);
    case 60: // <
      refuseConflictMarker(scanner, at, byte, second, third);
      if (second === 60) return third === 61 ? operator(scanner, at + 3, tAssignWith) : operator(scanner, at + 2, tShiftLeft);
      if (second === 61) return operator(scanner, at + 2, tLessEqual);
      return scanner.jsx && second === 47 && third !== 42
        ? operator(scanner, at + 2, tLessSlash)
        : operator(scanner, at + 1, tLess);
    case 61: // =
      refuseConflictMarker(scanner, at, byte, second, third);
      if (second === 61) return third === 61 ? operator(scanner, at + 3, tStrictEqual) : operator(scanner, at + 2, tEqual);
      return second === 62 ? operator(scanner, at + 2, tArrow) : operator(scanner, at + 1, tAssign);
    case 62: // >
      refuseConflictMarker(scanner, at, byte, second, third);
      return operator(scanner, at + 1, tGreater);
    case 63: // ?
      if (second === 46 && !(third >= 48 && third <= 57)) return operator(scanner, at + 2, tQuestionDot);
      if (second === 63) return third === 61 ? operator(scanner, at + 3, tAssignWith) : operator(scanner, at + 2, tNullish);
      return operator(scanner, at + 1, tQuestion);
    case 94: // ^
      return second === 61 ? operator(scanner, at + 2, tAssignWith) : operator(scanner, at + 1, tCaret);
    default: // |
      refuseConflictMarker(scanner, at, byte, second, third);
      if (second === 124) return third === 61 ? operator(scanner, at + 3, tAssignWith) : operator(scanner, at + 2, tOr);
      return second === 61 ? operator(scanner, at + 2, tAssignWith) : operator(scanner, at + 1, tBar);
  }
}

function operator(scanner: Scanner, end: number, token: number): void {
  scanner.pos = end;
  scanner.token = token;
}

/** The compiler skips what version control leaves in a text that it could not merge, with an error. */
function refuseConflictMarker({ bytes }: Scanner, at: number, byte: number, second: number, third: number): void {
  if (second !== byte || third !== byte || bytes[at + 3] !== byte || bytes[at + 4] !== byte) return;
  if (bytes[at + 5] === byte && bytes[at + 6] === byte) throw unsure;
}
