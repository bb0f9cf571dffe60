import { notLikeThis, unsure } from "../giveUp.ts";
import { begins, encodeUnits, inName, singles, unit } from "./characters.ts";
import { hashOf, isKeyword, keywordsByHash } from "./keywords.ts";
import { isHexDigit, readNumber } from "./readNumber.ts";
import { readOperator } from "./readOperator.ts";
import {
  tAssignWith,
  tEnd,
  tGreater,
  tGreaterEqual,
  tLess,
  tName,
  tShiftLeft,
  tShiftRight,
  tSlash,
  tSlashAssign,
  tString,
  tTemplate,
  tTemplateHead,
} from "./tokens.ts";

const encoder = new TextEncoder();
/** Room for larger texts is given back. */
const mostRoom = 1 << 20;
let room = new Uint8Array(1 << 16);

/** Cuts a text into tokens: one at a time, and anew where a token means something else in its place. */
export class Scanner {
  text = "";
  /** The text with one byte for each unit; what is not ASCII is told by its class alone. A 0 stands behind it. */
  bytes = room;
  length = 0;
  jsx = false;
  /** The token at hand: its kind, where it is, and whether it begins a line. */
  token = tEnd;
  start = 0;
  pos = 0;
  newLine = false;
  /** Where the token before it ended. */
  lastEnd = 0;
  /** Whether the token that was peeked at begins a line. */
  peekedNewLine = false;

  /** Sets a text; its first token is not read yet. */
  open(text: string, jsx: boolean): void {
    this.text = text;
    this.length = text.length;
    this.jsx = jsx;
    if (room.length <= text.length + 8 || room.length > mostRoom) {
      room = new Uint8Array(Math.max(text.length + (text.length >> 2) + 16, 1 << 16));
    }
    this.bytes = room;
    const { read, written } = encoder.encodeInto(text, room);
    if (read !== text.length || written !== text.length) encodeUnits(text, room);
    room.fill(0, text.length, text.length + 8);
    this.pos = 0;
    this.lastEnd = 0;
    this.newLine = false;
    // The line that names an interpreter.
    if (room[0] === 35 && room[1] === 33) this.pos = this.lineEndFrom(2);
  }

  next(): void {
    const bytes = this.bytes;
    let pos = this.pos;
    this.lastEnd = pos;
    this.newLine = false;
    for (;;) {
      const byte = bytes[pos] as number;
      switch (begins[byte]) {
        case 1: // space
          pos++;
          continue;
        case 2: // line
          this.newLine = true;
          pos++;
          continue;
        case 3: {
          // word
          this.start = pos;
          const second = bytes[pos + 1] as number;
          let end = pos + 1;
          while (inName[bytes[end] as number] === 1) end++;
          this.pos = end;
          const length = end - pos;
          if (length > 1 && length < 12) {
            const known = keywordsByHash[hashOf(byte, second, bytes[end - 1] as number, length)] as number;
            if (known !== 0 && isKeyword(bytes, pos, length, known)) {
              this.token = known;
              return;
            }
          }
          this.token = tName;
          return;
        }
        case 4: // single
          this.start = pos;
          this.pos = pos + 1;
          this.token = singles[byte] as number;
          return;
        case 8: {
          // slash
          const after = bytes[pos + 1] as number;
          if (after === 47) pos = this.lineEndFrom(pos + 2);
          else if (after === 42) pos = this.commentEndFrom(pos + 2);
          else {
            this.start = pos;
            this.pos = after === 61 ? pos + 2 : pos + 1;
            this.token = after === 61 ? tSlashAssign : tSlash;
            return;
          }
          continue;
        }
        case 6: // quote
          this.start = pos;
          this.readString(pos, byte);
          return;
        case 9: // operator
          this.start = pos;
          readOperator(this, pos, byte);
          return;
        case 5: // digit
          this.start = pos;
          readNumber(this, pos);
          return;
        case 7: // backtick
          this.start = pos;
          this.token = this.readTemplate(pos + 1) ? tTemplate : tTemplateHead;
          return;
        default:
          throw unsure;
      }
    }
  }

  /** The kind of the token after the one at hand. */
  peek(): number {
    const { token, start, pos, newLine, lastEnd } = this;
    this.next();
    const found = this.token;
    this.peekedNewLine = this.newLine;
    this.token = token;
    this.start = start;
    this.pos = pos;
    this.newLine = newLine;
    this.lastEnd = lastEnd;
    return found;
  }

  /** Reads a `>` as all that begins with it. */
  rescanGreater(): void {
    if (this.token !== tGreater) return;
    const bytes = this.bytes;
    const pos = this.pos;
    const byte = bytes[pos];
    if (byte === 61) {
      this.pos = pos + 1;
      this.token = tGreaterEqual;
    } else if (byte === 62) {
      const next = bytes[pos + 1];
      if (next === 61) {
        this.pos = pos + 2;
        this.token = tAssignWith;
      } else if (next === 62) {
        const isAssignment = bytes[pos + 2] === 61;
        this.pos = isAssignment ? pos + 3 : pos + 2;
        this.token = isAssignment ? tAssignWith : tShiftRight;
      } else {
        this.pos = pos + 1;
        this.token = tShiftRight;
      }
    }
  }

  /** Reads `<<` as `<` where a list of types may begin. */
  rescanLess(): boolean {
    if (this.token === tShiftLeft) {
      this.pos = this.start + 1;
      this.token = tLess;
    }
    return this.token === tLess;
  }

  /** Reads on behind the `}` at hand: true at the end of the template, false at its next substitution. */
  rescanTemplate(): boolean {
    return this.readTemplate(this.start + 1);
  }

  /** Reads the `/` or `/=` at hand as a regular expression, whose end becomes that of the token. */
  rescanRegularExpression(): void {
    const bytes = this.bytes;
    let pos = this.start + 1;
    let inClass = false;
    for (; ; pos++) {
      const byte = bytes[pos];
      if (byte === 10 || byte === 13 || byte === unit.lineEnd || (byte === 0 && pos >= this.length)) throw notLikeThis;
      if (byte === 92) {
        pos++;
        const escaped = bytes[pos];
        if (escaped === 10 || escaped === 13 || escaped === unit.lineEnd || pos >= this.length) throw notLikeThis;
      } else if (byte === 47 && !inClass) break;
      else if (byte === 91) inClass = true;
      else if (byte === 93) inClass = false;
    }
    pos++;
    while (inName[bytes[pos] as number] === 1) pos++;
    if (bytes[pos] === unit.other) throw unsure;
    this.pos = pos;
  }

  private lineEndFrom(from: number): number {
    const bytes = this.bytes;
    let pos = from;
    for (; ; pos++) {
      const byte = bytes[pos];
      if (byte === 10 || byte === 13 || byte === unit.lineEnd || (byte === 0 && pos >= this.length)) return pos;
    }
  }

  private commentEndFrom(from: number): number {
    const bytes = this.bytes;
    for (let pos = from; ; pos++) {
      const byte = bytes[pos];
      if (byte === 42 && bytes[pos + 1] === 47) return pos + 2;
      if (byte === 10 || byte === 13 || byte === unit.lineEnd) this.newLine = true;
      else if (byte === 0 && pos >= this.length) throw notLikeThis;
    }
  }

  private readString(from: number, quote: number): void {
    const bytes = this.bytes;
    let pos = from + 1;
    for (;;) {
      const byte = bytes[pos];
      if (byte === quote) break;
      if (byte === 92) pos = this.escapeEndFrom(pos);
      else if (byte === 10 || byte === 13 || (byte === 0 && pos >= this.length)) throw notLikeThis;
      else pos++;
    }
    this.pos = pos + 1;
    this.token = tString;
  }

  /** Reads to the end of a template, or to its next substitution: true where it ends. */
  private readTemplate(from: number): boolean {
    const bytes = this.bytes;
    let pos = from;
    for (;;) {
      const byte = bytes[pos];
      if (byte === 96) {
        this.pos = pos + 1;
        return true;
      }
      if (byte === 36 && bytes[pos + 1] === 123) {
        this.pos = pos + 2;
        return false;
      }
      if (byte === 92) pos = this.escapeEndFrom(pos);
      else if (byte === 0 && pos >= this.length) throw notLikeThis;
      else pos++;
    }
  }

  /** Where the escape at an offset ends. Those of which anything is wrong are left to the compiler. */
  private escapeEndFrom(from: number): number {
    const bytes = this.bytes;
    const byte = bytes[from + 1] as number;
    if (byte === 120) return this.hexEndFrom(from + 2, 2);
    if (byte === 117) {
      if (bytes[from + 2] !== 123) return this.hexEndFrom(from + 2, 4);
      const end = this.text.indexOf("}", from);
      const digits = this.text.slice(from + 3, Math.max(end, from + 3));
      if (!/^[\da-fA-F]{1,8}$/.test(digits) || Number.parseInt(digits, 16) > 0x10ffff) throw unsure;
      return end + 1;
    }
    if (byte === 48) {
      const after = bytes[from + 2] as number;
      if (after >= 48 && after <= 57) throw unsure;
      return from + 2;
    }
    if (byte >= 49 && byte <= 57) throw unsure;
    if (byte === 13 && bytes[from + 2] === 10) return from + 3;
    if (byte === 0 && from + 1 >= this.length) throw notLikeThis;
    return from + 2;
  }

  private hexEndFrom(from: number, count: number): number {
    for (let pos = from; pos < from + count; pos++) if (!isHexDigit(this.bytes[pos] as number)) throw unsure;
    return from + count;
  }
}
