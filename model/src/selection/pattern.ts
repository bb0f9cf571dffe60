/**
 * Makes a test for texts that fit a pattern, in which `*` stands for any text and all else for itself; the whole text has
 * to fit. Each piece between stars is looked for behind the one before, so no pattern makes it go back and forth.
 */
export function textPattern(pattern: string): (text: string) => boolean {
  const pieces = pattern.split(/\*+/);
  const [first = "", ...middle] = pieces;
  if (middle.length === 0) return (text) => text === pattern;
  const last = middle.pop() as string;
  const least = first.length + last.length;
  return (text) => {
    if (text.length < least || !text.startsWith(first) || !text.endsWith(last)) return false;
    const end = text.length - last.length;
    let at = first.length;
    for (const piece of middle) {
      at = text.indexOf(piece, at);
      if (at === -1) return false;
      at += piece.length;
      if (at > end) return false;
    }
    return true;
  };
}
