import type ts from "typescript";
import type { TypeScript } from "./load.ts";

/** The names that statements declare with a value or import, without those inside them. */
export function declaredNames(ts: TypeScript, statements: readonly ts.Statement[]): Set<string> {
  const names = new Set<string>();
  const bind = (name: ts.BindingName) => {
    const pending: ts.BindingName[] = [name];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (ts.isIdentifier(next)) names.add(next.text);
      else for (const element of next.elements) if (ts.isBindingElement(element)) pending.push(element.name);
    }
  };
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) bind(name);
    } else if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      if (name !== undefined) names.add(name.text);
      if (namedBindings !== undefined && ts.isNamespaceImport(namedBindings)) names.add(namedBindings.name.text);
      else for (const element of namedBindings?.elements ?? []) names.add(element.name.text);
    } else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isModuleDeclaration(statement) ||
      ts.isImportEqualsDeclaration(statement)
    ) {
      if (statement.name !== undefined) names.add(statement.name.text);
    }
  }
  return names;
}
