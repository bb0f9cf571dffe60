/** A text between quotes, as offsets; `start` and `end` are those of the content. */
export interface StringContent {
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  /** False where the closing quote is missing. */
  readonly closed: boolean;
}

/** A place in code where a string stands, with what is around it. */
export interface StringPlace extends StringContent {
  /**
   * The brackets around it, the outermost first: `asset(0` is the first argument of a call, `{deps` the value of a
   * property, `[` an element of a list.
   */
  readonly around: readonly string[];
}

/** A place in code, outside of strings and comments. */
export interface CodePlace {
  /** The word that ends at the place or holds it begins here. */
  readonly start: number;
  /** As {@link StringPlace.around}. */
  readonly around: readonly string[];
  /** Where these brackets stand. */
  readonly opened: readonly number[];
}

interface Bracket {
  readonly at: number;
  readonly open: "(" | "[" | "{" | "${";
  readonly callee: string;
  key: string;
  argument: number;
}

const closing: Readonly<Record<string, Bracket["open"]>> = { ")": "(", "]": "[", "}": "{" };
const words = /[\w$]/;
/** After these a slash begins a regular expression. */
const beforeRegex = /[(,=:[!&|?{};+\-*%<>~^]|^$/;
const statement = /(?:export|import|const|let|function|class|declare|type|interface)\b/y;

/**
 * The string that holds an offset, found by reading the text up to it. Syntax errors do not matter: a string without its
 * closing quote ends with its line, and a declaration at the start of a line closes what was left open before it.
 */
export function stringAt(text: string, offset: number): StringPlace | undefined {
  const place = placeAt(text, offset);
  return place !== undefined && "quote" in place ? place : undefined;
}

/** The code at an offset, read as {@link stringAt} does; undefined inside strings and comments. */
export function codeAt(text: string, offset: number): CodePlace | undefined {
  const place = placeAt(text, offset);
  return place !== undefined && "opened" in place ? place : undefined;
}

function placeAt(text: string, offset: number): StringPlace | CodePlace | undefined {
  const stack: Bracket[] = [];
  let word = "";
  let before = "";
  const note = (character: string) => {
    before = character;
    word = "";
  };
  const found = (content: StringContent): StringPlace | undefined => {
    // A template with substitutions names nothing that could be looked up.
    if (content.quote === "`" && text[content.end] === "$") return undefined;
    return { ...content, around: stack.map(describe) };
  };
  const code = (start: number): CodePlace => ({ start, around: stack.map(describe), opened: stack.map((bracket) => bracket.at) });
  let at = 0;
  while (at < offset) {
    const character = text[at] as string;
    if ((at === 0 || text[at - 1] === "\n") && startsStatement(text, at)) {
      stack.length = 0;
      note("");
    }
    if (character === '"' || character === "'") {
      const content = lineString(text, at);
      if (offset <= content.end) return found(content);
      note(character);
      word = text.slice(content.start, content.end);
      at = content.end + (content.closed ? 1 : 0);
    } else if (character === "`" || (character === "}" && stack.at(-1)?.open === "${")) {
      if (character === "}") stack.pop();
      const content = templatePart(text, at);
      if (offset <= content.end) return character === "`" ? found(content) : undefined;
      note("`");
      at = content.end + 1;
      if (text[content.end] === "$") {
        stack.push({ at, open: "${", callee: "", key: "", argument: 0 });
        note("{");
        at++;
      }
    } else if (character === "/" && (text[at + 1] === "/" || text[at + 1] === "*")) {
      const end = text[at + 1] === "/" ? text.indexOf("\n", at) : text.indexOf("*/", at + 2) + 2;
      if (end < 2 || (offset <= end && text[end] === "\n")) return undefined;
      at = end;
    } else if (character === "/" && beforeRegex.test(before)) {
      at = regexEnd(text, at);
      note("/");
    } else if (words.test(character)) {
      let end = at + 1;
      while (end < text.length && words.test(text[end] as string)) end++;
      if (offset <= end) return code(at);
      const part = text.slice(at, end);
      word = before === "." && word !== "" ? `${word}.${part}` : part;
      before = "a";
      at = end;
    } else {
      if (character === ".") before = ".";
      else if (!/\s/.test(character)) {
        takeBracket(stack, at, character, word);
        note(character);
      }
      at++;
    }
  }
  return at === offset ? code(offset) : undefined;
}

function takeBracket(stack: Bracket[], at: number, character: string, word: string): void {
  const top = stack.at(-1);
  if (character === "(" || character === "[" || character === "{") {
    stack.push({ at, open: character, callee: character === "(" ? word : "", key: "", argument: 0 });
  } else if (character === ",") {
    if (top !== undefined) {
      top.key = "";
      top.argument++;
    }
  } else if (character === ":" && top?.open === "{") {
    if (top.key === "") top.key = word;
  } else if (character in closing) {
    const closed = stack.findLastIndex(({ open }) => open === closing[character]);
    // A bracket too many does not close what is far out.
    if (closed >= 0 && closed >= stack.length - 3) stack.length = closed;
  }
}

function describe({ open, callee, key, argument }: Bracket): string {
  return open === "(" ? `${callee}(${argument}` : open === "{" ? `{${key}` : open;
}

function startsStatement(text: string, at: number): boolean {
  statement.lastIndex = at;
  return statement.test(text);
}

/** A string in single or double quotes. Without a closing quote before a comma or bracket it may have swallowed other strings. */
function lineString(text: string, at: number): StringContent {
  const quote = text[at] as string;
  let end = at + 1;
  while (end < text.length && text[end] !== quote && text[end] !== "\n" && text[end] !== "\r") end += text[end] === "\\" ? 2 : 1;
  end = Math.min(end, text.length);
  return { quote, start: at + 1, end, closed: text[end] === quote };
}

/** A template from a backtick, or from the end of a substitution, to the next of either. */
function templatePart(text: string, at: number): StringContent {
  let end = at + 1;
  while (end < text.length && text[end] !== "`" && !(text[end] === "$" && text[end + 1] === "{")) {
    // A template that was never closed ends before the next declaration.
    if (text[end] === "\n" && /^export const /.test(text.slice(end + 1, end + 14))) break;
    end += text[end] === "\\" ? 2 : 1;
  }
  end = Math.min(end, text.length);
  return { quote: "`", start: at + 1, end, closed: text[end] === "`" };
}

function regexEnd(text: string, at: number): number {
  let inClass = false;
  for (let end = at + 1; end < text.length && text[end] !== "\n"; end++) {
    const character = text[end];
    if (character === "\\") end++;
    else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if (character === "/" && !inClass) return end + 1;
  }
  return at + 1;
}
