/** What `headwater/testing` has, from which the build makes the published types. index.ts carries it out. */
import type { AnalyzedTexts } from "./analyzedTexts.ts";

export type * from "./analyzedTexts.ts";

/** How {@link analyzeTexts} reads texts. */
export interface AnalyzeTextsOptions {
  /**
   * The project's folder, as a path or a `file:` URL, for what the texts import: files such as the helper that is tested, and
   * settings such as tsconfig.json. Left out: there is nothing but the texts.
   */
  readonly folder?: string | URL;
}

/**
 * Says which assets the analysis sees in TypeScript texts, without running them: what the editor and `headwater check` show of
 * files with these texts. Only what the texts themselves declare is told, not what else a helper's file has.
 *
 * @param texts by the names of their files, which are relative to the project's folder; one text alone is `src/assets.ts`. In
 *   them `«…»` marks a stretch and `‸` a place; the marks are taken out, and `marks` of the answer says what stands there
 * @throws Error where a mark is not closed
 */
export declare function analyzeTexts(
  texts: string | Readonly<Record<string, string>>,
  options?: AnalyzeTextsOptions,
): Promise<AnalyzedTexts>;
