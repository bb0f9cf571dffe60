/** A formula of a case, as in `start + 1`, with the values of the names in it. */
export function evaluate(formula: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (typeof formula !== "string" || !/^[\w\s+*()-]+$/.test(formula)) return formula;
  const names = [...new Set(formula.match(/[A-Za-z_]\w*/g) ?? [])];
  return new Function(...names, `return (${formula});`)(...names.map((name) => values[name]));
}

const numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/**
 * What a function gives where its case says neither its value nor a formula. The recorded cases name such functions by
 * what they do: `emit_five`, `add_three`, `mult_three`. Others give 1 if they are made from nothing, one more than what
 * they are made from, or the sum of these if they are several; a text is passed on.
 */
export function defaultValue(name: string, inputs: readonly unknown[]): unknown {
  const [only] = inputs;
  const [, verb, word = ""] = /(?:^|\.)(emit|returns?|add|mult)_([a-z]+)/.exec(name) ?? [];
  const number = numbers.indexOf(word);
  if (number >= 0) {
    if (verb !== "add" && verb !== "mult") return number;
    if (inputs.length === 1 && typeof only === "number") return verb === "add" ? only + number : only * number;
  }
  if (inputs.length === 1 && typeof only !== "number") return only;
  if (inputs.length < 2) return ((only as number | undefined) ?? 0) + 1;
  return inputs.reduce((sum: number, value) => sum + (typeof value === "number" ? value : 0), 0);
}
