/**
 * A hash of a text for memoising: its length and 53 bits mixed by cyrb53 (public domain). It is fast and spreads well,
 * but is not made to withstand texts that were crafted to collide.
 */
export function contentHash(text: string): string {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 2654435761);
    two = Math.imul(two ^ unit, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return `${text.length.toString(36)}-${(4294967296 * (2097151 & two) + (one >>> 0)).toString(36)}`;
}
