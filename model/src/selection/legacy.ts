import { quote } from "../findings/quote.ts";
import { readSelection } from "./parse.ts";
import { emptySelection } from "./problems.ts";
import { SelectionError } from "./selectionError.ts";
import { operandsOf, type SelectionTree, type Span } from "./tree.ts";

/** A clause of Dagster's old form: a starred side reaches all levels, each plus one. */
const oldClause = /^(\*?\+*)([\p{L}\p{N}_./[\]?-]+)(\+*\*?)$/u;

/** A clause of the short form: a key without `key:`, and `+` as in the current grammar. */
const shortClause = /^(?:(\d*)(\+))?(?:key:)?(?:"([^"\\*]+)"|([^\s,+"*:\\()]+))(?:(\+)(\d*))?$/d;

const clauseWord = /(?:[^\s,"]|"[^"]*")+|"/g;

/** What only the current grammar can mean: attributes, operators, parentheses. */
const grammarMark = /[:()=<]|(?:^|[\s,])(?:and|or|not)(?:$|[\s,])/i;

/**
 * Reads the current grammar and, where a text does not fit it, the forms that Dagster took before: bare keys with levels
 * counted by pluses, `*` for all of them: `my_asset++`, `*my_asset`, `+my_asset+`; `tag:` with any text behind it. One
 * clause is all that it took as text.
 *
 * @throws SelectionError `invalid-selection` for what is neither
 */
export function parseLegacySelection(text: string): SelectionTree {
  const { tree, problems } = readSelection(text);
  const [first] = problems;
  if (first === undefined) return tree;
  const [word, second] = clausesOf(text);
  const clause = word === undefined || second !== undefined ? undefined : readOldClause(word);
  if (clause === undefined) throw new SelectionError(first.message, first.start);
  return clause;
}

/**
 * Reads what a person writes behind `--select` or in `materialize({ select })`: the current grammar, or the short form:
 * keys without `key:`, separated by blanks or commas, with `+` and numbers as in the grammar: `+raw clean+2, "a b"`.
 *
 * @throws SelectionError `invalid-selection` for what is neither
 */
export function parseSelectOption(text: string): SelectionTree {
  const { tree, problems } = readSelection(text);
  const [first] = problems;
  if (first === undefined) return tree;
  const words = clausesOf(text);
  if (words.length === 0) throw new SelectionError(emptySelection, 0);
  const clauses: SelectionTree[] = [];
  for (const word of words) {
    const clause = isOperator(word.text) ? undefined : readShortClause(word);
    if (clause !== undefined) {
      clauses.push(clause);
      continue;
    }
    if (grammarMark.test(text)) throw new SelectionError(first.message, first.start);
    throw new SelectionError(`${quote(word.text)} is not a selection: ${hintFor(word.text)}.`, word.start);
  }
  return union(clauses);
}

/** Where a text in the short form names keys, without their quotes; undefined for what is not in that form. */
export function shortFormKeys(text: string): (Span & { readonly pattern: string; readonly quoted: boolean })[] | undefined {
  const clauses = clausesOf(text);
  const found = clauses.flatMap((clause) => {
    const parts = isOperator(clause.text) ? null : shortClause.exec(clause.text);
    const quoted = parts?.[3] !== undefined;
    const [start, end] = parts?.indices?.[quoted ? 3 : 4] ?? [];
    if (start === undefined || end === undefined) return [];
    return [{ pattern: clause.text.slice(start, end), quoted, start: clause.start + start, end: clause.start + end }];
  });
  return clauses.length > 0 && found.length === clauses.length ? found : undefined;
}

interface ClauseText extends Span {
  readonly text: string;
}

function clausesOf(text: string): ClauseText[] {
  return Array.from(text.matchAll(clauseWord), ({ 0: word, index }) => ({ text: word, start: index, end: index + word.length }));
}

function isOperator(word: string): boolean {
  return /^(?:and|or|not)$/i.test(word);
}

function readOldClause({ text, start, end }: ClauseText): SelectionTree | undefined {
  const span = { start, end };
  const tag = /^tag:([^=]+)(?:=([^=]*))?$/.exec(text);
  if (tag !== null) return { op: "tag", key: tag[1] as string, value: tag[2] ?? "", span };
  const parts = oldClause.exec(text);
  if (parts === null || isOperator(text)) return undefined;
  const [, up = "", name = "", down = ""] = parts;
  const levels = (side: string) => (side === "" ? undefined : side.includes("*") ? null : side.length);
  return around({ op: "key", pattern: name, span }, levels(up), levels(down), span);
}

function readShortClause({ text, start, end }: ClauseText): SelectionTree | undefined {
  const span = { start, end };
  const parts = shortClause.exec(text);
  if (parts === null) return undefined;
  const [, upDigits, up, quoted, plain, down, downDigits] = parts;
  const levels = (plus: string | undefined, digits: string | undefined) => {
    if (plus === undefined) return undefined;
    const count = digits === undefined || digits === "" ? Number.NaN : Number(digits);
    return Number.isSafeInteger(count) ? count : null;
  };
  return around({ op: "key", pattern: (quoted ?? plain) as string, span }, levels(up, upDigits), levels(down, downDigits), span);
}

/** A selection with what is around it: `undefined` for no traversal, `null` for all levels. */
function around(arg: SelectionTree, up: number | null | undefined, down: number | null | undefined, span: Span): SelectionTree {
  const args: SelectionTree[] = [];
  if (up !== undefined) args.push({ op: "up", depth: up, arg, span });
  if (down !== undefined) args.push({ op: "down", depth: down, arg, span });
  return args.length === 0 ? arg : union(args);
}

function union(args: readonly SelectionTree[]): SelectionTree {
  const [first, second] = args as [SelectionTree, SelectionTree?];
  if (second === undefined) return first;
  const span = { start: first.span?.start ?? 0, end: args.at(-1)?.span?.end ?? 0 };
  return { op: "or", args: operandsOf("or", args), span };
}

function hintFor(wrong: string): string {
  if (wrong === '"') return "a quote is not closed";
  if (wrong.includes("*")) return 'a "*" stands alone for everything; keys that begin with a text are key:"text*"';
  return "write a key, +key, key+ or 2+key, or attributes such as group:sales";
}
