import type ts from "typescript";
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

/** Loads TypeScript on first use (about half a second) and gives the exact extractor. */
export function typeScriptLanguage(): Promise<Language> {
  loading ??= import("typescript").then((module) => languageOf(module.default));
  return loading;
}

function languageOf(typescript: TypeScript): Language {
  return {
    extract: (path, text) => extractFacts(typescript, path, text),
    parseJson: (text) => {
      const parsed = typescript.parseConfigFileTextToJson("tsconfig.json", text) as { config?: unknown };
      return parsed.config;
    },
  };
}
