import { type Expectation, type Expected, problemMessage, type SelectionProblem } from "./problems.ts";
import type { Token, TokenKind } from "./tokens.ts";
import type { AttributeName, Span } from "./tree.ts";

/** More would say nothing new, and each holds a message. */
const mostProblems = 50;

/**
 * Walks over tokens and keeps in mind what was looked for at the current one, so that where nothing fits it is known what
 * would have.
 */
export interface Cursor {
  /** The current token, which is the last one for ever once it is reached. */
  token(): Token;
  /** The end of the last token that was taken. */
  end(): number;
  /** Takes the current token if it is one of these words or of this kind. */
  accept(expected: Expected, kind: TokenKind, words?: readonly string[]): Token | undefined;
  /** Remembers that something was looked for here and not found. */
  tried(expected: Expected, value?: Pick<Expectation, "attribute" | "tag">): void;
  take(): Token;
  /** Notes that the current token does not fit; a token is complained about once. */
  complain(message?: string): void;
  /** Notes that a token which was taken does not fit. */
  complainAbout(token: Token, message: string, expectation: Expectation): void;
  /** Gives up: what follows is not looked at. */
  stop(message: string): void;
  /** What was looked for at the current token. */
  expectation(): Expectation;
  readonly problems: readonly SelectionProblem[];
}

export function cursorOver(tokens: readonly Token[]): Cursor {
  const problems: SelectionProblem[] = [];
  let position = 0;
  let complainedAt = -1;
  let expected: Expected[] = [];
  let attribute: AttributeName | undefined;
  let tag: string | undefined;

  const at = (index: number) => tokens[Math.min(index, tokens.length - 1)] as Token;
  const forget = () => {
    expected = [];
    attribute = undefined;
    tag = undefined;
  };
  const expectation = (): Expectation => ({
    expected: [...expected],
    ...(attribute === undefined ? {} : { attribute }),
    ...(tag === undefined ? {} : { tag }),
  });
  const note = ({ start, end }: Span, message: string, instead = expectation()) => {
    if (problems.length < mostProblems) problems.push({ start, end, message, ...instead });
  };
  // Once there was a complaint, what is looked for only serves to go on.
  const look = (wanted: Expected) => {
    if (complainedAt >= position) return false;
    if (!expected.includes(wanted)) expected.push(wanted);
    return true;
  };
  const take = () => {
    const token = at(position);
    if (token.kind !== "end") {
      position++;
      forget();
    }
    return token;
  };
  return {
    problems,
    token: () => at(position),
    end: () => (position === 0 ? 0 : at(position - 1).end),
    take,
    accept(wanted, kind, words) {
      const token = at(position);
      if (token.kind === kind && (words === undefined || words.includes(token.text))) return take();
      look(wanted);
      return undefined;
    },
    tried(wanted, value) {
      if (!look(wanted)) return;
      attribute = value?.attribute ?? attribute;
      tag = value?.tag ?? tag;
    },
    complain(message) {
      if (complainedAt >= position) return;
      complainedAt = position;
      if (problems.length === mostProblems) return;
      const token = at(position);
      note(token, message ?? problemMessage(token, position === 0 ? undefined : at(position - 1), expectation()));
    },
    complainAbout(token, message, instead) {
      note(token, message, instead);
    },
    stop(message) {
      if (complainedAt < position) note(at(position), message);
      position = tokens.length - 1;
      complainedAt = position;
      forget();
    },
    expectation,
  };
}
