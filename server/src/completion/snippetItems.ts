// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are snippets of LSP.
import { type CompletionItem, CompletionItemKind, type CompletionList, InsertTextFormat } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { importName } from "../codeActions/importEdits.ts";
import type { CompletionPlace } from "./place.ts";
import { rangeBetween, sortTextAt } from "./replaced.ts";

interface Declaration {
  /** What is typed for it, which is what is called. */
  readonly name: string;
  readonly detail: string;
  /** In LSP's snippet syntax, with the called function as `CALL`. */
  readonly body: string;
}

const declarations: readonly Declaration[] = [
  {
    name: "asset",
    detail: "Declare an asset",
    body: 'export const ${1:name} = CALL({ groupName: "${2:default}" }, async (${3}) => {\n\t$0\n});',
  },
  {
    name: "multiAsset",
    detail: "Declare several assets of one function",
    body: "export const ${1:name} = CALL({ outs: { ${2:first}: {}, ${3:second}: {} } }, async () => {\n\t$0\n});",
  },
  {
    name: "externalAsset",
    detail: "Describe an asset that is made elsewhere",
    body: 'export const ${1:name} = CALL({ key: "${1:name}" });$0',
  },
  {
    name: "assetCheck",
    detail: "Declare a check of an asset",
    body: 'export const ${1:name} = CALL({ asset: "${2:key}" }, async (${3}) => {\n\t$0\n});',
  },
  {
    name: "defineJob",
    detail: "Declare a job",
    body: 'export const ${1:name} = CALL({ name: "${1:name}", selection: "${2:*}" });$0',
  },
  {
    name: "Definitions",
    detail: "Declare what a project has",
    body: "export default CALL({\n\tassets: [${1}],\n\tresources: {${2}},\n});$0",
  },
];

/** The line of a document up to a place where a declaration may begin that is meant by at least two letters. */
const beginning = /^(?:export\s+)?([A-Za-z]{2,})$/;

/** Whether what is typed at a place is the beginning of a line that may declare something: a look at this line alone. */
export function mayDeclare(document: TextDocument, offset: number): boolean {
  return meantBy(document, offset).length > 0;
}

function meantBy(document: TextDocument, offset: number): readonly Declaration[] {
  const { line } = document.positionAt(offset);
  const before = document.getText(rangeBetween(document, document.offsetAt({ line, character: 0 }), offset));
  const typed = beginning.exec(before)?.[1]?.toLowerCase();
  return typed === undefined ? [] : declarations.filter(({ name }) => name.toLowerCase().startsWith(typed));
}

/** Whole declarations at the beginning of a line, with the import that they need. Undefined elsewhere. */
export function completeDeclaration({
  workspace,
  project,
  document,
  file,
  text,
  offset,
}: CompletionPlace): CompletionList | undefined {
  const meant = meantBy(document, offset);
  if (meant.length === 0) return undefined;
  const { line } = document.positionAt(offset);
  const range = rangeBetween(document, document.offsetAt({ line, character: 0 }), offset);
  const facts = project.store.facts(file, text, workspace.language);
  const items = meant.map(({ name, detail, body }, at): CompletionItem => {
    const { local, edits } = importName(text, facts, {
      specifier: "headwater",
      isIt: (specifier) => specifier === "headwater",
      imported: name,
      wanted: name,
    });
    return {
      label: name,
      labelDetails: { description: "Headwater" },
      detail,
      kind: CompletionItemKind.Snippet,
      sortText: sortTextAt(at),
      filterText: document.getText(range).replace(/\w+$/, name),
      insertTextFormat: InsertTextFormat.Snippet,
      textEdit: { range, newText: body.replace("CALL", local) },
      additionalTextEdits: edits.map(({ start, end, newText }) => ({ range: rangeBetween(document, start, end), newText })),
    };
  });
  return { isIncomplete: false, items };
}
