import { notLikeThis, unsure } from "../giveUp.ts";
import { nName, nPlainName, nPrivateName, nString } from "../nodes.ts";
import { Scanner } from "../scan/scanner.ts";
import {
  isIdentifier,
  kAwait,
  kYield,
  tCloseBrace,
  tEnd,
  tName,
  tOpenParen,
  tPrivateName,
  tSemicolon,
  tString,
} from "../scan/tokens.ts";

/** A text that nests deeper is left to the compiler. */
const deepest = 400;
/** Room for larger trees is given back. */
const mostRoom = 1 << 19;

/** A place in the text and the tree to go back to. */
export interface Mark {
  readonly token: number;
  readonly start: number;
  readonly pos: number;
  readonly newLine: boolean;
  readonly lastEnd: number;
  readonly count: number;
  readonly depth: number;
  readonly lists: number;
  readonly inAwait: boolean;
  readonly inYield: boolean;
  readonly atTop: boolean;
  readonly noIn: boolean;
  readonly inDecorator: boolean;
  readonly noConditionalTypes: boolean;
}

/**
 * The state of reading one text: the scanner, and the tree that is built. The functions beside this file read TypeScript as
 * the parser of TypeScript 6 does, down to the order of its attempts, and throw where that would find an error.
 *
 * The tree is flat and lies in post-order: the parts of a node come right before it, the last part next to it, and `firsts`
 * says where the first node of its first part is. Types are read and leave nothing in it.
 */
export class Parser extends Scanner {
  /** How many nodes there are. The last one is what was read last. */
  count = 0;
  kinds = new Uint8Array(1 << 14);
  starts = new Int32Array(1 << 14);
  ends = new Int32Array(1 << 14);
  firsts = new Int32Array(1 << 14);
  extras = new Int32Array(1 << 14);

  isJavaScript = false;
  isDeclarationFile = false;
  /** Whether anything makes the text a module, and whether it has to be one for what was read to be right. */
  isModule = false;
  needsModule = false;

  // What the grammar asks of its surroundings.
  inAwait = false;
  inYield = false;
  /** Outside all functions and members of classes, where a module may await. */
  atTop = true;
  noIn = false;
  inDecorator = false;
  noConditionalTypes = false;
  depth = 0;
  /** Lists in which the compiler may skip tokens that it does not expect; those that are left by a mistake are counted still. */
  lists = 0;
  /** Parentheses that were found to begin no arrow function. */
  noArrows: Set<number> | undefined;

  start0(text: string, language: { readonly jsx: boolean; readonly isJavaScript: boolean; readonly isDeclarationFile: boolean }) {
    this.open(text, language.jsx);
    this.isJavaScript = language.isJavaScript;
    this.isDeclarationFile = language.isDeclarationFile;
    this.count = 0;
    if (this.kinds.length > mostRoom) this.makeRoom(mostRoom);
    this.isModule = this.needsModule = false;
    this.inAwait = this.inYield = this.noIn = this.inDecorator = this.noConditionalTypes = false;
    this.atTop = true;
    this.depth = this.lists = 0;
    this.noArrows = undefined;
  }

  /** Adds a node that ends where the last token did. */
  add(kind: number, start: number, first: number, extra: number): void {
    const at = this.count;
    if (at === this.kinds.length) this.makeRoom(at * 2);
    this.kinds[at] = kind;
    this.starts[at] = start;
    this.ends[at] = this.lastEnd;
    this.firsts[at] = first;
    this.extras[at] = extra;
    this.count = at + 1;
  }

  /** Adds a node without parts for the token at hand, and reads the next one. */
  leaf(kind: number): void {
    const start = this.start;
    this.next();
    this.add(kind, start, this.count, 0);
  }

  private makeRoom(size: number): void {
    const kept = Math.min(size, this.count);
    const grow = <T extends Uint8Array | Int32Array>(from: T, to: T): T => {
      to.set(from.subarray(0, kept));
      return to;
    };
    this.kinds = grow(this.kinds, new Uint8Array(size));
    this.starts = grow(this.starts, new Int32Array(size));
    this.ends = grow(this.ends, new Int32Array(size));
    this.firsts = grow(this.firsts, new Int32Array(size));
    this.extras = grow(this.extras, new Int32Array(size));
  }

  deeper(): void {
    if (++this.depth > deepest) throw unsure;
  }

  fail(): never {
    throw notLikeThis;
  }

  unsure(): never {
    throw unsure;
  }

  expect(token: number): void {
    if (this.token !== token) throw notLikeThis;
    this.next();
  }

  take(token: number): boolean {
    if (this.token !== token) return false;
    this.next();
    return true;
  }

  canEndStatement(): boolean {
    return this.token === tSemicolon || this.token === tCloseBrace || this.token === tEnd || this.newLine;
  }

  endStatement(): void {
    if (this.token === tSemicolon) this.next();
    else if (this.token !== tCloseBrace && this.token !== tEnd && !this.newLine) throw notLikeThis;
  }

  mark(): Mark {
    const { token, start, pos, newLine, lastEnd, count, depth, lists } = this;
    const { inAwait, inYield, atTop, noIn, inDecorator, noConditionalTypes } = this;
    return {
      token,
      start,
      pos,
      newLine,
      lastEnd,
      count,
      depth,
      lists,
      inAwait,
      inYield,
      atTop,
      noIn,
      inDecorator,
      noConditionalTypes,
    };
  }

  rewind(mark: Mark): void {
    this.token = mark.token;
    this.start = mark.start;
    this.pos = mark.pos;
    this.newLine = mark.newLine;
    this.lastEnd = mark.lastEnd;
    this.count = mark.count;
    this.depth = mark.depth;
    this.lists = mark.lists;
    this.inAwait = mark.inAwait;
    this.inYield = mark.inYield;
    this.atTop = mark.atTop;
    this.noIn = mark.noIn;
    this.inDecorator = mark.inDecorator;
    this.noConditionalTypes = mark.noConditionalTypes;
  }

  /** Whether the token is a name or any keyword. */
  atWord(): boolean {
    return this.token >= tName;
  }

  /** The name of a variable that is declared. */
  bindingName(): void {
    if (!isIdentifier(this.token)) throw notLikeThis;
    if (this.token === kAwait || this.token === kYield) {
      // Behind a name an operand stands for a mistake, or for an object that only looked like a pattern.
      const after = this.peek();
      throw (after >= tName || after === tOpenParen) && !this.peekedNewLine ? notLikeThis : unsure;
    }
    this.leaf(nPlainName);
  }

  /** The name of a variable that is referred to. */
  name(kind: number = nName): void {
    if (!isIdentifier(this.token)) throw notLikeThis;
    // Whether these are names here is left to the compiler.
    if (this.token === kAwait || this.token === kYield) throw unsure;
    this.leaf(kind);
  }

  /** A name that may be any keyword, and no private one. */
  word(): void {
    if (this.token < tName || this.token === tPrivateName) throw notLikeThis;
    this.leaf(nPlainName);
  }

  /** A name or string, as modules export them. */
  exportName(): void {
    if (this.token === tString) this.leaf(nString);
    else this.word();
  }

  /** Whether a stretch of the text is a word. */
  isText(from: number, to: number, word: string): boolean {
    return to - from === word.length && this.text.startsWith(word, from);
  }

  privateName(): void {
    this.leaf(nPrivateName);
  }
}
