import type { AnalyzedAsset, AnalyzedCheckStep, SourceRange } from "@headwater/analysis";
import type { AssetSpec } from "@headwater/model";
import { stringAt } from "../text/stringAt.ts";
import { checkStepsIn } from "./assetAt.ts";
import type { Project } from "./project.ts";
import type { Workspace } from "./workspace.ts";

/** What assets share with others by a name. */
export type Attribute = "group" | "kind" | "owner" | "resource";

/** A name of something that assets share, at a place of a file. */
export interface AttributeAt {
  readonly project: Project;
  readonly attribute: Attribute;
  readonly name: string;
  readonly range: SourceRange;
}

const options: ReadonlyMap<string | number | undefined, Attribute> = new Map([
  ["groupName", "group"],
  ["kinds", "kind"],
  ["owners", "owner"],
  ["requiredResourceKeys", "resource"],
]);

/**
 * The text at an offset that gives an asset a group, kind, owner or resource, or the input that takes a resource. Undefined
 * for all else, constants that stand for such a text included.
 */
export function attributeAt(workspace: Workspace, path: string, text: string, offset: number): AttributeAt | undefined {
  const found = workspace.assetsIn(path);
  if (found === undefined) return undefined;
  const { project, assets } = found;
  const holds = ({ startOffset, endOffset }: SourceRange) => startOffset <= offset && offset <= endOffset;
  for (const declared of [...assets, ...checkStepsIn(project, path)]) {
    if (!holds(declared.callRange)) continue;
    for (const { path: option, range } of declared.places) {
      if (!holds(range)) continue;
      if (option[0] === "parameters" && typeof option[1] === "string") {
        const [, name] = option;
        const isInput = declared.spec.deps.some(({ inputName }) => inputName === name);
        if (isInput || !declared.spec.requiredResourceKeys.includes(name)) continue;
        return { project, attribute: "resource", name, range };
      }
      const attribute = options.get(option.at(-1));
      const string = attribute && stringAt(text, offset);
      if (attribute === undefined || string === undefined) continue;
      if (string.start < range.startOffset || string.end > range.endOffset) continue;
      const name = text.slice(string.start, string.end);
      if (!hasAttribute(declared, attribute, name)) continue;
      const { start, startOffset } = range;
      // A list may reach over lines.
      const isWhole = string.start === startOffset + 1;
      return { project, attribute, name, range: isWhole ? range : partOf(text, start, startOffset, string) };
    }
  }
  return undefined;
}

function partOf(
  text: string,
  start: SourceRange["start"],
  startOffset: number,
  string: { readonly start: number; readonly end: number },
): SourceRange {
  const before = text.slice(startOffset, string.start).split(/\r\n|\r|\n/);
  const line = start.line + before.length - 1;
  const last = before.at(-1)?.length ?? 0;
  const character = before.length === 1 ? start.character + last : last;
  const end = { line, character: character + string.end - string.start };
  return { start: { line, character }, end, startOffset: string.start, endOffset: string.end };
}

function hasAttribute({ spec }: AnalyzedAsset | AnalyzedCheckStep, attribute: Attribute, name: string): boolean {
  if (attribute === "resource") return spec.requiredResourceKeys.includes(name);
  return "groupName" in spec && specHas(spec, attribute, name);
}

/** Whether an asset has an attribute of this name. */
export function specHas(spec: AssetSpec, attribute: Attribute, name: string): boolean {
  switch (attribute) {
    case "group":
      return spec.groupName === name;
    case "kind":
      return spec.kinds.includes(name);
    case "owner":
      return spec.owners.includes(name);
    case "resource":
      return spec.requiredResourceKeys.includes(name);
  }
}
