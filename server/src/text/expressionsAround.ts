import type { Expression, FileFacts, Span } from "@headwater/analysis";

/** An expression of a text, with what it is in the one around it. */
export interface ExpressionAround {
  readonly expression: Expression;
  /** The name of the property whose value it is. */
  readonly key?: string;
}

/** The expressions that hold a stretch of a text, the outermost first. */
export function expressionsAround({ bindings, mutations }: FileFacts, span: Span): ExpressionAround[] {
  const roots = [
    ...bindings.map(({ value }) => value),
    ...mutations.flatMap(({ change }) =>
      change.kind === "added" ? change.items.map(({ value }) => value) : change.kind === "set" ? [change.value] : [],
    ),
  ];
  const found: ExpressionAround[] = [];
  let inside: readonly ExpressionAround[] = roots.map((expression) => ({ expression }));
  for (;;) {
    const next = inside.find(({ expression }) => expression.span.start <= span.start && span.end <= expression.span.end);
    if (next === undefined) return found;
    found.push(next);
    inside = childrenOf(next.expression);
  }
}

/** What stands directly in an expression. */
export function childrenOf(expression: Expression): ExpressionAround[] {
  const plain = (...expressions: readonly Expression[]) => expressions.map((each) => ({ expression: each }));
  switch (expression.kind) {
    case "template":
      return plain(...expression.parts);
    case "binary":
      return plain(expression.left, expression.right);
    case "unary":
      return plain(expression.operand);
    case "conditional":
      return plain(expression.test, expression.whenTrue, expression.whenFalse);
    case "array":
      return plain(...expression.items.map(({ value }) => value));
    case "object":
      return expression.properties.map((property) =>
        property.kind === "property" && typeof property.key === "string"
          ? { expression: property.value, key: property.key }
          : { expression: property.value },
      );
    case "member":
      return plain(expression.object);
    case "element":
      return plain(expression.object, expression.index);
    case "call":
      return plain(expression.callee, ...expression.args.map(({ value }) => value));
    case "function":
      return expression.body === undefined
        ? []
        : plain(...expression.body.locals.map(({ value }) => value), expression.body.result);
    default:
      return [];
  }
}
