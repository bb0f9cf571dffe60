import type { DeclarationPath, Finding } from "../findings/finding.ts";

/** A text; undefined for anything else. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The texts of a list. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The entries of an object with names; none of anything else. */
export function entriesOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The entries that are texts. */
export function textEntries(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entriesOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** An object that is no list; undefined for anything else. The rule of the options' kinds has seen it. */
export function objectOrNothing<T extends object>(value: unknown): T | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as T) : undefined;
}

/** A property that is left out where there is no value for it. */
export function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: V });
}

/** Findings about a part of a declaration, as findings about the whole. */
export function within(path: DeclarationPath, findings: readonly Finding[]): Finding[] {
  return findings.map((made) => ({ ...made, path: [...path, ...made.path] }));
}
