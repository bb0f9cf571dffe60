import { type AssetKey, type AssetSpec, fromEscapedString, keyId, toUserString } from "@headwater/model";
import { type CompletionItem, CompletionItemKind, type CompletionList } from "vscode-languageserver";
import { callsAround } from "../text/callsAround.ts";
import { type CodePlace, codeAt } from "../text/stringAt.ts";
import type { Project } from "../workspace/project.ts";
import { describeAsset } from "./keyItems.ts";
import { nearestKeys } from "./nearestKeys.ts";
import { assetAround, type CompletionPlace, checkStepAround } from "./place.ts";
import { rangeBetween, sortTextAt } from "./replaced.ts";

/** In the braces of the first parameter of a function that computes assets or checks. */
const pattern =
  /(?:^| )(asset|multiAsset|graphAsset|graphMultiAsset|observableAsset|assetCheck|multiAssetCheck)\([01] [^ (]*\(0 \{$/;
const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

interface Input {
  readonly name: string;
  readonly item: Partial<CompletionItem>;
}

/**
 * What a function may take as an input by its name: what `ins` and the resources name, then resources of the project, then,
 * for assets, the assets of one segment by nearness. What it takes already is left out. Undefined outside of such patterns.
 */
export function completeInput(place: CompletionPlace): CompletionList | undefined {
  const { document, text, offset, imports } = place;
  const code = codeAt(text, offset);
  const family = code && pattern.exec(callsAround(code, imports))?.[1];
  if (code === undefined || family === undefined || !isName(text, code)) return undefined;
  const taken = takenNames(text, code);
  const typed = text.slice(code.start, offset);
  const { inputs, isComplete } = family.endsWith("Check")
    ? inputsOfCheck(place, code.start)
    : inputsOfAsset(place, code.start, typed);
  const end = offset + (/^[\w$]*/.exec(text.slice(offset))?.[0].length ?? 0);
  const range = rangeBetween(document, code.start, end);
  const seen = new Set(taken);
  const items = inputs.flatMap(({ name, item }, at): readonly CompletionItem[] => {
    if (seen.has(name)) return [];
    seen.add(name);
    const newText = identifier.test(name) ? name : `${JSON.stringify(name)}: `;
    return [{ label: name, sortText: sortTextAt(at), filterText: name, textEdit: { range, newText }, ...item }];
  });
  return { isIncomplete: !isComplete, items };
}

/** Whether a parameter stands there and not what an arrow function gives back, and the name of a property and not its value. */
function isName(text: string, { start, opened }: CodePlace): boolean {
  const [parenthesis = 0] = opened.slice(-2);
  const before = text.slice(0, parenthesis).trimEnd();
  const head = /(?:[(,]|\basync|\bfunction(?:\s*\*)?(?:\s+[\w$]+)?)$/;
  return head.test(before) && /[{,]\s*$/.test(text.slice(0, start));
}

/** The names before and behind the place, without what they are called inside. */
function takenNames(text: string, { start, opened }: CodePlace): string[] {
  const open = (opened.at(-1) ?? start) + 1;
  const close = text.indexOf("}", start);
  const around = [text.slice(open, start), text.slice(start, close < 0 ? start : close).replace(/^[\w$]*/, "")].join("");
  return Array.from(around.matchAll(/(?:^|[{,])\s*["']?([\w$/.-]+)/g), ([, name = ""]) => name);
}

interface Inputs {
  readonly inputs: readonly Input[];
  /** False where there may be more. */
  readonly isComplete: boolean;
}

function inputsOfAsset(place: CompletionPlace, start: number, typed: string): Inputs {
  const { project, file } = place;
  const own = assetAround(place, start);
  const { ids, isComplete } = nearestKeys(project, { file, group: own?.spec.groupName, own: own?.id }, typed);
  const assets = ids.flatMap((id) => assetInput(project, fromEscapedString(id)));
  return { inputs: [...namedInputs(own?.spec), ...resources(project, own?.spec), ...assets], isComplete };
}

function inputsOfCheck(place: CompletionPlace, start: number): Inputs {
  const { project } = place;
  const spec = checkStepAround(place, start)?.spec;
  const checked = (spec?.checks ?? []).flatMap(({ asset }) => assetInput(project, asset));
  return { inputs: [...checked, ...namedInputs(spec), ...resources(project, spec)], isComplete: true };
}

type Spec = Pick<AssetSpec, "deps" | "requiredResourceKeys">;

/** What the options name. */
function namedInputs(spec: Spec | undefined): Input[] {
  return (spec?.deps ?? []).flatMap(({ inputName, key, declaredAt }): readonly Input[] => {
    if (inputName === undefined || declaredAt[0] === "parameters") return [];
    return [{ name: inputName, item: { kind: CompletionItemKind.Variable, detail: `input from ${toUserString(key)}` } }];
  });
}

function resources({ analysis }: Project, spec: Spec | undefined): Input[] {
  const names = [...(spec?.requiredResourceKeys ?? []), ...(analysis?.resourceKeys ?? [])];
  return names.map((name) => ({ name, item: { kind: CompletionItemKind.Module, detail: "resource" } }));
}

/** An asset whose key is one segment, which a name can mean. */
function assetInput(project: Project, key: AssetKey): readonly Input[] {
  const [name, second] = key.path;
  if (name === undefined || second !== undefined) return [];
  return [{ name, item: { kind: CompletionItemKind.Reference, ...describeAsset(project, keyId(key)) } }];
}
