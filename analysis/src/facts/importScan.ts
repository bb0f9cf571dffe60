const specifier = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(?:"([^"\n]+)"|'([^'\n]+)')/g;

/**
 * The modules that a text may import, found without parsing: every import is found, and so may be text in comments and
 * strings that looks like one. It tells which files are worth parsing.
 */
export function scanImports(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(specifier)) found.add((match[1] ?? match[2]) as string);
  return [...found];
}
