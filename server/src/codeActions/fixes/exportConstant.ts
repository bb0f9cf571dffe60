import type { Fix, FixContext } from "./fix.ts";

/** A constant that nobody uses is exported. */
export function exportConstant({ text, facts, span }: FixContext): readonly Fix[] {
  const binding = facts.bindings.find(({ nameSpan }) => nameSpan.start === span.start && nameSpan.end === span.end);
  const isExported = facts.exports.some((fact) => fact.kind === "local" && fact.local === binding?.name);
  if (binding === undefined || isExported) return [];
  const before = /(?:^|[\n;}])([^\S\n]*)const\s+$/.exec(text.slice(0, span.start));
  // `const a = …, b = …` would export what was not meant.
  if (before === null) return [];
  const at = before[0].indexOf("const") + before.index;
  return [{ title: `Export ${binding.name}`, edits: [{ start: at, end: at, newText: "export " }], isPreferred: true }];
}
