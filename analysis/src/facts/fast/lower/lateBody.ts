import type { FunctionBody, FunctionExpression } from "../../expression.ts";
import type { Span } from "../../span.ts";

/** Reads the body of the function at a node, which stands at the span. */
export type ReadBody = (node: number, depth: number, span: Span) => FunctionBody;

/** Where a body stands, until it is read. */
interface LateBody {
  readonly read: ReadBody;
  readonly node: number;
  readonly depth: number;
}

const late = Symbol("late body");

/** One description for all functions, so that they have one form. */
const property: PropertyDescriptor & ThisType<FunctionExpression & { [late]: LateBody }> = {
  configurable: true,
  enumerable: true,
  get(): FunctionBody {
    const { read, node, depth } = this[late];
    const body = read(node, depth, this.span);
    Object.defineProperty(this, "body", { value: body, enumerable: true });
    return body;
  },
};

/**
 * Gives a function a body that is read when somebody asks for it: few functions are ever called by the evaluator. All else
 * sees plain data.
 */
export function giveLateBody(made: FunctionExpression, read: ReadBody, node: number, depth: number): void {
  Object.defineProperty(made, late, { value: { read, node, depth } satisfies LateBody });
  Object.defineProperty(made, "body", property);
}
