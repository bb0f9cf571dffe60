/** Methods that add to the list, map or set that they are called on, or change its order. */
export const growingMethods: ReadonlySet<string> = new Set(["push", "unshift", "set", "add", "sort", "reverse"]);
/** Methods that change it in any other way. */
export const changingMethods: ReadonlySet<string> = new Set(["splice", "pop", "shift", "fill", "copyWithin", "delete", "clear"]);
/** List methods whose callback the evaluator calls. */
export const callingMethods: ReadonlySet<string> = new Set(["map", "flatMap", "filter"]);
