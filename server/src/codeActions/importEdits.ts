import { posix } from "node:path";
import type { FileFacts } from "@headwater/analysis";

/** A change of a text by offsets; `start` equals `end` where something is added. */
export interface OffsetEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** A name by which something imported can be referred to, and the edit that makes it so; none where it is imported already. */
export interface ImportedAs {
  readonly local: string;
  readonly edits: readonly OffsetEdit[];
}

type ImportFact = FileFacts["imports"][number];

/** A module and what is wanted of it. */
export interface WantedImport {
  /** As it is written where no import of the module is there. */
  readonly specifier: string;
  /** Whether an import that is there is one of this module. */
  readonly isIt: (specifier: string) => boolean;
  /** `"default"` or the name in the module. */
  readonly imported: string;
  /** What it is called in the file, if that is free. */
  readonly wanted: string;
}

/** Imports a name of a module into a text, as a further name of an import that is there or by a new one behind the others. */
export function importName(text: string, facts: FileFacts, { specifier, isIt, imported, wanted }: WantedImport): ImportedAs {
  const statements = facts.imports.filter((each) => isStatement(text, each));
  const ofModule = statements.filter((each) => isIt(each.specifier));
  for (const { names } of ofModule) {
    const known = names.find((each) => each.imported === imported);
    if (known !== undefined) return { local: known.local, edits: [] };
    const namespace = names.find((each) => each.imported === "*");
    if (namespace !== undefined) return { local: `${namespace.local}.${imported}`, edits: [] };
  }
  const local = freeName(facts, wanted);
  const element = imported === local ? local : `${imported} as ${local}`;
  for (const each of ofModule) {
    const end = endOfNames(text, each);
    if (end !== undefined) return { local, edits: [{ start: end, end, newText: `, ${element}` }] };
  }
  return { local, edits: [newImport(text, statements, imported === "default" ? local : `{ ${element} }`, specifier)] };
}

/** A name that nothing at the top level of a file has: the wanted one, or it with a number. */
export function freeName({ bindings, imports }: FileFacts, wanted: string): string {
  const taken = new Set([
    ...bindings.map(({ name }) => name),
    ...imports.flatMap(({ names }) => names.map(({ local }) => local)),
  ]);
  let name = wanted;
  for (let at = 2; taken.has(name); at++) name = `${wanted}${at}`;
  return name;
}

/** The edits that take a name out of the imports, with the whole import where it is the only one; none where it is used. */
export function withoutImport(text: string, facts: FileFacts, local: string): OffsetEdit[] {
  const uses = text.matchAll(new RegExp(`(?<![\\w$])${local.replaceAll("$", "\\$")}(?![\\w$])`, "g"));
  const statement = facts.imports.find((each) => isStatement(text, each) && each.names.some((name) => name.local === local));
  const name = statement?.names.find((each) => each.local === local);
  // One use is what goes, the other one is the import.
  if (statement === undefined || name === undefined || [...uses].length !== 2) return [];
  const start = startOf(text, statement);
  const braces = bracesOf(text, statement);
  if (statement.names.length === 1 && !/\btype\b/.test(text.slice(start, statement.span.start))) {
    return [{ start, end: endOfLine(text, statement.span.end), newText: "" }];
  }
  if (braces === undefined || name.span.start < braces.start) return [];
  const from = text.slice(0, name.span.start).search(/(?:[\w$]+\s+as\s+)?$/);
  const before = /,\s*$/.exec(text.slice(braces.start + 1, from));
  const after = /^\s*,\s*/.exec(text.slice(name.span.end, braces.end));
  if (before !== null) return [{ start: from - before[0].length, end: name.span.end, newText: "" }];
  return after === null ? [] : [{ start: from, end: name.span.end + after[0].length, newText: "" }];
}

/** How a file refers to another one, with an extension as imports of the project have it. */
export function relativeSpecifier(from: string, to: string, others: Iterable<string>): string {
  const path = posix.relative(posix.dirname(from), to);
  const stem = path.replace(/\.[cm]?[jt]sx?$/, "");
  const extension = path.slice(stem.length);
  const specifier = (text: string) => (text.startsWith(".") ? text : `./${text}`);
  for (const other of others) {
    if (!/^\.\.?\//.test(other)) continue;
    const written = /\.(?:[cm]?[jt]sx?)$/.exec(other)?.[0];
    if (written === undefined) return specifier(stem);
    return specifier(stem + (written.includes("j") ? extension.replace("t", "j").replace("jsx", "js") : extension));
  }
  return specifier(stem);
}

function newImport(text: string, statements: readonly ImportFact[], names: string, specifier: string): OffsetEdit {
  const last = statements.toSorted((one, other) => one.span.start - other.span.start).at(-1);
  if (last === undefined) {
    const start = text.startsWith("#!") ? endOfLine(text, 0) : 0;
    return { start, end: start, newText: `import ${names} from "${specifier}";\n` };
  }
  const quote = text[last.span.start] === "'" ? "'" : '"';
  const semicolon = text[last.span.end] === ";" ? ";" : "";
  const start = last.span.end + semicolon.length;
  return { start, end: start, newText: `\nimport ${names} from ${quote}${specifier}${quote}${semicolon}` };
}

/** Whether an import is a statement, and not a call. */
function isStatement(text: string, { span }: ImportFact): boolean {
  return /\bimport\b[^()]*$/.test(text.slice(Math.max(0, span.start - 5000), span.start));
}

function startOf(text: string, { span }: ImportFact): number {
  return text.lastIndexOf("import", span.start);
}

/** Where the names in braces stand, braces included. */
function bracesOf(text: string, statement: ImportFact): { readonly start: number; readonly end: number } | undefined {
  const start = text.indexOf("{", startOf(text, statement));
  const end = text.lastIndexOf("}", statement.span.start);
  return start < 0 || start > end ? undefined : { start, end: end + 1 };
}

/** Behind the last name in braces. */
function endOfNames(text: string, statement: ImportFact): number | undefined {
  const braces = bracesOf(text, statement);
  const start = startOf(text, statement);
  if (braces === undefined || /^import\s+type\b/.test(text.slice(start, braces.start))) return undefined;
  const names = text.slice(braces.start + 1, braces.end - 1).replace(/[\s,]+$/, "");
  return names === "" ? undefined : braces.start + 1 + names.length;
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end + 1;
}
