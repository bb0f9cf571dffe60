import type { AssetKey } from "@headwater/model";

const simpleString = /(["'`])((?:(?!\1)[^\\\r\n])*)\1/;
const whole = new RegExp(`^${simpleString.source}$`);
const item = new RegExp(`\\s*${simpleString.source}\\s*(?:,\\s*|$)`, "y");
const list = /^\[([\s\S]+)\]$/;
const wrapped = /^(?:[\w$]+\s*\.\s*)*AssetKey\s*\(([\s\S]*)\)$/;

/**
 * The key that code writes out: `"a"`, `["a", "b"]` or `AssetKey(…)` of these. Undefined for all else, such as names, strings
 * with escapes and templates with parts.
 */
export function readKeyText(code: string): AssetKey | undefined {
  const text = code.trim();
  const segment = readSimpleString(text);
  if (segment !== undefined) return { path: [segment] };
  const inner = wrapped.exec(text)?.[1];
  if (inner !== undefined) return readKeyText(inner.replace(/,\s*$/, ""));
  const items = list.exec(text)?.[1];
  const path = items === undefined ? undefined : readItems(items);
  return path && { path };
}

/** A key as code that names it: a text for one segment, a list for more. */
export function keyAsText({ path }: AssetKey, quote: '"' | "'"): string {
  const texts = path.map((segment) => {
    const json = JSON.stringify(segment);
    return quote === '"' || /['"\\]/.test(json.slice(1, -1)) ? json : `'${segment}'`;
  });
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(", ")}]`;
}

/** What stands between the quotes of a string without escapes. */
export function readSimpleString(text: string): string | undefined {
  const [, quote, content] = whole.exec(text) ?? [];
  return isTemplate(quote, content) ? undefined : content;
}

function readItems(items: string): readonly string[] | undefined {
  const path: string[] = [];
  for (item.lastIndex = 0; item.lastIndex < items.length; ) {
    const [, quote, content] = item.exec(items) ?? [];
    if (content === undefined || isTemplate(quote, content)) return undefined;
    path.push(content);
  }
  return path;
}

function isTemplate(quote: string | undefined, content: string | undefined): boolean {
  return quote === "`" && content?.includes("${") === true;
}
