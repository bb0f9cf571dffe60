import type ts from "typescript";
import { extractFast } from "../fast/extractFast.ts";
import type { FactExtractor } from "../fileFacts.ts";
import { extractFacts } from "./extractFacts.ts";

/** The TypeScript compiler's interface, as its module gives it. */
export type TypeScript = typeof ts;

/** What the analysis needs of a language: facts of its files, and JSON with comments. */
export interface Language extends FactExtractor {
  /** Reads JSON with comments and trailing commas. Undefined where nothing can be made of the text. */
  parseJson(text: string): unknown;
}

let loading: Promise<Language> | undefined;

/**
 * Loads TypeScript on first use (about half a second). Facts are read by the fast extractor, and by the exact one where
 * that leaves a text to it.
 */
export function typeScriptLanguage(): Promise<Language> {
  loading ??= import("typescript").then(({ default: typescript }) => languageWith(() => typescript));
  return loading;
}

/**
 * Like {@link typeScriptLanguage}, but with a compiler that is only loaded for the first text that is left to it: most
 * projects have one sooner or later, but many starts can do without.
 *
 * @param load gives TypeScript at once; it is called once
 */
export function languageWith(load: () => TypeScript): Language {
  let exact: Language | undefined;
  const ready = (): Language => {
    exact ??= exactLanguage(load());
    return exact;
  };
  return {
    extract: (path, text) => extractFast(path, text) ?? ready().extract(path, text),
    parseJson(text) {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return ready().parseJson(text);
      }
    },
  };
}

/** Loads TypeScript and gives the exact extractor alone, which reads the compiler's own tree. */
export async function loadExactLanguage(): Promise<Language> {
  const { default: typescript } = await import("typescript");
  return exactLanguage(typescript);
}

function exactLanguage(typescript: TypeScript): Language {
  return {
    extract: (path, text) => extractFacts(typescript, path, text),
    parseJson: (text) => {
      const parsed = typescript.parseConfigFileTextToJson("tsconfig.json", text) as { config?: unknown };
      return parsed.config;
    },
  };
}
