/**
 * A short text for a long one: 53 bits of two multiplicative hashes, enough that two different texts of one project do not
 * meet. Not for secrets.
 */
export function digest(text: string): string {
  return digestOf([text]);
}

/** As {@link digest}, of several texts after each other, set apart by blanks. */
export function digestOf(texts: readonly string[]): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (const [index, text] of texts.entries()) {
    for (let at = index === 0 ? 0 : -1; at < text.length; at++) {
      const code = at < 0 ? 32 : text.charCodeAt(at);
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
    }
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
