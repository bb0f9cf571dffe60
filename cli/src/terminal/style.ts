import { stripVTControlCharacters, styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

/** Styles text for a stream: plain where it is no terminal or the user set NO_COLOR. */
export function styleFor(stream: NodeJS.WriteStream): (format: Format, text: string) => string {
  return (format, text) => styleText(format, text, { stream });
}

/** Writes a duration for people: `3 ms`, `1.2 s`, `2 m 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)} m ${seconds % 60} s`;
}

/** Text from elsewhere, made fit for a terminal: without anything that would move the cursor or colour what follows. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes; tab and line feed stay.
  return stripVTControlCharacters(text).replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, "");
}

/** `1 asset`, `2 assets`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
