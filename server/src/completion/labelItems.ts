import { escapeFor } from "@headwater/analysis";
import { type CompletionItem, CompletionItemKind, type CompletionList } from "vscode-languageserver";
import { counted } from "../assetCard/writer.ts";
import { callsAround } from "../text/callsAround.ts";
import { mendEnd } from "../text/dependencyText.ts";
import { codeAt, stringAt } from "../text/stringAt.ts";
import type { Label } from "./namesInUse.ts";
import type { CompletionPlace } from "./place.ts";
import { rangeBetween, sortTextAt } from "./replaced.ts";

const calls =
  "(?:asset|multiAsset|graphAsset|graphMultiAsset|externalAsset|observableAsset|assetCheck|multiAssetCheck|AssetSpec|AssetOut)";
const option = (rest: string) => new RegExp(`(?:^| )${calls}\\(0 \\{${rest}$`);
const selected = (method: string) => new RegExp(`(?:^| )AssetSelection\\.${method}$`);

type Named = Label | "resource";

/** Where a text names something that assets share. */
const places: readonly (readonly [place: RegExp, named: Named])[] = [
  [option("groupName"), "group"],
  [option("kinds \\["), "kind"],
  [option("owners \\["), "owner"],
  [option("requiredResourceKeys \\["), "resource"],
  [option("ioManagerKey"), "ioManager"],
  [option("pool"), "pool"],
  [selected("groups\\(\\d+"), "group"],
  [selected("kind\\(0"), "kind"],
  [selected("owner\\(0"), "owner"],
  [selected("tag\\(0"), "tag"],
];
const tagName = option("tags \\{");
const tagValue = new RegExp(`${option("tags \\{([\\w$./-]+)").source}`);

/** The groups, kinds, owners, tags, resources, I/O managers and pools in use, where one is named; undefined elsewhere. */
export function completeLabel(place: CompletionPlace): CompletionList | undefined {
  const { document, text, offset, imports } = place;
  const string = stringAt(text, offset);
  if (string === undefined) return completeTagName(place);
  const names = namedBy(place, callsAround(string, imports));
  if (names === undefined) return undefined;
  const content = mendEnd(string, text, offset);
  const written = text.slice(content.start, content.end);
  const range = rangeBetween(document, content.start, content.end);
  // What is being written is in use only if another asset has it.
  const others = names.filter(([name, assets]) => name !== written || assets !== 1);
  return listOf(others, (name) => ({ filterText: name, textEdit: { range, newText: escapeFor(content.quote, name) } }));
}

type InUse = readonly (readonly [name: string, assets: number | undefined])[];

function namedBy({ project }: CompletionPlace, around: string): InUse | undefined {
  const { names, analysis } = project;
  const named = places.find(([pattern]) => pattern.test(around))?.[1];
  if (named === "resource") return (analysis?.resourceKeys ?? []).map((name) => [name, undefined]);
  if (named !== undefined) return names.names(named);
  // A name in quotes stands where an object expects one.
  if (tagName.test(around)) return names.names("tag");
  const tag = tagValue.exec(around)?.[1];
  return tag === undefined ? undefined : names.valuesOfTag(tag);
}

/** The name of a tag without quotes, which it gets where it needs them. */
function completeTagName({ project, document, text, offset, imports }: CompletionPlace): CompletionList | undefined {
  const code = codeAt(text, offset);
  if (code === undefined || !tagName.test(callsAround(code, imports))) return undefined;
  if (!/[{,]\s*$/.test(text.slice(0, code.start))) return undefined;
  const end = offset + (/^[\w$]*/.exec(text.slice(offset))?.[0].length ?? 0);
  const range = rangeBetween(document, code.start, end);
  const colon = /^\s*:/.test(text.slice(end)) ? "" : ": ";
  return listOf(project.names.names("tag"), (name) => ({
    filterText: name,
    textEdit: { range, newText: `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}${colon}` },
  }));
}

function listOf(names: InUse, edit: (name: string) => Partial<CompletionItem>): CompletionList {
  const items = names.map(
    ([label, assets], at): CompletionItem => ({
      label,
      detail: assets === undefined ? "a resource of Definitions" : counted(assets, "asset"),
      kind: CompletionItemKind.Value,
      sortText: sortTextAt(at),
      ...edit(label),
    }),
  );
  return { isIncomplete: false, items };
}
