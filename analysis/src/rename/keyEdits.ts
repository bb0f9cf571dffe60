import type { DeclarationPath, KeyId } from "@headwater/model";
import type { SourceRange } from "../facts/span.ts";
import type { IndexedProject } from "../naming/indexedProject.ts";
import { isKeyText, placesThatName } from "../naming/namingPlaces.ts";
import { placesInSelections } from "../naming/selectedKeys.ts";
import type { AnalyzedAsset } from "../projectAnalysis.ts";
import { rangeFrom } from "../text/rangeFrom.ts";
import { selectionEdit } from "./selectionEdits.ts";
import { lastSegmentAt } from "./writtenKey.ts";

/** A text that is to stand in the place of another, in a file relative to the project's root. */
export interface KeyEdit {
  readonly file: string;
  readonly range: SourceRange;
  readonly newText: string;
}

/** Why a key cannot be renamed. */
export interface Refusal {
  readonly refused: string;
}

/** The form of the names of constants and inputs. ECMA-262, 12.7. */
export const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

/** Whether an asset has its name from the constant that holds it. */
export function isNamedByConstant({ nameRange, callRange, bindingName, spec }: AnalyzedAsset): boolean {
  return bindingName === spec.key.path.at(-1) && nameRange.endOffset <= callRange.startOffset;
}

/**
 * What has to be written for the last segment of an asset's key to be another one: in its declaration, in the texts and
 * selections that name it and in the inputs that take it by its name. References to its constant stay as they are.
 *
 * @param isDeclared whether its declaration is changed elsewhere, with its constant
 */
export function keyEdits(
  project: IndexedProject,
  asset: AnalyzedAsset,
  newName: string,
  isDeclared: boolean,
): readonly KeyEdit[] | Refusal {
  const segment = asset.spec.key.path.at(-1) ?? "";
  const edits: KeyEdit[] = [];
  if (!isDeclared) {
    const edit = declarationEdit(project, asset, segment, newName);
    if ("refused" in edit) return edit;
    edits.push(edit);
  }
  const texts = new Map<string, string>();
  const textOf = (file: string) => {
    const text = texts.get(file) ?? project.files.read(file) ?? "";
    texts.set(file, text);
    return text;
  };
  for (const { file, range, by, ids } of placesThatName(project, new Set<KeyId>([asset.id]))) {
    const text = textOf(file);
    const place = `${file}:${range.start.line + 1}`;
    if (by === "code") {
      // A constant that holds the asset goes on doing so; one that holds its key would go on naming the old one.
      if (!project.live?.holdsData(file, text.slice(range.startOffset, range.endOffset))) continue;
      return refusal(`${place} names it by a constant that holds its key`);
    }
    if (ids.length > 1) return refusal(`${place} names several assets at once`);
    if (by === "input") {
      const written = text.slice(range.startOffset, range.endOffset);
      if (written !== segment || !takes(project, file, range, written, (path) => path[0] === "parameters")) continue;
      if (takes(project, file, range, newName)) return refusal(`the function at ${place} has an input called ${newName} already`);
      edits.push({ file, range, newText: inputText(text, range, newName) });
      continue;
    }
    const written = lastSegmentAt(text, range, segment);
    if (written === undefined) return refusal(`${place} names it without writing out its key`);
    edits.push({ file, range: written, newText: newName });
  }
  for (const place of placesInSelections(project, new Set<KeyId>([asset.id]))) {
    const edit = selectionEdit(place, textOf(place.file), newName);
    if ("refused" in edit) return refusal(edit.refused);
    edits.push(edit);
  }
  return edits;
}

function refusal(why: string): Refusal {
  return { refused: `The key cannot be renamed everywhere: ${why}. Write the key out there first.` };
}

/** What has to be written where an asset is declared for the last segment of its key to be another one. */
export function declarationEdit(
  project: IndexedProject,
  asset: AnalyzedAsset,
  segment: string,
  newName: string,
): KeyEdit | Refusal {
  const { file, nameRange, callRange, calleeRange } = asset;
  const text = project.files.read(file) ?? "";
  if (isKeyText(text, nameRange)) {
    const range = lastSegmentAt(text, nameRange, segment);
    return range === undefined
      ? refusal(`its declaration in ${file}:${nameRange.start.line + 1} makes the key of other texts`)
      : { file, range, newText: newName };
  }
  const isOwnName = nameRange.startOffset >= callRange.startOffset || isNamedByConstant(asset);
  const open = text.indexOf("(", calleeRange.endOffset);
  const hasOption = asset.places.some(
    ({ path, range: { startOffset, endOffset } }) =>
      /^(?:name|key)$/.test(String(path.at(-1))) && startOffset <= nameRange.startOffset && nameRange.endOffset <= endOffset,
  );
  if (asset.spec.unit !== undefined || !isOwnName || hasOption || open < 0 || open >= callRange.endOffset) {
    return refusal(`its declaration in ${file}:${nameRange.start.line + 1} does not write out its key`);
  }
  // The name of a function or constant stays: the options say another one.
  const inner = /^\s*\{/.exec(text.slice(open + 1));
  const at = open + 1 + (inner?.[0].length ?? 0);
  const range = rangeFrom(text, calleeRange, at, at);
  const name = `name: ${JSON.stringify(newName)}`;
  if (inner === null) return { file, range, newText: `{ ${name} }, ` };
  const isEmpty = /^\s*\}/.test(text.slice(at));
  return { file, range, newText: isEmpty ? ` ${name} ` : ` ${name},` };
}

/**
 * Whether the call around a place has an input of some name.
 *
 * @param declaredAt where it has to be declared: from its parameters the asset is taken that has its name, while an option
 *   gives it any
 */
function takes(
  project: IndexedProject,
  file: string,
  range: SourceRange,
  name: string,
  declaredAt: (path: DeclarationPath) => boolean = () => true,
): boolean {
  const declared = [...(project.analysis?.assetsOf.get(file) ?? []), ...(project.analysis?.checkStepsOf.get(file) ?? [])];
  return declared
    .filter(({ callRange }) => callRange.startOffset <= range.startOffset && range.endOffset <= callRange.endOffset)
    .some(({ spec }) =>
      // The value of a checked asset may be taken under any name.
      spec.deps.some((dep) => dep.inputName === name && declaredAt(dep.declaredAt)),
    );
}

/** What stands in a pattern for an input of another name: the function goes on using its own name for it. */
function inputText(text: string, range: SourceRange, newName: string): string {
  const written = text.slice(range.startOffset, range.endOffset);
  const isQuoted = /["'`]/.test(text[range.startOffset - 1] ?? "");
  if (isQuoted) return newName;
  const name = identifier.test(newName) ? newName : JSON.stringify(newName);
  return /^\s*:/.test(text.slice(range.endOffset, range.endOffset + 200)) ? name : `${name}: ${written}`;
}
