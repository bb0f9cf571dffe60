import { readKeyText } from "@headwater/analysis";
import { type AssetKey, checkDeclaration, toStoredString } from "@headwater/model";
import { freeName, importName, type OffsetEdit } from "../importEdits.ts";
import type { Fix, FixContext } from "./fix.ts";

const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

/** An asset that something depends on and nobody declares: it is declared below, as one that is computed or as an external one. */
export function declareAsset(context: FixContext): readonly Fix[] {
  const { text, facts, project, span } = context;
  const code = text.slice(span.start, span.end);
  const key: AssetKey | undefined = identifier.test(code) ? { path: [code] } : readKeyText(code);
  // Where an entry lists what counts, an asset that it does not list would not.
  if (key === undefined || key.path.some((part) => part.includes("/")) || project.analysis?.entry?.listsAssets) return [];
  const name = freeName(facts, nameFor(key));
  const isNamedSo = key.path.length === 1 && key.path[0] === name;
  const keyCode = key.path.length === 1 ? JSON.stringify(key.path[0]) : toStoredString(key);
  const end = endOfStatement(text, context);
  const declare = (title: string, what: "asset" | "externalAsset", args: string): Fix => {
    const { local, edits } = importName(text, facts, {
      specifier: "headwater",
      isIt: (specifier) => specifier === "headwater",
      imported: what,
      wanted: what,
    });
    const added: OffsetEdit = { start: end, end, newText: `\n\nexport const ${name} = ${local}(${args});` };
    return { title, edits: [...edits, added] };
  };
  const compute = '() => {\n  throw new Error("This asset is not computed yet.");\n}';
  return [
    ...(mayBeComputed(key)
      ? [declare(`Create the asset ${keyCode}`, "asset", isNamedSo ? compute : `{ key: ${keyCode} }, ${compute}`)]
      : []),
    declare(`Declare ${keyCode} as an external asset`, "externalAsset", `{ key: ${keyCode} }`),
  ];
}

/** The key of an external asset may hold what that of a computed one may not. */
function mayBeComputed({ path }: AssetKey): boolean {
  const { findings } = checkDeclaration({
    options: { key: path },
    nameRequired: true,
    parameters: { kind: "none" },
    resourceKeys: new Set(),
  });
  return findings.length === 0;
}

function nameFor({ path }: AssetKey): string {
  const name = (path.at(-1) ?? "").replace(/[^\p{ID_Continue}$]+/gu, "_");
  return identifier.test(name) ? name : `asset_${name}`;
}

/** Behind the declaration that holds a place, else at the end of the text. */
export function endOfStatement(text: string, { facts, span }: Pick<FixContext, "facts" | "span">): number {
  const around = facts.bindings.find(({ value }) => value.span.start <= span.start && span.end <= value.span.end);
  if (around === undefined) return text.trimEnd().length;
  const after = /^[^\S\n]*(?:(?:as|satisfies)\b[^;\n]*)?;?/.exec(text.slice(around.value.span.end));
  const end = around.value.span.end + (after?.[0].length ?? 0);
  const rest = /^[^\n]*/.exec(text.slice(end))?.[0] ?? "";
  // Something else on the same line: `const a = …, b = …`.
  return rest.trim() === "" || rest.trim().startsWith("//") ? end + rest.length : text.trimEnd().length;
}
