import type { AnalyzedAsset, SourceRange } from "@headwater/analysis";
import type { KeyId } from "@headwater/model";
import { rangeFrom } from "../text/rangeFrom.ts";
import { isKeyText, placesThatName } from "../workspace/assetPlaces.ts";
import type { Project } from "../workspace/project.ts";
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

const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

/** Whether an asset has its name from the constant that holds it. */
export function isNamedByConstant({ nameRange, callRange, bindingName, spec }: AnalyzedAsset): boolean {
  return bindingName === spec.key.path.at(-1) && nameRange.endOffset <= callRange.startOffset;
}

/**
 * What has to be written for the last segment of an asset's key to be another one: in its declaration, in the texts that name
 * it and in the inputs that take it by its name. References to its constant stay as they are.
 *
 * @param isDeclared whether its declaration is changed elsewhere, with its constant
 */
export function keyEdits(
  project: Project,
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
    if (by === "code") continue;
    const text = textOf(file);
    const place = `${file}:${range.start.line + 1}`;
    if (ids.length > 1) return refusal(`${place} names several assets at once`);
    if (by === "input") {
      const written = text.slice(range.startOffset, range.endOffset);
      if (written === segment && takesByName(project, file, range, written))
        edits.push({ file, range, newText: inputText(text, range, newName) });
      continue;
    }
    const written = lastSegmentAt(text, range, segment);
    if (written === undefined) return refusal(`${place} names it without writing out its key`);
    edits.push({ file, range: written, newText: newName });
  }
  return edits;
}

function refusal(why: string): Refusal {
  return { refused: `The key cannot be renamed everywhere: ${why}. Write the key out there first.` };
}

/** What has to be written where an asset is declared for the last segment of its key to be another one. */
export function declarationEdit(project: Project, asset: AnalyzedAsset, segment: string, newName: string): KeyEdit | Refusal {
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
  if (asset.spec.unit !== undefined || !isOwnName || open < 0 || open >= callRange.endOffset) {
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

/** Whether an input is taken from the asset that has its name, not from one that an option gives it. */
function takesByName(project: Project, file: string, range: SourceRange, name: string): boolean {
  const declared = [...(project.assetsOf.get(file) ?? []), ...(project.analysis?.checkStepsOf.get(file) ?? [])];
  return declared
    .filter(({ callRange }) => callRange.startOffset <= range.startOffset && range.endOffset <= callRange.endOffset)
    .some(({ spec }) =>
      // The value of a checked asset may be taken under any name.
      spec.deps.some(({ inputName, declaredAt }) => inputName === name && declaredAt[0] === "parameters"),
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
