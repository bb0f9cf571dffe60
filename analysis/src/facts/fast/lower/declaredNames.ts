import {
  fNamed,
  nArrayPattern,
  nClassDeclaration,
  nEnum,
  nFunctionDeclaration,
  nImport,
  nImportEquals,
  nModule,
  nNamespaceName,
  nObjectPattern,
  nPatternItem,
  nPlainName,
  nSpecifier,
  nString,
  nVariables,
} from "../nodes.ts";
import { nameOf, ownName, partsOf, type Tree, textOf } from "../tree.ts";
import { patternOf } from "./patterns.ts";

/** The names that statements declare with a value or import, without those inside them. */
export function declaredNames(tree: Tree, statements: readonly number[]): Set<string> {
  const names = new Set<string>();
  for (const statement of statements) {
    switch (tree.kinds[statement]) {
      case nVariables:
        for (const variable of partsOf(tree, statement)) addBound(tree, patternOf(tree, variable), names);
        break;
      case nImport:
        for (const part of partsOf(tree, statement)) addImported(tree, part, names);
        break;
      case nModule:
      case nImportEquals:
        names.add(nameOf(tree, partsOf(tree, statement)[0] as number));
        break;
      case nClassDeclaration:
      case nFunctionDeclaration:
        if (((tree.extras[statement] as number) & fNamed) === 0) break;
        names.add(textOf(tree, ownName(tree, statement) as number));
        break;
      case nEnum:
        names.add(textOf(tree, ownName(tree, statement) as number));
    }
  }
  return names;
}

function addBound(tree: Tree, pattern: number, names: Set<string>): void {
  const kind = tree.kinds[pattern];
  if (kind === nPlainName) names.add(textOf(tree, pattern));
  else if (kind === nObjectPattern || kind === nArrayPattern) {
    for (const item of partsOf(tree, pattern)) {
      if (tree.kinds[item] === nPatternItem) addBound(tree, patternOf(tree, item), names);
    }
  }
}

function addImported(tree: Tree, part: number, names: Set<string>): void {
  const kind = tree.kinds[part];
  if (kind === nString) return;
  if (kind === nPlainName) names.add(textOf(tree, part));
  else if (kind === nNamespaceName || kind === nSpecifier) names.add(textOf(tree, part - 1));
}
