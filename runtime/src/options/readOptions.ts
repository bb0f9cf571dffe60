import { inspect } from "node:util";

/**
 * @param what the function's name, for messages
 * @throws TypeError for what is no object of options, and for an option that nobody would read
 */
export function checkOptionNames(what: string, given: unknown, known: readonly string[]): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new TypeError(`${what} takes an object with the options ${known.join(", ")}.`);
  }
  for (const option of Object.keys(given)) {
    if (!known.includes(option)) throw new TypeError(`${what} has no option "${option}": it takes ${known.join(", ")}.`);
  }
}

/** An option of another kind than it takes. */
export function wrongOption(what: string, option: string, takes: string, value: unknown): TypeError {
  const shown = inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 3, maxStringLength: 100 });
  return new TypeError(
    `${option} of ${/^[AEIOU]/.test(what) ? "an" : "a"} ${what} is ${takes}, not ${shown.length > 120 ? `${shown.slice(0, 120)}…` : shown}.`,
  );
}

/** @throws TypeError for what is neither text nor left out */
export function readText<K extends string>(what: string, option: K, value: unknown): { readonly [P in K]?: string } {
  if (value === undefined) return {};
  if (typeof value !== "string") throw wrongOption(what, option, "text", value);
  return { [option]: value } as { readonly [P in K]: string };
}

/** A copy of an object of names to values. @throws TypeError for anything else */
export function readEntries<T>(what: string, option: string, value: Readonly<Record<string, T>> | undefined): Record<string, T> {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongOption(what, option, "an object of names to values", value);
  }
  return { ...value };
}
