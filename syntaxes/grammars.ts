import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import oniguruma from "vscode-oniguruma";
import textmate, { type IGrammar } from "vscode-textmate";

const require = createRequire(import.meta.url);

/** TypeScript's and JavaScript's own grammars, as VS Code has them. */
const base: Readonly<Record<string, string>> = {
  "source.ts": require.resolve("tm-grammars/grammars/typescript.json"),
  "source.tsx": require.resolve("tm-grammars/grammars/tsx.json"),
  "source.js": require.resolve("tm-grammars/grammars/javascript.json"),
};
/** Our grammars, by what they colour. */
const own = {
  sql: "headwater.sql.injection",
  cron: "headwater.cron.injection",
  selection: "headwater.selection.injection",
} as const;
export type Injection = keyof typeof own;

const paths: Readonly<Record<string, string>> = {
  ...base,
  ...Object.fromEntries(
    Object.entries(own).map(([name, scope]) => [scope, join(import.meta.dirname, `${name}.injection.tmLanguage.json`)]),
  ),
};

export interface Token {
  readonly text: string;
  /** From the outermost, which is the grammar's own, to the innermost. */
  readonly scopes: readonly string[];
}

/** Loads the three grammars, with some of ours injected. */
export async function loadGrammars(injections: readonly Injection[]): Promise<Readonly<Record<string, IGrammar>>> {
  const registry = new textmate.Registry({
    onigLib: loadOniguruma(),
    loadGrammar: async (scope) => {
      const path = paths[scope];
      return path === undefined ? null : textmate.parseRawGrammar(readFileSync(path, "utf8"), path);
    },
    getInjections: (scope) => (scope in base ? injections.map((name) => own[name]) : undefined),
  });
  const loaded: Record<string, IGrammar> = {};
  for (const scope of Object.keys(base)) {
    const grammar = await registry.loadGrammar(scope);
    if (grammar === null) throw new Error(`There is no grammar ${scope}.`);
    loaded[scope] = grammar;
  }
  return loaded;
}

/** The tokens of a text, line by line. */
export function tokenize(grammar: IGrammar, text: string): readonly (readonly Token[])[] {
  let stack = textmate.INITIAL;
  return text.split("\n").map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex), scopes }));
  });
}

/** The innermost scope of each stretch that stands between « and »; those of a stretch that has several. */
export function marked(grammar: IGrammar, text: string): string[] {
  const scopes: string[] = [];
  const lines = tokenize(grammar, text.replaceAll(/[«»]/g, ""));
  for (const [index, line] of text.split("\n").entries()) {
    const innermost = (lines[index] ?? []).flatMap(({ text, scopes }) => Array(text.length).fill(scopes.at(-1)) as string[]);
    let removed = 0;
    for (const { 0: mark, 1: inside = "", index: at } of line.matchAll(/«(.*?)»/g)) {
      const start = at - removed;
      scopes.push([...new Set(innermost.slice(start, start + inside.length))].join(" and "));
      removed += mark.length - inside.length;
    }
  }
  return scopes;
}

let loading: Promise<textmate.IOnigLib> | undefined;

function loadOniguruma(): Promise<textmate.IOnigLib> {
  loading ??= (async () => {
    await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
    return {
      createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    };
  })();
  return loading;
}
