import { type AssetKey, type DeclarationPath, type KeyId, keyId } from "@headwater/model";
import type { SourceRange } from "../facts/span.ts";
import type { AnalyzedAsset, AnalyzedCheckStep } from "../projectAnalysis.ts";
import { readKeyText, readSimpleString } from "../text/keyText.ts";
import { type Dependent, dependentOf, samePath, upstreamOf } from "./dependents.ts";
import type { IndexedProject } from "./indexedProject.ts";

/** What a call declares: an asset, or a step of checks. */
export type Declared = AnalyzedAsset | AnalyzedCheckStep;

/**
 * How a place names an asset.
 *
 * - `text`: by its key
 * - `code`: by the constant, function or property that stands for it, which TypeScript knows more about
 * - `input`: by the name of a parameter
 */
export type NamedBy = "text" | "code" | "input";

/** A place that names assets: more than one where it stands for all that a function computes. */
export interface NamingPlace {
  /** Without the quotes of a string. */
  readonly range: SourceRange;
  readonly by: NamedBy;
  readonly ids: readonly KeyId[];
}

const lists: ReadonlySet<string | number | undefined> = new Set(["deps", "ins", "additionalDeps", "additionalIns"]);
const reference = /^[\w$]+(?:\s*\??\.\s*[\w$]+|\s*\[[^[\]]*\])*$/;

/**
 * The places in a call where its dependencies are named, in the order of the declaration. What stands outside the call, as
 * in options that are spread into it, is left out.
 *
 * @param declared what the call declares; all share their places
 * @param text the file's
 */
export function namingPlaces(project: IndexedProject, declared: readonly Declared[], text: string): NamingPlace[] {
  const places = declared[0]?.places ?? [];
  const named: NamingPlace[] = [];
  const dependents = declared.map((each) => dependentOf(project, each));
  const known = dependents.flatMap((dependent) =>
    dependent.deps.map((dependency) => ({ ...dependency, id: upstreamOf(dependent, dependency) })),
  );
  const codeIds = new Map<string, readonly KeyId[]>();
  const unresolved: { readonly code: string; readonly range: SourceRange }[] = [];
  for (const { path, range } of places) {
    const isInput = path[0] === "parameters" && path.length === 2;
    if (!isInput && !namesUpstream(path)) continue;
    const code = text.slice(range.startOffset, range.endOffset);
    if (isInput) {
      const ids = known.flatMap((each) => (each.inputName === path[1] ? [each.id] : []));
      if (code === path[1] || readSimpleString(code) === path[1]) named.push({ range: inside(range, code), by: "input", ids });
      continue;
    }
    const here = known.filter(({ declaredAt }) => samePath(declaredAt, path));
    const key = readKeyText(code);
    if (key !== undefined) {
      const ids = idsOfKey(project, key, here.length > 0 ? here : known, here.length === 0);
      named.push({ range: inside(range, code), by: "text", ids });
    } else if (isTelling(declared, path, range, code)) {
      if (!reference.test(code)) named.push({ range, by: "text", ids: here.map(({ id }) => id) });
      else if (here.length === 0) unresolved.push({ code, range });
      else {
        const ids = here.map(({ id }) => id);
        codeIds.set(code, [...(codeIds.get(code) ?? []), ...ids]);
        named.push({ range, by: "code", ids });
      }
    }
  }
  // A dependency that is declared twice stands in the spec once.
  for (const { code, range } of unresolved) {
    const ids = codeIds.get(code) ?? known.flatMap(({ id }) => (isHeldBy(project, id, code) ? [id] : []));
    named.push({ range, by: "code", ids });
  }
  return merged(named);
}

/** One place for each range. */
function merged(named: readonly NamingPlace[]): NamingPlace[] {
  const byRange = Map.groupBy(named, ({ range }) => `${range.startOffset} ${range.endOffset}`);
  return [...byRange.values()].flatMap((same): NamingPlace[] => {
    const ids = [...new Set(same.flatMap((each) => each.ids))];
    const [first] = same;
    return first === undefined || ids.length === 0 ? [] : [{ range: first.range, by: first.by, ids }];
  });
}

/** Whether a reference ends with the name of the constant that holds an asset. */
export function isHeldBy(project: IndexedProject, id: KeyId, code: string): boolean {
  const asset = project.index.get(id);
  const name = /[\w$]+$/.exec(code)?.[0];
  return name !== undefined && (asset?.bindingName === name || asset?.exportedName === name);
}

/** Whether a path means one upstream, not a list of them. */
function namesUpstream(path: DeclarationPath): boolean {
  return path.at(-1) === "asset" || lists.has(path.at(-2)) || path.at(-3) === "internalAssetDeps";
}

function idsOfKey(
  { analysis }: IndexedProject,
  key: AssetKey,
  dependencies: readonly (Dependent["deps"][number] & { readonly id: KeyId })[],
  elsewhereToo: boolean,
): readonly KeyId[] {
  const written = keyId(key);
  const ids = dependencies.flatMap((each) => (keyId(each.key) === written ? [each.id] : []));
  if (ids.length > 0 || !elsewhereToo) return ids;
  return analysis?.graph.nodes.has(written) ? [written] : [];
}

/** Whether a place is the upstream's own, and not one that stands for more because the upstream is named elsewhere. */
function isTelling(declared: readonly Declared[], path: DeclarationPath, range: SourceRange, code: string): boolean {
  if (/^(?:\.\.\.|\{)/.test(code)) return false;
  if (
    declared.some(({ nameRange, calleeRange, callRange }) =>
      [nameRange, calleeRange, callRange].some((each) => same(each, range)),
    )
  )
    return false;
  const around = path.slice(0, -1);
  return (declared[0]?.places ?? []).every((other) => !same(other.range, range) || samePath(other.path.slice(0, -1), around));
}

/** The content of a string, which is what TypeScript gives as its place too; the range as it is for all other code. */
export function inside(range: SourceRange, code: string): SourceRange {
  if (readSimpleString(code) === undefined) return range;
  const { start, end, startOffset, endOffset } = range;
  return {
    start: { line: start.line, character: start.character + 1 },
    end: { line: end.line, character: end.character - 1 },
    startOffset: startOffset + 1,
    endOffset: endOffset - 1,
  };
}

/** Whether what names an asset is a text rather than a constant, function or property. */
export function isKeyText(text: string, { startOffset, endOffset }: SourceRange): boolean {
  return /^(?:["'`[]|(?:[\w$]+\.)*AssetKey\()/.test(text.slice(startOffset, endOffset));
}

/** A place that names an asset, and the file in which it stands, relative to the project's root. */
export interface FoundPlace extends NamingPlace {
  readonly file: string;
}

/**
 * All places in a project where dependencies name some assets, file by file. Its cost grows with the number of those that
 * depend on them, and of all checks.
 */
export function placesThatName(project: IndexedProject, ids: ReadonlySet<KeyId>): FoundPlace[] {
  const { analysis } = project;
  if (analysis === undefined) return [];
  const { nodes, checks } = analysis.graph;
  const dependents = new Set<KeyId>([...ids].flatMap((id) => [id, ...(nodes.get(id)?.downstream ?? [])]));
  for (const { asset, additionalDeps } of checks.values()) if (additionalDeps.some((id) => ids.has(id))) dependents.add(asset);
  // The graph has the dependencies of one asset of each key alone.
  const others = [...project.index.collisions()].flatMap((id) =>
    project.index.all(id).filter((asset) => !dependents.has(id) && dependsOn(asset, ids)),
  );
  const meant: Declared[] = [
    ...[...dependents].flatMap((id) => project.index.all(id)),
    ...others,
    ...stepsThatDependOn(project, ids),
  ];
  const calls = Map.groupBy(meant, ({ places }) => places);
  const found: FoundPlace[] = [];
  for (const declared of calls.values()) {
    const file = declared[0]?.file;
    const text = file === undefined ? undefined : project.files.read(file);
    if (file === undefined || text === undefined) continue;
    for (const place of namingPlaces(project, declared, text)) {
      if (place.ids.some((id) => ids.has(id))) found.push({ ...place, file });
    }
  }
  return found.sort((one, other) =>
    one.file === other.file ? one.range.startOffset - other.range.startOffset : one.file < other.file ? -1 : 1,
  );
}

/** The steps of checks that depend on one of some assets. */
export function stepsThatDependOn({ analysis }: IndexedProject, ids: ReadonlySet<KeyId>): AnalyzedCheckStep[] {
  return [...(analysis?.checkStepsOf.values() ?? [])].flatMap((steps) => steps.filter((step) => dependsOn(step, ids)));
}

function dependsOn({ spec }: Declared, ids: ReadonlySet<KeyId>): boolean {
  return spec.deps.some(({ key }) => ids.has(keyId(key)));
}

function same(one: SourceRange, other: SourceRange): boolean {
  return one.startOffset === other.startOffset && one.endOffset === other.endOffset;
}
