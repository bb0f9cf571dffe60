import { quote } from "../findings/quote.ts";
import { describe } from "../specs/options.ts";

/** @throws TypeError for what is not text */
export function text(value: unknown, where: string): string {
  if (typeof value !== "string") throw new TypeError(`${where} takes text, not ${describe(value)}.`);
  return value;
}

/** @throws TypeError for what is neither text nor left out */
export function optionalText(value: unknown, where: string): string | undefined {
  return value === undefined || value === null ? undefined : text(value, where);
}

/** A copy of a list, without holes. @throws TypeError for what is no list */
export function listOf(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${where} takes a list, not ${describe(value)}.`);
  return [...value];
}

/** @throws TypeError for an entry that nobody would read */
export function refuseOthers(value: Readonly<Record<string, unknown>>, known: readonly string[], where: string): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    throw new TypeError(`${where} has no entry ${quote(name)}: it takes ${known.join(", ")}.`);
  }
}
