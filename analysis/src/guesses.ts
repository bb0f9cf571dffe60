import type { Span } from "./facts/span.ts";
import type { Modules } from "./modules/modules.ts";

/** What a parser makes of the text behind a mistake: a guess, and no ground to find fault with anything. */
export interface Guesses {
  /** Whether a stretch of a file touches a guess. */
  isGuess(file: string, span: Span): boolean;
  /** Whether it does, and nothing was known of it before the file broke: it is being written just now. */
  isNew(file: string, span: Span): boolean;
}

/** What is a guess in a file, as text. */
export function guessDigest(modules: Modules, file: string): string {
  const facts = modules.get(file)?.facts;
  return facts === undefined || facts.syntaxErrors.length === 0 ? "" : JSON.stringify([facts.syntaxErrors, facts.stale]);
}

/** Says which facts of files with syntax errors are guesses: those that `mendFacts` marks, else all from the first error on. */
export function guessesIn(modules: Modules): Guesses {
  const touches = (one: Span, other: Span) => one.start <= other.end && other.start <= one.end;
  return {
    isGuess(file, span) {
      const facts = modules.get(file)?.facts;
      if (facts === undefined || facts.syntaxErrors.length === 0) return false;
      if (facts.stale !== undefined) return facts.stale.some((stale) => touches(stale, span));
      return facts.syntaxErrors.some(({ span: { start } }) => start <= span.end);
    },
    isNew: (file, span) => modules.get(file)?.facts.stale?.some((stale) => stale.isNew && touches(stale, span)) ?? false,
  };
}
