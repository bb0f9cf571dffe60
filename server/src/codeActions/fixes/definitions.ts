import type { ArrayExpression, CallExpression, Expression, FileFacts } from "@headwater/analysis";
import { childrenOf } from "../../text/expressionsAround.ts";
import { specifiersNear } from "../dependencyForms.ts";
import { importName, relativeSpecifier } from "../importEdits.ts";
import type { Fix, FixContext } from "./fix.ts";
import { propertyOf, withItem } from "./listEdits.ts";

/** An exported asset or check that the definitions of the entry leave out is listed there, with the import that this needs. */
export function listInDefinitions(context: FixContext): readonly Fix[] {
  const { project, language, file, facts, span } = context;
  const entry = project.analysis?.entry;
  const binding = facts.bindings.find(({ nameSpan }) => nameSpan.start === span.start && nameSpan.end === span.end);
  const exported = facts.exports.find((fact) => fact.kind === "local" && fact.local === binding?.name);
  if (entry?.listsAssets !== true || binding === undefined || exported?.kind !== "local") return [];
  const text = entry.file === file ? context.text : (project.files.read(entry.file) ?? "");
  const ofEntry = entry.file === file ? facts : project.store.facts(entry.file, text, language);
  if (ofEntry.syntaxErrors.length > 0) return [];
  const list = listOf(ofEntry, isCheck(facts, binding.value) ? "assetChecks" : "assets");
  if (list === undefined) return [];
  const title = `List ${binding.name} in the definitions${entry.file === file ? "" : ` of ${entry.file}`}`;
  if (entry.file === file) return [{ title, edits: [withItem(text, list, binding.name)], isPreferred: true }];
  const { local, edits } = importName(text, ofEntry, {
    specifier: relativeSpecifier(entry.file, file, specifiersNear(project, ofEntry, language)),
    isIt: (specifier) => project.live?.resolve(entry.file, specifier) === file,
    imported: exported.name,
    wanted: binding.name,
  });
  return [
    {
      title,
      edits: [],
      elsewhere: { file: entry.file, text, edits: [...edits, withItem(text, list, local)] },
      isPreferred: true,
    },
  ];
}

/** The list that the only call of `Definitions()` in a file writes out. */
function listOf(facts: FileFacts, option: string): ArrayExpression | undefined {
  const calls = facts.bindings.flatMap(({ value }) => callsIn(value).filter((call) => isOurs(facts, call, "Definitions")));
  const [call, another] = calls;
  const options = another === undefined ? call?.args[0]?.value : undefined;
  const list = options?.kind === "object" ? propertyOf(options, option)?.value : undefined;
  return list?.kind === "array" ? list : undefined;
}

function isCheck(facts: FileFacts, value: Expression): boolean {
  return value.kind === "call" && (isOurs(facts, value, "assetCheck") || isOurs(facts, value, "multiAssetCheck"));
}

/** Whether a name of the package is called, under any name or through its namespace. */
function isOurs({ imports }: FileFacts, { callee }: CallExpression, name: string): boolean {
  const names = imports.flatMap((each) => (each.specifier === "headwater" ? each.names : []));
  if (callee.kind === "identifier") return names.some(({ local, imported }) => local === callee.name && imported === name);
  if (callee.kind !== "member" || callee.name !== name || callee.object.kind !== "identifier") return false;
  const { name: object } = callee.object;
  return names.some(({ local, imported }) => local === object && imported === "*");
}

function callsIn(expression: Expression): CallExpression[] {
  const inner = childrenOf(expression).flatMap((child) => callsIn(child.expression));
  return expression.kind === "call" ? [expression, ...inner] : inner;
}
