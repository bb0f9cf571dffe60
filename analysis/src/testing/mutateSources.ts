// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code, which holds templates.
/** A text and its path, which tells the language. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Gives numbers from 0 up to 1, the same ones for the same seed (mulberry32, public domain). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Makes texts out of those of sources: parts of them with a few tokens, lines or units changed, or two of them spliced. */
export function createMutator(sources: readonly Source[], random: () => number): () => Source {
  const below = (count: number) => Math.floor(random() * count);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  return () => {
    const { path, text } = pick(sources);
    let mutated = partOf(text, below);
    for (let left = 1 + below(3); left > 0; left--) {
      const other = () => partOf(pick(sources).text, below);
      mutated = pick(mutations)(mutated, other, below);
    }
    return { path: random() < 0.1 ? pick(paths) : path, text: mutated };
  };
}

const paths = ["a.ts", "a.tsx", "a.mts", "a.cts", "a.js", "a.jsx", "a.mjs", "a.cjs", "a.d.ts"];
/** Longer texts are cut: they would take most of the time, and hold no other syntax. */
const longest = 4000;

type Below = (count: number) => number;

/** Some of the statements of a text, as blank lines and margins tell them. */
function partOf(text: string, below: Below): string {
  if (text.length <= longest && below(2) === 0) return text;
  const starts = [0, ...[...text.matchAll(/\n(?=[^\s})\]])/g)].map(({ index }) => index + 1)];
  const start = starts[below(starts.length)] as number;
  const wanted = start + 100 + below(longest);
  return text.slice(start, starts.find((each) => each >= wanted) ?? Math.min(text.length, start + 3 * longest));
}

const token = /\s+|[\w$]+|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`|=>|\.\.\.|[-+*/&|^<>=!?]+|[\s\S]/g;
const tokensOf = (text: string): string[] => text.match(token) ?? [];
const isCode = (each: string) => each.trim() !== "";

type Mutation = (text: string, other: () => string, below: Below) => string;

/** A mutation of the tokens: it gets the index of one that is no space. */
const onTokens =
  (change: (tokens: string[], at: number, below: Below) => void): Mutation =>
  (text, _other, below) => {
    const tokens = tokensOf(text);
    const codes = tokens.flatMap((each, at) => (isCode(each) ? [at] : []));
    if (codes.length > 0) change(tokens, codes[below(codes.length)] as number, below);
    return tokens.join("");
  };

const onLines =
  (change: (lines: string[], at: number, below: Below) => void): Mutation =>
  (text, _other, below) => {
    const lines = text.split("\n");
    change(lines, below(lines.length), below);
    return lines.join("\n");
  };

const mutations: readonly Mutation[] = [
  onTokens((tokens, at) => void tokens.splice(at, 1)),
  onTokens((tokens, at) => void tokens.splice(at, 0, tokens[at] as string, " ")),
  onTokens((tokens, at, below) => {
    const to = below(tokens.length);
    [tokens[at], tokens[to]] = [tokens[to] as string, tokens[at] as string];
  }),
  // Names for names, so that most of what comes out is TypeScript still.
  onTokens((tokens, at, below) => {
    const isWord = (each: string) => /^[\w$]/.test(each);
    if (!isWord(tokens[at] as string)) return;
    const words = tokens.filter(isWord);
    tokens[at] = words[below(words.length)] as string;
  }),
  onTokens((tokens, at, below) => {
    tokens[at] = fragments[below(fragments.length)] as string;
  }),
  onTokens((tokens, at, below) => void tokens.splice(at, 0, " ", fragments[below(fragments.length)] as string, " ")),
  onTokens((tokens, at, below) => void tokens.splice(at, 0, spaces[below(spaces.length)] as string)),
  onLines((lines, at, below) => void lines.splice(at, 1 + below(3))),
  onLines((lines, at) => void lines.splice(at, 0, lines[at] as string)),
  onLines((lines, at, below) => void lines.splice(below(lines.length), 0, ...lines.splice(at, 1))),
  (text, other, below) => {
    const lines = text.split("\n");
    const others = other().split("\n");
    return [...lines.slice(0, below(lines.length + 1)), ...others.slice(below(others.length))].join("\n");
  },
  (text, other) => `${text}\n${other()}`,
  (text, _other, below) => {
    const at = below(text.length + 1);
    const unit = units[below(units.length)] ?? String.fromCharCode(below(0x10000));
    return text.slice(0, at) + unit + text.slice(at + below(2));
  },
  (text, _other, below) => {
    const at = below(text.length);
    return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << below(7))) + text.slice(at + 1);
  },
  // Nests what stands there in what opens, deeply now and then.
  onTokens((tokens, at, below) => {
    const [open, close] = nests[below(nests.length)] as readonly [string, string];
    const depth = below(20) === 0 ? below(3000) : 1 + below(4);
    tokens[at] = open.repeat(depth) + (tokens[at] as string) + close.repeat(depth);
  }),
];

const spaces = ["\n", "\r\n", "\r", "\u2028", "\u00a0", "/* a\n */", "// a\n", "\ufeff"];
const units = ["\\", "\\u0061", "\\u{1f600}", "😀", "é", "ß", "变", "\u200d", "\ud800", "\0", "\u0085", "ª", "#", "@", "`", "${"];

const nests: readonly (readonly [string, string])[] = [
  ["(", ")"],
  ["[", "]"],
  ["({ a: ", " })"],
  ["f(", ")"],
  ["a?.[", "]"],
  ["() => ", ""],
  ["async (a) => (", ")"],
  ["{ ", " }"],
  ["<A>", "</A>"],
  ["<A,>(a: ", ") => 1"],
  ["`${", "}`"],
  ["A<", ">"],
  ["!", ""],
  ["- ", ""],
  ["await ", ""],
  ["a ? ", " : b"],
  ["a + ", ""],
  ["", " + a"],
  ["", ".a"],
  ["", "()"],
  ["", "!"],
  ["if (a) ", ""],
  ["namespace A { ", " }"],
  ["class A { a = ", " }"],
  ["function f() { ", " }"],
  ["keyof ", ""],
  ["A extends B ? ", " : C"],
];

/** What syntax is made of, the doubtful above all. */
const fragments: readonly string[] = [
  ..."await yield async of in as satisfies is type let const var using static get set accessor declare abstract".split(" "),
  ..."readonly namespace module global import export default from class enum function interface infer asserts".split(" "),
  ..."keyof unique typeof void delete new super this extends implements return throw if else for while do".split(" "),
  ..."switch case break continue try catch finally debugger with null true undefined out override require defer".split(" "),
  ..."< > << >> >>> <= >= => ? ?. ?? ! : ; , . ... = += /= ** ++ -- & && | || ^ ~ @ # * / % + -".split(" "),
  ..."( ) [ ] { } () [] {} (a) (a) => (a,b) <T> <T,> <a /> </a> <></> ; 0 1n 0x1 08 1_0 .5 1. 1e3 'a' \"\\x41\" /a/g".split(" "),
  ..."`a` `${a}` `${ a` @a @a() #a a! a?.b a?.(b) a<b>(c) a<b>`c` x.push(y) exports.a= module.exports=".split(" "),
  "require('a')",
  'await import("a")',
  "import.meta",
  "new.target",
  "a = b",
  "delete a.b",
  "for (a of b) {}",
  "for await (const a of b) {}",
  "export default ",
  "export * from 'a'",
  "import a = require('a')",
  '/// <reference path="a" />',
  "declare module 'a';",
  "abstract class A {}",
  "await using a = b;",
  "a as const",
  "<const T,>(a: T) => a",
  "let x: (a: b) => asserts a is c;",
  "'use strict';",
];
