/** Shortens texts to a width; remembers what it measured, since measuring is what costs. */
export function createTextFitter(
  measure: (text: string, font: string) => number,
): (text: string, font: string, width: number) => string {
  const known = new Map<string, string>();
  return (text, font, width) => {
    const room = Math.floor(width / 4) * 4;
    const key = `${font}\n${room}\n${text}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size > 20_000) known.clear();
    const fitted = shorten(text, room, (part) => measure(part, font));
    known.set(key, fitted);
    return fitted;
  };
}

/** The longest beginning that fits, with an ellipsis; empty where not even one letter does. */
export function shorten(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const letters = [...text];
  let [fits, tooLong] = [0, letters.length];
  while (tooLong - fits > 1) {
    const half = Math.floor((fits + tooLong) / 2);
    if (measure(`${letters.slice(0, half).join("")}…`) <= width) fits = half;
    else tooLong = half;
  }
  return fits === 0 ? "" : `${letters.slice(0, fits).join("")}…`;
}
