// What statements of their own import and export.
import type { Collected, ImportedName } from "../../fileFacts.ts";
import { fFrom, fTypeOnly, nExportAll, nNamespaceName, nPlainName, nSpecifier } from "../nodes.ts";
import { firstPart, literalOf, nameOf, partsOf, spanOf, type Tree, textOf } from "../tree.ts";

function hasFlag(tree: Tree, node: number, flag: number): boolean {
  return ((tree.extras[node] as number) & flag) !== 0;
}

export function readImport(tree: Tree, statement: number, into: Collected): void {
  if (hasFlag(tree, statement, fTypeOnly)) return;
  const parts = partsOf(tree, statement);
  const from = parts.pop() as number;
  const names: ImportedName[] = [];
  let isList = false;
  for (const part of parts) {
    const span = spanOf(tree, part);
    switch (tree.kinds[part]) {
      case nPlainName:
        names.push({ local: textOf(tree, part), imported: "default", span });
        break;
      case nNamespaceName:
        names.push({ local: textOf(tree, part - 1), imported: "*", span: spanOf(tree, part - 1) });
        break;
      case nSpecifier:
        isList = true;
        if (hasFlag(tree, part, fTypeOnly)) break;
        names.push({
          local: textOf(tree, part - 1),
          imported: nameOf(tree, firstPart(tree, part)),
          span: spanOf(tree, part - 1),
        });
    }
  }
  // `import { type A } from "x"` leaves nothing to import at run time.
  if (names.length === 0 && isList) return;
  into.imports.push({ specifier: literalOf(tree, from), span: spanOf(tree, from), names });
}

export function readImportEquals(tree: Tree, statement: number, into: Collected): void {
  if (hasFlag(tree, statement, fTypeOnly) || !hasFlag(tree, statement, fFrom)) return;
  const [name, from] = partsOf(tree, statement) as [number, number];
  into.imports.push({
    specifier: literalOf(tree, from),
    span: spanOf(tree, from),
    names: [{ local: textOf(tree, name), imported: "*", span: spanOf(tree, name) }],
  });
}

export function readExport(tree: Tree, statement: number, into: Collected): void {
  if (hasFlag(tree, statement, fTypeOnly)) return;
  const parts = partsOf(tree, statement);
  const from = hasFlag(tree, statement, fFrom) ? parts.pop() : undefined;
  const specifier = from === undefined ? undefined : literalOf(tree, from);
  if (tree.kinds[statement] === nExportAll) {
    if (specifier === undefined) return;
    const [name] = parts;
    if (name === undefined) into.exports.push({ kind: "all", specifier, span: spanOf(tree, statement) });
    else into.exports.push({ kind: "namespace", name: nameOf(tree, name), specifier, span: spanOf(tree, name) });
    return;
  }
  for (const part of parts) {
    if (hasFlag(tree, part, fTypeOnly)) continue;
    const name = nameOf(tree, part - 1);
    const imported = nameOf(tree, firstPart(tree, part));
    const span = spanOf(tree, part);
    if (specifier === undefined) into.exports.push({ kind: "local", name, local: imported, span });
    else into.exports.push({ kind: "from", name, imported, specifier, span });
  }
}
