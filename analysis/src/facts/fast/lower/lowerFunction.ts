import type { Expression, FunctionBody, FunctionExpression, Parameter, Pattern } from "../../expression.ts";
import { anyName } from "../../fileFacts.ts";
import {
  fAsync,
  fBlock,
  fBody,
  fConst,
  fGenerator,
  nArrow,
  nFunctionDeclaration,
  nParameter,
  nPlainName,
  nReturn,
  nType,
  nVariables,
} from "../nodes.ts";
import { hasParts, ownName, partsOf, spanOf, type Tree, textOf } from "../tree.ts";
import type { NameChange } from "./changes.ts";
import { declaredNames } from "./declaredNames.ts";
import { giveLateBody } from "./lateBody.ts";
import { type Lowering, lowerExpression } from "./lowerExpression.ts";
import { initializerOf, lowerParameter, lowerPattern, patternOf } from "./patterns.ts";

/**
 * A function: its name, its parameters and, where it is wanted and simple enough, its body.
 *
 * @param name what JavaScript names it after, where it has no name of its own
 */
export function lowerFunction(
  lowering: Lowering,
  node: number,
  name: string | undefined,
  wantBody: boolean,
  depth: number,
): FunctionExpression {
  const { tree, survey } = lowering;
  const own = tree.kinds[node] === nArrow ? undefined : ownName(tree, node);
  const parameters: Parameter[] = [];
  for (const part of partsOf(tree, node)) {
    if (tree.kinds[part] !== nParameter || isThis(tree, patternOf(tree, part))) continue;
    parameters.push(lowerParameter(lowering, part, depth));
  }
  const changes = changesOfLocals(lowering, node);
  const first = tree.firsts[node] as number;
  // What the functions that it makes are handed and keep can be anything.
  const keeps = changes.some(({ isOpen, held }) => isOpen && first <= held && held < node);
  const given = own === undefined ? name : textOf(tree, own);
  const made: { -readonly [Key in keyof FunctionExpression]: FunctionExpression[Key] } = {
    kind: "function",
    parameters,
    mentions: keeps ? [anyName] : survey.mentionsIn(node),
    span: spanOf(tree, node),
  };
  if (given !== undefined) made.name = given;
  if (own !== undefined) made.nameSpan = spanOf(tree, own);
  if (wantBody && changes.length === 0 && isSimple(tree, node)) giveLateBody(made, lowering.bodyLater, node, depth);
  return made;
}

/** `this` is a type, not a parameter. */
function isThis(tree: Tree, pattern: number): boolean {
  return tree.kinds[pattern] === nPlainName && textOf(tree, pattern) === "this";
}

function hasFlag(tree: Tree, node: number, flag: number): boolean {
  return ((tree.extras[node] as number) & flag) !== 0;
}

/** Changes of what the names hold that a function declares in its body: only a function inside can make them unseen. */
function changesOfLocals({ tree, survey }: Lowering, node: number): readonly NameChange[] {
  if (!hasFlag(tree, node, fBlock)) return [];
  const changes = survey.changes.within(node - 1);
  if (changes.length === 0) return changes;
  const names = declaredNames(tree, partsOf(tree, node - 1));
  return changes.filter(({ name }) => names.has(name));
}

/** Whether the body of a function is one expression, or constants and functions with one `return` at the end. */
function isSimple(tree: Tree, node: number): boolean {
  if (hasFlag(tree, node, fAsync) || hasFlag(tree, node, fGenerator) || !hasFlag(tree, node, fBody)) return false;
  if (!hasFlag(tree, node, fBlock)) return true;
  let returns = false;
  for (const statement of partsOf(tree, node - 1)) {
    const kind = tree.kinds[statement];
    if (kind === nType || (kind === nFunctionDeclaration && ownName(tree, statement) !== undefined)) continue;
    if (returns) return false;
    if (kind === nReturn) returns = true;
    else if (kind !== nVariables || !hasFlag(tree, statement, fConst)) return false;
    else if (partsOf(tree, statement).some((variable) => initializerOf(tree, variable) === undefined)) return false;
  }
  return returns;
}

/** The body of a function whose body is simple. */
export function lowerBody(lowering: Lowering, node: number, depth: number): FunctionBody {
  const { tree } = lowering;
  const lower = (inner: number, name?: string) =>
    lowerExpression(lowering, inner, depth, name === undefined ? { body: true } : { body: true, name });
  if (!hasFlag(tree, node, fBlock)) return { locals: [], result: lower(node - 1) };
  const functions: { target: Pattern; value: Expression }[] = [];
  const constants: typeof functions = [];
  let result: Expression = { kind: "literal", value: undefined, span: spanOf(tree, node) };
  for (const statement of partsOf(tree, node - 1)) {
    const kind = tree.kinds[statement];
    const named = kind === nFunctionDeclaration ? ownName(tree, statement) : undefined;
    if (named !== undefined) {
      const target = { kind: "name", name: textOf(tree, named), span: spanOf(tree, named) } as const;
      functions.push({ target, value: lowerFunction(lowering, statement, undefined, true, depth) });
    } else if (kind === nReturn) {
      result = hasParts(tree, statement)
        ? lower(statement - 1)
        : { kind: "literal", value: undefined, span: spanOf(tree, statement) };
    } else if (kind === nVariables) {
      for (const variable of partsOf(tree, statement)) {
        const target = lowerPattern(lowering, patternOf(tree, variable), depth);
        const initializer = initializerOf(tree, variable) as number;
        constants.push({ target, value: lower(initializer, target.kind === "name" ? target.name : undefined) });
      }
    }
  }
  return { locals: [...functions, ...constants], result };
}
