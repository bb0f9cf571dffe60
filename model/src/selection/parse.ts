import { type Cursor, cursorOver } from "./cursor.ts";
import { type Expectation, emptySelection, type SelectionProblem, tooDeep, wrongValue } from "./problems.ts";
import { SelectionError } from "./selectionError.ts";
import { functionNames, type Token, tokenize } from "./tokens.ts";
import {
  type AttributeName,
  attributeNames,
  deepestNesting,
  isValues,
  type PlainAttribute,
  type SelectionTree,
  type Span,
} from "./tree.ts";

/** What the tolerant reader makes of a text. */
export interface SelectionReading {
  /** What could be read; `missing` nodes stand where something does not fit. Every node has its span. */
  readonly tree: SelectionTree;
  /** Empty exactly where {@link parseSelection} takes the text. In their order, at most fifty. */
  readonly problems: readonly SelectionProblem[];
  /** For colours. The last is of kind `end`. */
  readonly tokens: readonly Token[];
  /** What may stand at the end of the text. */
  readonly atEnd: Expectation;
}

/**
 * Reads a selection in the current grammar (spec 8): `key:a+ and not (tag:b=c or group:"d e")`.
 *
 * @throws SelectionError `invalid-selection` with the offset of the first thing that does not fit
 */
export function parseSelection(text: string): SelectionTree {
  const { tree, problems } = readSelection(text);
  const [first] = problems;
  if (first !== undefined) throw new SelectionError(first.message, first.start);
  return tree;
}

/**
 * Reads what can be read of a text that is being written: never throws, linear in the text. What does not fit is noted
 * with what may stand there instead, and left out or read as well as it can be.
 */
export function readSelection(text: string): SelectionReading {
  const tokens = tokenize(text);
  const cursor = cursorOver(tokens);
  const tree = expression(cursor, 0);
  const atEnd = cursor.expectation();
  if (tokens.length > 1) return { tree, problems: cursor.problems, tokens, atEnd };
  const whole = { start: 0, end: text.length };
  return { tree: { op: "missing", span: whole }, problems: [{ ...whole, message: emptySelection, ...atEnd }], tokens, atEnd };
}

/** The whole text, or what stands in parentheses: `depth` counts those around it. */
function expression(cursor: Cursor, depth: number): SelectionTree {
  const { start } = cursor.token();
  const args = [disjunction(cursor, depth)];
  for (;;) {
    const token = cursor.token();
    cursor.tried(depth === 0 ? "end" : ")");
    if (token.kind === "end" || (token.kind === ")" && depth > 0)) return joined("or", args, start, cursor);
    cursor.complain();
    // What was meant as an operator, or cannot stand anywhere, is passed over; what follows is read as one more operand.
    if (!beginsOperand(token)) passJunk(cursor);
    if (beginsOperand(cursor.token())) args.push(disjunction(cursor, depth));
  }
}

function disjunction(cursor: Cursor, depth: number): SelectionTree {
  return chain(cursor, "or", () => chain(cursor, "and", () => negation(cursor, depth)));
}

function chain(cursor: Cursor, op: "and" | "or", operand: () => SelectionTree): SelectionTree {
  const { start } = cursor.token();
  const args = [operand()];
  while (cursor.accept(op, "keyword", [op, op.toUpperCase()])) args.push(operand());
  return joined(op, args, start, cursor);
}

function joined(op: "and" | "or", args: readonly SelectionTree[], start: number, cursor: Cursor): SelectionTree {
  const [first, second] = args as [SelectionTree, SelectionTree?];
  if (second === undefined) return first;
  // What was joined before is flat already.
  const flat = args.flatMap((arg) => (arg.op === op ? arg.args : [arg]));
  return { op, args: flat, span: { start: Math.min(start, startOf(first)), end: cursor.end() } };
}

function negation(cursor: Cursor, depth: number): SelectionTree {
  const starts: number[] = [];
  for (let not = acceptNot(cursor); not !== undefined; not = acceptNot(cursor)) {
    starts.push(not.start);
    if (depth + starts.length > deepestNesting) cursor.stop(tooDeep);
  }
  let tree = traversal(cursor, depth + starts.length);
  for (const start of starts.reverse()) tree = { op: "not", arg: tree, span: { start, end: cursor.end() } };
  return tree;
}

function acceptNot(cursor: Cursor): Token | undefined {
  return cursor.accept("not", "keyword", ["not", "NOT"]);
}

/** `*`, or an operand with what stands around it: `2+key:a+`. */
function traversal(cursor: Cursor, depth: number): SelectionTree {
  const all = cursor.accept("*", "*");
  if (all !== undefined) return { op: "all", span: spanOf(all) };
  const start = cursor.token().start;
  const upDigits = cursor.accept("digits", "digits");
  const up = cursor.accept("+", "+");
  if (upDigits !== undefined && up === undefined) cursor.complain();
  const operandToken = cursor.token();
  const arg = operand(cursor, depth);
  const argStart = Math.min(operandToken.start, startOf(arg));
  const argEnd = cursor.end();
  const down = cursor.accept("+", "+");
  const downDigits = down === undefined ? undefined : cursor.accept("digits", "digits");
  const upward: SelectionTree = { op: "up", depth: levels(upDigits), arg, span: { start, end: argEnd } };
  if (down === undefined) return up === undefined ? arg : upward;
  const downward: SelectionTree = { op: "down", depth: levels(downDigits), arg, span: { start: argStart, end: cursor.end() } };
  return up === undefined ? downward : { op: "or", args: [upward, downward], span: { start, end: cursor.end() } };
}

function operand(cursor: Cursor, depth: number): SelectionTree {
  const token = cursor.token();
  cursor.tried("attribute");
  const name = attributeNames.find((one) => one === token.text);
  if (token.kind === "keyword" && name !== undefined) return attribute(cursor, name);
  const called = cursor.accept("function", "keyword", functionNames);
  const open = cursor.accept("(", "(");
  if (called === undefined && open === undefined) return missing(cursor, depth);
  const start = (called ?? (open as Token)).start;
  if (open === undefined) cursor.complain();
  if (depth >= deepestNesting) cursor.stop(tooDeep);
  const arg = open === undefined ? nothing(cursor) : expression(cursor, depth + 1);
  if (open !== undefined && cursor.accept(")", ")") === undefined) cursor.complain();
  return called === undefined ? arg : { op: called.text as "sinks" | "roots", arg, span: { start, end: cursor.end() } };
}

/** Where an operand belongs but none stands. What was meant as one is passed over. */
function missing(cursor: Cursor, depth: number): SelectionTree {
  const token = cursor.token();
  cursor.complain();
  // A "not" or "*" behind a "+" is read all the same.
  if (token.kind === "*") return { op: "all", span: spanOf(cursor.take()) };
  if (token.kind === "keyword" && beginsOperand(token)) return negation(cursor, depth);
  if (endsOperand(token)) return nothing(cursor);
  const { start } = token;
  if (beginsOperand(token)) {
    do cursor.take();
    while (!endsOperand(cursor.token()) && !["(", "+"].includes(cursor.token().kind) && touches(cursor));
    return { op: "missing", span: { start, end: cursor.end() } };
  }
  passJunk(cursor);
  return beginsOperand(cursor.token()) && cursor.token().kind !== "word"
    ? negation(cursor, depth)
    : { op: "missing", span: { start, end: cursor.end() } };
}

/** Takes the current token and what follows, up to where an operand begins or ends. What touches belongs to it. */
function passJunk(cursor: Cursor): void {
  do cursor.take();
  while (!endsOperand(cursor.token()) && (!beginsOperand(cursor.token()) || (isWord(cursor.token()) && touches(cursor))));
}

function nothing(cursor: Cursor): SelectionTree {
  return { op: "missing", span: { start: cursor.end(), end: cursor.end() } };
}

function attribute(cursor: Cursor, name: AttributeName): SelectionTree {
  const { start } = cursor.take();
  const place = () => ({ span: { start, end: cursor.end() } });
  const lost = (): SelectionTree => ({ op: "missing", attribute: name, ...place() });
  if (cursor.accept(":", ":") === undefined) {
    cursor.tried(":", { attribute: name });
    cursor.complain();
    return lost();
  }
  if (name === "not_materialized_in_hours") {
    const digits = cursor.accept("digits", "digits");
    if (digits !== undefined) return { op: "notMaterializedInHours", hours: wholeNumber(digits.text), ...place() };
    cursor.tried("digits", { attribute: name });
    passValue(cursor);
    return lost();
  }
  const token = cursor.token();
  const value = acceptValue(cursor, name);
  if (value === undefined) return lost();
  if (name === "key") return { op: "key", pattern: value ?? "", ...place() };
  if (name === "is") {
    const asked = isValues.find((one) => one === value);
    if (asked !== undefined) return { op: "is", value: asked, ...place() };
    cursor.complainAbout(token, wrongValue(token), { expected: ["value"], attribute: name });
    return lost();
  }
  if (name === "tag" || name === "column_tag") {
    const hasValue = cursor.accept("=", "=") !== undefined;
    const second = hasValue ? acceptValue(cursor, name, value ?? "") : "";
    if (second === undefined) return lost();
    return { op: name === "tag" ? "tag" : "columnTag", key: value, value: second, ...place() };
  }
  return plainAttribute(name, value, place().span);
}

function plainAttribute(name: PlainAttribute, value: string | null, span: Span): SelectionTree {
  if (name === "group" && value?.includes("*")) return { op: "attr", name, value, wildcard: true, span };
  return { op: "attr", name, value, span };
}

/** A value of an attribute, `null` for `<null>`. Without one: complains, passes over what was meant as one, `undefined`. */
function acceptValue(cursor: Cursor, name: AttributeName, tag?: string): string | null | undefined {
  const token = cursor.token();
  const isValue =
    token.kind === "quoted" ||
    token.kind === "word" ||
    (name === "key" ? token.kind === "wildcard" : token.kind === "null" || isWordForValues(token));
  if (isValue) {
    cursor.take();
    return token.kind === "null" ? null : token.text;
  }
  cursor.tried("value", { attribute: name, ...(tag === undefined ? {} : { tag }) });
  passValue(cursor);
  return undefined;
}

function isWordForValues(token: Token): boolean {
  return token.kind === "keyword" && ["sensor", "schedule", "job"].includes(token.text);
}

/** Complains about the current token and passes over it and what touches it, if that can have been meant as a value. */
function passValue(cursor: Cursor): void {
  cursor.complain();
  const isMeant = () => !["end", "(", ")", "+", ","].includes(cursor.token().kind);
  if (!touches(cursor)) {
    if (cursor.token().kind === "keyword" || !isMeant()) return;
    cursor.take();
  }
  while (isMeant() && touches(cursor)) cursor.take();
}

/** Whether no blank stands before the current token. */
function touches(cursor: Cursor): boolean {
  return cursor.token().start === cursor.end();
}

function isOperator({ kind, text }: Token): boolean {
  return (kind === "keyword" || kind === "word") && /^(?:and|or)$/i.test(text);
}

function isWord({ kind }: Token): boolean {
  return kind === "word" || kind === "wildcard" || kind === "quoted";
}

/** Whether an operand begins here, be it a wrong one. */
function beginsOperand(token: Token): boolean {
  if (isOperator(token)) return false;
  return token.kind === "keyword" || token.kind === "(" || token.kind === "*" || isWord(token);
}

/** Whether nothing that follows belongs to the operand before. */
function endsOperand(token: Token): boolean {
  return token.kind === "end" || token.kind === ")" || (token.kind === "keyword" && isOperator(token));
}

function levels(digits: Token | undefined): number | null {
  const count = digits === undefined ? Number.POSITIVE_INFINITY : Number(digits.text);
  return Number.isSafeInteger(count) ? count : null;
}

function wholeNumber(digits: string): number {
  return Math.min(Number(digits), Number.MAX_SAFE_INTEGER);
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function startOf({ span }: SelectionTree): number {
  return span?.start ?? 0;
}
