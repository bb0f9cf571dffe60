import { describe, expect, test } from "vitest";
import type { IGrammar } from "vscode-textmate";
import { loadGrammars, marked } from "./grammars.ts";

const grammars = await loadGrammars(["cron", "sql"]);

type Row = readonly [title: string, text: string, ...scopes: string[]];

const star = "keyword.operator.cron";
const number = "constant.numeric.cron";
const name = "constant.language.cron";
const between = "punctuation.separator.cron";
const double = "string.quoted.double.ts";

function check(language: string, rows: readonly Row[]): void {
  test.each(rows)("%s", (_, text, ...expected) => expect(marked(grammars[language] as IGrammar, text)).toEqual(expected));
}

describe("TypeScript", () =>
  check("source.ts", [
    ["each field", 'onCron("«0» «9» «*» «*» «*»")', number, number, star, star, star],
    [
      "what is in a field",
      'const c = "«*»«/»«15» 0«-»6 1«,»15 * «MON»«-»«fri»"',
      star,
      between,
      number,
      between,
      between,
      name,
      between,
      name,
    ],
    ["a weekday of a month", "x({ cronSchedule: '0 0 * * «5»«#»«2»' })", number, between, number],
    ["a name", 'schedule({ cronSchedule: "«@daily»" })', "keyword.other.cron"],
    ["a template", "onCron(`«0» 0 * * «1»`)", number, number],
    [
      "the quotes stay TypeScript's",
      'x(«"»0 0 * * *«"»)',
      "punctuation.definition.string.begin.ts",
      "punctuation.definition.string.end.ts",
    ],
    ["a call around it stays TypeScript's", '«onCron»("0 0 * * *", "«UTC»")', "entity.name.function.ts", double],
    ["no star", 'x("«1 2 3 4 5»")', double],
    ["four fields", 'x("«* * * *»")', double],
    ["six fields", 'x("«0 0 0 * * *»")', double],
    ["words", 'x("«a * b c d»")', double],
    ["part of a longer text", 'x("«at 0 0 * * *»")', double],
    ["a name that is none", 'x("«@dailyish»")', double],
    ["SQL", 'db.query("select «*» from a")', "keyword.operator.sql"],
    ["a comment", '// «"0 0 * * *"»', "comment.line.double-slash.ts"],
  ]));
describe("TSX", () => check("source.tsx", [["an option", 'x({ cron: "0 «*» * * *" })', star]]));
describe("JavaScript", () => check("source.js", [["an option", 'x({ cron: "0 «*» * * *" })', star]]));
