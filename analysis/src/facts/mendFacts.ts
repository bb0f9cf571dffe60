import type { BindingFact, ExportFact, FileFacts, StaleSpan } from "./fileFacts.ts";
import { isShared, movedSpan, type SharedStretch, sharedStretches } from "./sharedStretches.ts";
import type { Span } from "./span.ts";

/** A text without syntax errors and its facts. */
export interface GoodText {
  readonly text: string;
  readonly facts: FileFacts;
}

/**
 * The facts of a text with syntax errors, mended with those of the last text of the file that had none. What stands
 * before the statement with the first error is read from the text as it is. Behind it a parser only guesses, so there the
 * earlier facts stay, moved to where their text is now; what was edited among them, and what seems to be new, is `stale`.
 */
export function mendFacts(good: GoodText, text: string, broken: FileFacts): FileFacts {
  const stretches = sharedStretches(good.text, text);
  const move = (span: Span) => movedSpan(stretches, span, text.length);
  const firstError = Math.min(...broken.syntaxErrors.map(({ span }) => span.start));
  const certainEnd = lastEndBefore(broken, firstError, text);
  const certain = (span: Span) => span.end <= certainEnd;
  const behind = (span: Span) => move(span).start >= certainEnd;

  const bindings: BindingFact[] = broken.bindings.filter((binding) => certain(spanOf(binding)));
  // What was behind the error and is before it now has been moved there.
  const movedUp = new Set(bindings.map(({ name }) => name));
  const stale: StaleSpan[] = [];
  for (const binding of good.facts.bindings) {
    const span = spanOf(binding);
    if (!behind(span) || movedUp.has(binding.name)) continue;
    bindings.push(moved(binding, stretches, text.length));
    if (!isShared(stretches, span)) stale.push({ ...move(span), isNew: false });
  }
  const exports: ExportFact[] = [
    ...broken.exports.filter(({ span }) => certain(span)),
    ...good.facts.exports.filter(({ span }) => behind(span)).map((fact) => moved(fact, stretches, text.length)),
  ];

  const imports = [
    ...broken.imports.filter(({ span }) => certain(span)),
    ...good.facts.imports.filter(({ span }) => behind(span)).map((fact) => moved(fact, stretches, text.length)),
  ];

  // What the guess exports under a new name may be what is being written just now; nothing else of it is taken, since it
  // could hide what is known.
  const known = new Set([
    ...bindings.map(({ name }) => name),
    ...imports.flatMap(({ names }) => names.map(({ local }) => local)),
  ]);
  const knownExports = new Set(exports.map(nameOf));
  for (const fact of broken.exports) {
    if (knownExports.has(nameOf(fact))) continue;
    const own = fact.kind === "local" ? broken.bindings.find(({ name }) => name === fact.local) : undefined;
    if (fact.kind === "local" && (own === undefined || known.has(own.name))) continue;
    exports.push(fact);
    if (own === undefined) continue;
    bindings.push(own);
    const { start, end } = spanOf(own);
    // It seems to reach over what stands behind it as long as it is not closed.
    const next = bindings.map(({ nameSpan }) => nameSpan.start).filter((each) => each > own.nameSpan.start);
    stale.push({ start, end: Math.min(end, ...next.map((each) => each - 1)), isNew: true });
  }
  const mutations = [
    ...broken.mutations.filter(({ span }) => certain(span)),
    ...good.facts.mutations.filter(({ span }) => behind(span)).map((fact) => moved(fact, stretches, text.length)),
  ];
  return {
    lineStarts: broken.lineStarts,
    imports,
    exports: exports.sort((one, other) => one.span.start - other.span.start),
    bindings: bindings.sort((one, other) => one.nameSpan.start - other.nameSpan.start),
    mutations: mutations.sort((one, other) => one.span.start - other.span.start),
    requires: broken.requires || good.facts.requires,
    syntaxErrors: broken.syntaxErrors,
    stale,
  };
}

/** From the name to the end of the value. */
function spanOf({ nameSpan, value }: BindingFact): Span {
  return { start: Math.min(nameSpan.start, value.span.start), end: Math.max(nameSpan.end, value.span.end) };
}

function nameOf(fact: ExportFact): string {
  return fact.kind === "all" ? `* ${fact.specifier}` : fact.name;
}

/**
 * Where the last fact ends that the parser was done with when it met the first error: some code stands between them. A
 * statement that reaches the error may lack its end, and may have swallowed others.
 */
function lastEndBefore({ bindings, imports, exports }: FileFacts, firstError: number, text: string): number {
  const ends = [
    ...bindings.map((binding) => spanOf(binding).end),
    ...imports.map(({ span }) => span.end),
    ...exports.flatMap(({ kind, span }) => (kind === "local" ? [] : [span.end])),
  ];
  const done = ends.filter((end) => end < firstError).sort((one, other) => other - one);
  return done.find((end) => hasCode(text.slice(end, firstError))) ?? 0;
}

function hasCode(text: string): boolean {
  return text.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/.*/g, "").trim() !== "";
}

/** A copy of facts with all of their spans moved; the same object where nothing moves. */
function moved<T extends object>(facts: T, stretches: readonly SharedStretch[], lengthAfter: number): T {
  const copy = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map(copy);
      return items.every((item, at) => item === value[at]) ? value : items;
    }
    if (isSpan(value)) {
      const span = movedSpan(stretches, value, lengthAfter);
      return span.start === value.start && span.end === value.end ? value : span;
    }
    const entries = Object.entries(value).map(([name, part]) => [name, copy(part), part] as const);
    return entries.every(([, now, before]) => now === before) ? value : Object.fromEntries(entries);
  };
  // Facts are plain data, and a copy differs from them in its offsets alone.
  return copy(facts) as T;
}

function isSpan(value: object): value is Span {
  return "start" in value && "end" in value && typeof value.start === "number" && typeof value.end === "number";
}
