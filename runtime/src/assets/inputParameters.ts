import { type Finding, finding, type InputParameters } from "@headwater/model";
import { type Pattern, parseExpressionAt, tokenizer, tokTypes } from "acorn";

/** What the source of a compute function says about its first parameter, and what cannot be read in it. */
export interface ReadParameters {
  readonly parameters: InputParameters;
  /** Why inputs cannot be told from the source. It is an error unless `ins` tells them. */
  readonly obstacle?: Finding;
}

/** Any function, of which nothing but the source is used. */
// biome-ignore lint/complexity/noBannedTypes: the source of every kind of function is read.
export type AnyFunction = Function;

const readBefore = new WeakMap<AnyFunction, ReadParameters>();

/**
 * Reads which inputs a compute function takes from its own source, as it runs: the names that its first parameter
 * destructures (spec 2.1). Only the parameter list is parsed, so the body may hold any syntax. The answer is kept for
 * each function.
 */
export function readParameters(compute: AnyFunction): ReadParameters {
  const before = readBefore.get(compute);
  if (before !== undefined) return before;
  const read = parametersOf(Function.prototype.toString.call(compute));
  readBefore.set(compute, read);
  return read;
}

/** As {@link readParameters}, from the source text of a function. */
export function parametersOf(source: string): ReadParameters {
  if (/\{\s*\[native code\]\s*\}$/.test(source)) {
    return unreadable(
      "The inputs of a bound or native function cannot be read: list them in ins (ins: {} for none), or pass a plain function.",
    );
  }
  try {
    const list = parameterList(source);
    if (list.kind === "name") return { parameters: { kind: "opaque", name: list.text } };
    const parsed = parseExpressionAt(`${list.text} => 0`, 0, { ecmaVersion: "latest", sourceType: "module" });
    if (parsed.type === "ArrowFunctionExpression") return readFirst(parsed.params[0], list.text);
  } catch {
    // Not a parameter list that the parser knows: said below.
  }
  return unreadable("The inputs cannot be read from the source of the compute function: list them in ins.");
}

function unreadable(message: string): ReadParameters {
  return {
    parameters: { kind: "opaque", name: "the compute function" },
    obstacle: finding("inputs-not-destructured", message, ["parameters"]),
  };
}

function readFirst(first: Pattern | undefined, list: string): ReadParameters {
  const pattern = first?.type === "AssignmentPattern" ? first.left : first;
  if (pattern === undefined) return { parameters: { kind: "none" } };
  if (pattern.type === "Identifier") return { parameters: { kind: "opaque", name: pattern.name } };
  if (pattern.type !== "ObjectPattern") {
    return { parameters: { kind: "opaque", name: list.slice(pattern.start, pattern.end) } };
  }
  const names = new Set<string>();
  let rest = false;
  let obstacle: Finding | undefined;
  for (const property of pattern.properties) {
    if (property.type === "RestElement") rest = true;
    else if (property.computed) {
      const key = list.slice(property.key.start, property.key.end);
      obstacle = finding(
        "inputs-not-destructured",
        `The input [${key}] has a computed name, which cannot be read: write the name itself, or list the inputs in ins.`,
        ["parameters"],
      );
    } else if (property.key.type === "Identifier") names.add(property.key.name);
    else if (property.key.type === "Literal") names.add(String(property.key.value));
  }
  const parameters: InputParameters = { kind: "names", names: [...names], rest: rest || obstacle !== undefined };
  return obstacle === undefined ? { parameters } : { parameters, obstacle };
}

/** The parameter list of a function's source with its parentheses, or the name of an arrow function's only parameter. */
function parameterList(source: string): { kind: "list" | "name"; text: string } {
  let start: number | undefined;
  let depth = 0;
  let brackets = 0;
  let name = "";
  for (const token of tokenizer(source, { ecmaVersion: "latest", sourceType: "module" })) {
    if (start === undefined) {
      if (token.type === tokTypes.bracketL) brackets++;
      else if (token.type === tokTypes.bracketR) brackets--;
      else if (brackets > 0) continue;
      else if (token.type === tokTypes._class || token.type === tokTypes.braceL) break;
      else if (token.type === tokTypes.arrow) return { kind: "name", text: name };
      else if (token.type === tokTypes.parenL) start = token.start;
      else name = source.slice(token.start, token.end);
    }
    if (start === undefined) continue;
    if (token.type === tokTypes.parenL) depth++;
    else if (token.type === tokTypes.parenR && --depth === 0) return { kind: "list", text: source.slice(start, token.end) };
  }
  throw new SyntaxError("There is no parameter list.");
}
