import { describe, expect, test } from "vitest";
import type { IGrammar } from "vscode-textmate";
import { loadGrammars, marked } from "./grammars.ts";

const grammars = await loadGrammars(["selection", "cron", "sql"]);

type Row = readonly [title: string, text: string, ...scopes: string[]];

const attribute = "support.type.property-name.selection";
const colon = "punctuation.separator.key-value.selection";
const logical = "keyword.operator.logical.selection";
const operator = "keyword.operator.selection";
const number = "constant.numeric.selection";
const named = "support.function.selection";
const value = "meta.selection";
const double = "string.quoted.double.ts";

function check(language: string, rows: readonly Row[]): void {
  test.each(rows)("%s", (_, text, ...expected) => expect(marked(grammars[language] as IGrammar, text)).toEqual(expected));
}

describe("TypeScript", () =>
  check("source.ts", [
    ["an attribute", 'AssetSelection.fromString("«group»«:»«sales»")', attribute, colon, value],
    ["operators", 'AssetSelection.fromString("«not» key:a «and» key:b «OR» key:c")', logical, logical, logical],
    ["levels", 'AssetSelection.fromString("«2»«+»«key»:a«+»«1»")', number, operator, attribute, operator, number],
    ["functions", 'AssetSelection.fromString("«sinks»(«*»)")', named, operator],
    ["the short form", 'AssetSelection.fromString("«raw_orders»«+», «shop/deep»")', value, operator, value],
    ["what is not set", "AssetSelection.fromString('owner:«<null>»')", "constant.language.selection"],
    ["a tag", "AssetSelection.fromString(`tag:«env»«=»«prod»`)", value, operator, value],
    ["a quoted value", "AssetSelection.fromString('owner:«\"team:or\"» «or» kind:b')", value, logical],
    ["with escapes", 'AssetSelection.fromString("key:«\\"not a\\"» «or» kind:b")', value, logical],
    ["a word in a value", 'AssetSelection.fromString("key:«a_and_b» «and» kind:«b/key»")', value, logical, value],
    ["of a job", 'defineJob({ name: "«key:a»", selection: "«group»:sales«+»" })', double, attribute, operator],
    ["of a run", "materialize(all, { select: '«kind»:dbt' })", attribute],
    ["another thing's selection", 'text({ selection: "«first line»" })', double],
    ["another option", 'x({ name: "«group:sales»" })', double],
    ["another function", 'fromString("«group:sales»")', double],
    [
      "the quotes and the call stay TypeScript's",
      '«AssetSelection».«fromString»(«"»group:a«"»)',
      "variable.other.object.ts",
      "entity.name.function.ts",
      "punctuation.definition.string.begin.ts",
      "punctuation.definition.string.end.ts",
    ],
    ["what follows stays TypeScript's", 'const s = AssetSelection.fromString("*"); «const» t = 1;', "storage.type.ts"],
    ["a comment", '// «AssetSelection.fromString("group:a")»', "comment.line.double-slash.ts"],
  ]));
describe("TSX", () => check("source.tsx", [["an option", 'defineJob({ selection: "«key»:a" })', attribute]]));
describe("JavaScript", () => check("source.js", [["a call", 'AssetSelection.fromString("«key»:a")', attribute]]));
