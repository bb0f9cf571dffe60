import { isDeepStrictEqual } from "node:util";
import { extractFast } from "../facts/fast/extractFast.ts";
import type { FactExtractor, FileFacts } from "../facts/fileFacts.ts";
import type { Source } from "./mutateSources.ts";

/** How often extractors were compared. */
export interface Comparison {
  inputs: number;
  /** Texts of which both gave facts. They agreed, since a disagreement is thrown. */
  compared: number;
  /** Texts with syntax errors, and others, that the fast extractor left to the exact one. */
  broken: number;
  left: number;
}

/** Makes a count of nothing. */
export function nothingCompared(): Comparison {
  return { inputs: 0, compared: 0, broken: 0, left: 0 };
}

/** The fast extractor is to be done sooner, in milliseconds of the processor: on a busy machine the clock says nothing. */
const longest = 1000;

/** Compares what the extractors say of a text. Throws where they disagree, or where the fast one fails or takes too long. */
export function compareExtractors(exact: FactExtractor, { path, text }: Source, into: Comparison): void {
  into.inputs++;
  const start = process.cpuUsage();
  const fast = extractFast(path, text);
  const { user, system } = process.cpuUsage(start);
  const taken = (user + system) / 1000;
  if (taken > longest) throw new Error(`The fast extractor took ${Math.round(taken)} ms for ${path}.`);
  const expected = exact.extract(path, text);
  if (fast === undefined) {
    if (expected.syntaxErrors.length > 0) into.broken++;
    else into.left++;
    return;
  }
  into.compared++;
  if (isDeepStrictEqual(fast, expected)) return;
  throw new Error(`The extractors disagree about ${path}: ${differenceOf(fast, expected)}`);
}

function differenceOf(fast: FileFacts, exact: FileFacts): string {
  for (const name of Object.keys(exact) as (keyof FileFacts)[]) {
    const [one, other] = [listOf(exact[name]), listOf(fast[name])];
    for (let at = 0; at < Math.max(one.length, other.length); at++) {
      if (!isDeepStrictEqual(one[at], other[at])) return `${name}[${at}] is ${show(one[at])}, not ${show(other[at])}`;
    }
  }
  return "the facts have other names";
}

function listOf(facts: FileFacts[keyof FileFacts]): readonly unknown[] {
  return Array.isArray(facts) ? facts : [facts];
}

function show(value: unknown): string {
  const text = JSON.stringify(value, (_key, each) => (typeof each === "bigint" ? `${each}n` : each)) ?? "nothing";
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
