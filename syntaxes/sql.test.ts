// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code to be coloured.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { IGrammar } from "vscode-textmate";
import { loadGrammars, marked, type Token, tokenize } from "./grammars.ts";

const injected = await loadGrammars(["sql"]);
const plain = await loadGrammars([]);

const word = "keyword.other.sql";
const sql = "meta.embedded.block.sql";
const lineSql = "meta.embedded.line.sql";
const string = "string.quoted.single.sql";
const variable = "variable.other.readwrite.ts";
const end = "punctuation.terminator.statement.ts";
const template = "string.template.ts";
const call = "entity.name.function.ts";

type Row = readonly [title: string, text: string, ...scopes: string[]];

function check(language: string, rows: readonly Row[]): void {
  test.each(rows)("%s", (_, text, ...expected) => {
    expect(marked(injected[language] as IGrammar, text)).toEqual(expected);
    expectSameOutsideSql(text.replaceAll(/[«»]/g, ""), language);
  });
}

/** All that is not SQL has the colours that it has without the injection. */
function expectSameOutsideSql(text: string, language: string): void {
  const [withSql, without] = [injected, plain].map((grammars) => tokenize(grammars[language] as IGrammar, text));
  for (const [index, line] of text.split("\n").entries()) {
    const [one, other] = outsideSql(withSql?.[index] ?? [], without?.[index] ?? []);
    expect(one, `${index + 1}: ${line}`).toEqual(other);
  }
}

/** What colours each character outside SQL, with the injection and without. */
function outsideSql(withSql: readonly Token[], without: readonly Token[]): readonly [string[], string[]] {
  const spread = (line: readonly Token[], show: (scopes: readonly string[]) => string) =>
    line.flatMap(({ text, scopes }) => Array<string>(text.length).fill(show(scopes)));
  // Inside SQL a token is a string's without the injection, and what is around it shows in no theme.
  const isSql = spread(withSql, (scopes) => String(scopes.some((scope) => /^meta\.embedded\.(?:block|line)\.sql$/.test(scope))));
  const outside = (line: readonly Token[]) =>
    spread(line, (scopes) => {
      const coloured = scopes.filter((scope) => !scope.startsWith("meta.") && !scope.startsWith("string."));
      return [scopes.some((scope) => scope.startsWith("string.")) ? "string" : "code", ...coloured]
        .join(" ")
        .replaceAll(/\.[jt]sx?\b/g, "");
    }).filter((_, index) => isSql[index] === "false");
  return [outside(withSql), outside(without)];
}

describe("where SQL begins", () => {
  check("source.ts", [
    ["a tagged template", "const q = «sql»`«SELECT» 1`«;»", "entity.name.function.tagged-template.ts", word, end],
    ["a tag with type arguments", "sql<«Row»>`«SELECT» 1`«;»", "entity.name.type.ts", word, end],
    ["a tag of an object", "const q = db.«sql»`«SELECT» 1`«;»", "entity.name.function.tagged-template.ts", word, end],
    ["a tag of a result, which is left alone", "open().sql`«SELECT» 1`«;»", template, end],
    ["another tag", "xsql`«SELECT» 1`; sqlx`«SELECT» 1`; sql2.x`«SELECT»`", template, template, template],
    ["a marked template", "const q = /* sql */ `«SELECT» 1`«;»", word, end],
    ["another comment", "const q = /* no sql */ `«SELECT» 1`;", template],
    ["execute", "duckdb.«execute»(`«SELECT» 1`)«;»", call, word, end],
    ["await", "«await» duckdb.query(`«SELECT» 1`)«;»", "keyword.control.flow.ts", word, end],
    ["type arguments", "await duckdb.query<«Row»>(`«SELECT» 1`)«;»", "entity.name.type.ts", word, end],
    [
      "long type arguments",
      'const [{ n }] = await duckdb.query<Omit<R, "a"> & { b: «string» | null }>(`\n  «SELECT» 1`)«;»',
      "support.type.primitive.ts",
      word,
      end,
    ],
    [
      "type arguments over lines",
      "duckdb.query<{\n  n: «number»;\n}>(\n  `«SELECT» 1`,\n)«;»",
      "support.type.primitive.ts",
      word,
      end,
    ],
    [
      "the text on a line of its own",
      "duckdb.query(\n  // «SELECT»\n  `«SELECT» 1`,\n)«;»",
      "comment.line.double-slash.ts",
      word,
      end,
    ],
    ["a chain over lines", "await resources.duckdb\n  .query(`«SELECT» 1`)\n  .«then»(show)«;»", word, call, end],
    ["an optional call", "duckdb?.query?.(`«SELECT» 1`)«;»", word, end],
    ["double quotes", 'duckdb.query("«SELECT» 1")«;»', word, end],
    ["single quotes", "duckdb.query('«SELECT» 1')«;»", word, end],
    ["a part of the first argument", 'duckdb.query("«SELECT» " + «columns» + " «FROM» t")', word, variable, word],
    ["a call in the first argument", 'duckdb.query(«build»("«select»"))«;»', call, "string.quoted.double.ts", end],
    ["the second argument", 'duckdb.query(`«SELECT» $a`, { a: "«select»" })«;»', word, "string.quoted.double.ts", end],
    ["a private field", "this.#duckdb.query(`«SELECT» 1`)", word],
    ["a name that ends so", "warehouseDb.query(`\n  «SELECT» 1`); connection.execute(`\n  «SELECT» 1`)", word, word],
    [
      "a spread",
      "const all = [...duckdb.query(`«SELECT» 1`), ...sql`«SELECT» 1`, ...db.«sql»`«SELECT» 1`]«;»",
      word,
      word,
      "entity.name.function.tagged-template.ts",
      word,
      end,
    ],
    [
      "what an assertion is made of",
      "duckdb!.query(`«SELECT» 1`)«;» a[0].duckdb.query(`\n«SELECT» 1`)«;» a[0].sql`«SELECT» 1`«;»",
      word,
      end,
      word,
      end,
      word,
      end,
    ],
    ["no arguments", "duckdb.query()«;» const «n» = 1;", end, "variable.other.constant.ts"],
    ["a comma too early", "duckdb.query(, «n»)«;»", variable, end],
    ["a value", "duckdb.query(«statement»)«;»", variable, end],
  ]);
});

describe("other objects with a query()", () => {
  check("source.ts", [
    ["a text that begins like SQL", "client.query(`«SELECT» 1`)«;»", word, end],
    ["after type arguments", 'client.query<Row>("«insert» into t «values» (1)")«;»', word, word, end],
    ["of a result", "(await open()).query('«DELETE» FROM t')«;»", word, end],
    ["in a chain", "open().query(`«SELECT» 1`).query(`«SELECT» 2`)«;»", word, word, end],
    ["a text that begins otherwise", "client.query(`«{» user }`)«;»", template, end],
    ["a command that is no statement", 'command.execute("«delete»")«;»', "string.quoted.double.ts", end],
    ["a text that begins on the next line", "client.query(`\n  «SELECT» 1`)«;»", template, end],
    ["a function of that name", "query(`«SELECT» 1`)«;»", template, end],
    ["another method", "duckdb.queryAll(`«SELECT» 1`)«;»", template, end],
    ["comparisons", "if (db.query < «n» && db.query > («m»)) «stop»();", variable, variable, call],
  ]);
});

describe("where SQL ends", () => {
  check("source.ts", [
    ["a comment after the call", 'duckdb.query(`SELECT 1`); // «it\'s "done"»', "comment.line.double-slash.ts"],
    ["a template that is not closed", "duckdb.query(`SELECT\n«const» n;", sql],
    ["a template that another one closes", "duckdb.query(`SELECT\n`«,» `«SELECT»`);", "punctuation.separator.comma.ts", template],
    ["a string that is not closed", "sql`SELECT 'a`«;»\n«const» n = 1;", end, "storage.type.ts"],
    ["an identifier that is not closed", 'sql`SELECT "a`«;»', end],
    ["a comment that is not closed", "sql`SELECT /* a`«;»", end],
    ["a line comment before the end", "sql`SELECT 1 -- a`«;»", end],
    ["a dollar quote that is not closed", "sql`SELECT $$a`«;»", end],
    ["double quotes that are not closed", 'duckdb.query("SELECT 1\n)«;»', end],
    ["a SQL string cut short", 'duckdb.query("SELECT \'a")«;»', end],
    ["an escaped backtick", "sql`SELECT «\\`» «FROM» t`«;»", "constant.character.escape.ts", word, end],
    ["a call that is not closed", "duckdb.query(`SELECT 1`\n«const» n = 1;", variable],
  ]);
});

describe("interpolations", () => {
  check("source.ts", [
    ["a value", "sql`SELECT ${«n»} «FROM» t`", variable, word],
    ["in a SQL string", "sql`FROM read_csv('${«file»}«.csv»')`", variable, string],
    ["in a quoted identifier", 'sql`FROM "${«table»}«_1»"`', variable, "variable.other.quoted.sql"],
    ["in a SQL comment", "sql`SELECT 1 -- ${«n»}« n»\n«FROM» t`", variable, "comment.line.double-dash.sql", word],
    [
      "braces and backticks in it",
      "sql`SELECT ${`«SELECT» ${«n»}`} ${{ a: 1 }.«a»} «FROM» t`",
      template,
      variable,
      "variable.other.property.ts",
      word,
    ],
    ["SQL in SQL", "sql`SELECT ${flag ? sql`«WHERE» ${«n»}` : sql`«LIMIT» 1`} «FROM» t`«;»", word, variable, word, word, end],
    ["SQL in a plain template", "log(`«SELECT» ${sql`«SELECT» 1`} «SELECT»`)«;»", template, word, template, end],
    ["a call in a plain template", "log(`${await duckdb.query(`«SELECT» 1`)} «SELECT»`)", word, template],
    ["a string in an interpolation", 'sql`SELECT ${"«sql`SELECT`»"} «FROM» t`', "string.quoted.double.ts", word],
    ["a dollar before it", "sql`SELECT $${«n»}`", variable],
  ]);
});

describe("the words of SQL", () => {
  check("source.ts", [
    ["keywords in any case", "sql`«SELECT» a «from» t «Where» b`", word, word, word],
    ["joins and orders", "sql`FROM a «LEFT JOIN» b «USING» (c) «ORDER BY» d «NULLS LAST»`", word, word, word, word],
    ["columns named like keywords", "sql`SELECT «t.date», «first», «t.order» FROM t`", sql, sql, sql],
    ["functions", "sql`SELECT «count»(*), «left»(a, 1), «replace»(b, c)`", ...Array<string>(3).fill("support.function.sql")],
    ["keywords before brackets", "sql`a «IN» (1) AND b «IN»(2) «USING»(c)`", word, word, word],
    [
      "types",
      "sql`SELECT a«::»«INT», CAST(b AS «DATE»), «DATE» '2001-01-01'`",
      "keyword.operator.cast.sql",
      ...Array<string>(3).fill("storage.type.sql"),
    ],
    [
      "numbers",
      "sql`SELECT «1», «1.5e3», a«1», «0xff», «1_000»`",
      ...["", "", "a", "", ""].map((a) => (a === "" ? "constant.numeric.sql" : sql)),
    ],
    ["constants", "sql`SELECT «true», «NULL»`", "constant.language.sql", "constant.language.sql"],
    ["parameters", "sql`SELECT «?», «$1», «$name»::INT`", ...Array<string>(3).fill("variable.parameter.sql")],
    ["operators", "sql`a «>=» 1 «AND» b «||» c`", "keyword.operator.sql", word, "keyword.operator.sql"],
    ["strings", "sql`SELECT «'a \"b\" c'» «FROM» t`", string, word],
    ["a doubled quote", "sql`SELECT 'it«''»«s'» «FROM» t`", "constant.character.escape.sql", string, word],
    ["a string over lines", "sql`SELECT 'a\n«b'» «FROM» t`", string, word],
    ["a dollar quote", "sql`SELECT «$$it's$$» «FROM» t`", "string.quoted.other.sql", word],
    ["quoted identifiers", 'sql`SELECT a AS «"from"» «FROM» t`', "variable.other.quoted.sql", word],
    ["comments", "sql`«-- it's»\n«SELECT» «/* from */» 1`", "comment.line.double-dash.sql", word, "comment.block.sql"],
    [
      "what is in double quotes",
      'duckdb.query("SELECT «\'a\'» «FROM» «\\"t\\"» «-- b»")',
      string,
      word,
      "variable.other.quoted.sql",
      "comment.line.double-dash.sql",
    ],
    [
      "what is in single quotes",
      "duckdb.query('SELECT «\\'a\\'» «FROM» «\"t\"»« »')",
      string,
      word,
      "variable.other.quoted.sql",
      lineSql,
    ],
  ]);
});

describe("other languages", () => {
  describe("JavaScript", () =>
    check("source.js", [
      ["a call", "await duckdb.query(`«SELECT» ${«n»}`)«;»", word, variable, "punctuation.terminator.statement.js"],
    ]));
  describe("TSX", () =>
    check("source.tsx", [
      ["a call", "const rows = duckdb.query<Row>(`«SELECT» 1`)«;»", word, "punctuation.terminator.statement.tsx"],
      ["in an element", "<p>{sql`«SELECT» 1`}</p>", word],
      ["text of an element", "<p>duckdb.query(`«SELECT» 1</p>", "meta.jsx.children.tsx"],
    ]));
});

const root = join(import.meta.dirname, "..");
test.each(globSync(["examples/*/src/*.ts", "runtime/src/duckdb/*.ts"], { cwd: root }).sort())(
  "all that is not SQL keeps its colours in %s",
  (file) => expectSameOutsideSql(readFileSync(join(root, file), "utf8"), "source.ts"),
);
