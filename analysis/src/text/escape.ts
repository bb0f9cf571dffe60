/** A text as it stands in a string of these quotes, with the escapes that it needs there. */
export function escapeFor(quote: string, text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  if (quote === '"') return escaped;
  const unquoted = escaped.replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`);
  return quote === "`" ? unquoted.replaceAll("${", "\\${") : unquoted;
}
