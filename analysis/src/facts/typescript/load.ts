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
  loading ??= loadExactLanguage().then((exact) => ({
    extract: (path, text) => extractFast(path, text) ?? exact.extract(path, text),
    parseJson: exact.parseJson,
  }));
  return loading;
}

/** Loads TypeScript and gives the exact extractor alone, which reads the compiler's own tree. */
export async function loadExactLanguage(): Promise<Language> {
  const { default: typescript } = await import("typescript");
  return {
    extract: (path, text) => extractFacts(typescript, path, text),
    parseJson: (text) => {
      const parsed = typescript.parseConfigFileTextToJson("tsconfig.json", text) as { config?: unknown };
      return parsed.config;
    },
  };
}
