import { setTimeout as sleep } from "node:timers/promises";

/** How long a journey waits for one thing, in milliseconds: two busy cores need most of it now and then. */
export const patience = 50_000;

/** Text that contains a string, or that matches an expression. */
export type Pattern = string | RegExp;

export function matches(text: string, pattern: Pattern): boolean {
  return typeof pattern === "string" ? text.includes(pattern) : pattern.test(text);
}

/**
 * Looks again and again until there is something (neither undefined nor false), and gives it back. When patience ends, the
 * error says what was waited for and, where `seen` is given, what was there instead.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  seen?: () => Promise<unknown>,
  milliseconds = patience,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  let trouble: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      trouble = undefined;
    } catch (error) {
      // The page redraws while it is looked at; only what stays is a reason.
      trouble = error;
    }
    if (Date.now() > deadline) break;
    await sleep(80);
  }
  const instead = await seen?.().catch((error: unknown) => error);
  const parts = [`Waited ${Math.round(milliseconds / 1000)} s for ${what}, in vain.`];
  if (instead !== undefined)
    parts.push(`There was: ${typeof instead === "string" ? instead : JSON.stringify(instead, undefined, 1)}`);
  if (trouble !== undefined) parts.push(String(trouble));
  throw new Error(parts.join("\n"));
}
