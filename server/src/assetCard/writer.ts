/** Writes a card as markdown, or as plain text for clients that show no markdown. */
export interface Writer {
  readonly text: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly code: (text: string) => string;
  /** A name that leads to a place, where the client follows links. */
  readonly link: (name: string, target: string | undefined) => string;
  readonly rule: string;
}

export const plain: Writer = {
  text: (text) => text,
  strong: (text) => text,
  code: (text) => text,
  link: (name) => name,
  rule: "—",
};

export const markdown: Writer = {
  text: escapeMarkdown,
  strong: (text) => `**${escapeMarkdown(text)}**`,
  code: codeSpan,
  link: (name, target) =>
    target === undefined ? codeSpan(name) : `[${escapeMarkdown(name)}](${target.replace(/[()\s]/g, encode)})`,
  rule: "---",
};

const longestValue = 200;

/** A value in one line, and not too long a one. */
export function cut(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > longestValue ? `${line.slice(0, longestValue)}…` : line;
}

/** `1 asset`, `2 assets`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function codeSpan(text: string): string {
  return text.includes("`") ? escapeMarkdown(text) : `\`${text}\``;
}

/** What would end a link's target. */
function encode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

/** Text of the user's as it is, whatever markdown, HTML or links it looks like. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+\-.!|~>$:@]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/\r?\n|\r/g, "  \n");
}
