import { escapeFor, readStringLiteral } from "@headwater/analysis";
import {
  type AttributeName,
  completeSelection,
  fromEscapedString,
  readSelection,
  type SelectionCompletion,
  toUserString,
  writeSelectionValue,
} from "@headwater/model";
import { type CompletionItem, CompletionItemKind, type CompletionList } from "vscode-languageserver";
import { counted } from "../assetCard/writer.ts";
import { selectionAt } from "../selections/selectionAt.ts";
import { callsAround } from "../text/callsAround.ts";
import { type StringContent, stringAt } from "../text/stringAt.ts";
import { describeAsset } from "./keyItems.ts";
import type { Label } from "./namesInUse.ts";
import { nearestKeys } from "./nearestKeys.ts";
import type { CompletionPlace } from "./place.ts";
import { rangeBetween, sortTextAt } from "./replaced.ts";

/** Where a text is read as a selection. */
const places = /(?:^| )(?:AssetSelection\.fromString\(0|defineJob\(0 \{selection|materialize\(1 \{select)$/;

/** What may stand in a selection at a place of its text; undefined outside of such texts. */
export function completeSelectionText(place: CompletionPlace): CompletionList | undefined {
  const { workspace, path, document, text, offset, imports } = place;
  const content = stringAt(text, offset);
  if (content === undefined) return undefined;
  const isOne = places.test(callsAround(content, imports)) || selectionAt(workspace, path, text, offset) !== undefined;
  const read = isOne ? readStringLiteral(text.slice(content.start - 1, content.end + (content.closed ? 1 : 0))) : undefined;
  if (read === undefined) return undefined;
  const fileOffset = (at: number) => content.start - 1 + (read.offsets[at] ?? content.end - content.start + 1);
  const at = Math.max(
    0,
    read.offsets.findLastIndex((each) => content.start - 1 + each <= offset),
  );
  const { offers, isComplete, completion } = offersAt(place, read.text, at);
  const begun = read.text.slice(completion.span.start, at);
  const start = fileOffset(completion.span.start);
  const end = fileOffset(at + restOfWord(read.text, completion.span.start, at));
  const range = rangeBetween(document, start, Math.max(end, offset));
  const items = offers.flatMap((offer, order) => toItem(offer, order, { begun, range, content }) ?? []);
  return { isIncomplete: !isComplete, items };
}

/** What follows the place of the word or quote that is being written. */
function restOfWord(text: string, start: number, at: number): number {
  const rest = text.slice(at);
  const isQuoted = text[start] === '"' && at > start;
  return (isQuoted ? /^[^"\s]*"|^[\w/]*/ : /^[\w/]*/).exec(rest)?.[0].length ?? 0;
}

/** A text that may stand in a selection. */
interface Offer extends Pick<CompletionItem, "detail" | "documentation"> {
  /** A value as it is, without quotes; any other text as it is written. */
  readonly text: string;
  readonly kind: CompletionItemKind;
  readonly isValue?: boolean;
  /** What stands before a value. */
  readonly before?: string;
}

interface Offers {
  readonly offers: readonly Offer[];
  readonly isComplete: boolean;
  readonly completion: SelectionCompletion;
}

function offersAt(place: CompletionPlace, text: string, at: number): Offers {
  const completion = completeSelection(text, at);
  const { span, expected, attribute, tag } = completion;
  const before = text.slice(0, span.start);
  const typed = text.slice(span.start, at).replace(/^"/, "");
  if (expected.includes("value") && attribute !== undefined) {
    return { ...valuesOf(place, attribute, tag, typed), completion };
  }
  const operators = [
    ...(expected.includes("and") ? ["and", "or"] : []),
    ...(expected.includes("not") ? ["not"] : []),
    ...(expected.includes("*") ? ["*"] : []),
  ].map((word): Offer => ({ text: word, kind: CompletionItemKind.Operator }));
  if (isShortForm(before)) return { ...keys(place, typed, ""), completion };
  if (!expected.includes("attribute")) return { offers: operators, isComplete: true, completion };
  const found = keys(place, typed, "key:");
  return { offers: [...attributes, ...functions, ...operators, ...found.offers], isComplete: found.isComplete, completion };
}

/** Whether another key without its attribute may follow a text, which the grammar does not know. */
function isShortForm(before: string): boolean {
  if (/[:()=<]|(?:^|[\s,])(?:and|or|not)(?:$|[\s,])/i.test(before)) return false;
  return /[^\s,+][+\d]*[\s,]+(?:\d*\+)?$/.test(before) && readSelection(before).problems.length > 0;
}

/** Those that the declarations tell. */
const attributes: readonly Offer[] = (
  [
    ["key", "an asset, or several by a pattern"],
    ["group", "the assets of a group"],
    ["kind", "the assets of a kind"],
    ["tag", "the assets with a tag"],
    ["owner", "the assets of an owner"],
    ["is", "external or materializable assets"],
    ["partitions", "the assets by their partitions"],
  ] as const
).map(([name, detail]) => ({ text: `${name}:`, detail, kind: CompletionItemKind.Property }));

const functions: readonly Offer[] = [
  { text: "sinks(", detail: "those that no other is downstream of", kind: CompletionItemKind.Function },
  { text: "roots(", detail: "those that no other is upstream of", kind: CompletionItemKind.Function },
];

const fixed: { readonly [attribute in AttributeName]?: readonly string[] } = {
  is: ["external", "materializable"],
  partitions: ["none", "static", "dynamic", "time", "multipartitions"],
};

const labels: { readonly [attribute in AttributeName]?: Label } = { group: "group", kind: "kind", tag: "tag", owner: "owner" };

function valuesOf(
  place: CompletionPlace,
  attribute: AttributeName,
  tag: string | undefined,
  typed: string,
): Omit<Offers, "completion"> {
  const { names } = place.project;
  if (attribute === "key") return keys(place, typed, "");
  const value = (text: string, detail?: string): Offer => ({
    text,
    kind: CompletionItemKind.Value,
    isValue: true,
    ...(detail === undefined ? {} : { detail }),
  });
  const label = labels[attribute];
  const inUse = tag !== undefined ? names.valuesOfTag(tag) : label === undefined ? [] : names.names(label);
  const unset: readonly Offer[] =
    label === undefined || tag !== undefined
      ? []
      : [{ text: "<null>", detail: `without a ${label}`, kind: CompletionItemKind.Value }];
  return {
    offers: [
      ...(fixed[attribute] ?? []).map((text) => value(text)),
      ...inUse.map(([name, assets]) => value(name, counted(assets, "asset"))),
      ...unset,
    ],
    isComplete: true,
  };
}

function keys({ project, file }: CompletionPlace, typed: string, before: string): Omit<Offers, "completion"> {
  const { ids, isComplete } = nearestKeys(project, { file }, typed);
  const offers = ids.map((id): Offer => {
    const text = toUserString(fromEscapedString(id));
    return { text, before, isValue: true, kind: CompletionItemKind.Reference, ...describeAsset(project, id) };
  });
  return { offers, isComplete };
}

interface Written {
  /** What stands at the place already. */
  readonly begun: string;
  readonly range: ReturnType<typeof rangeBetween>;
  readonly content: StringContent;
}

function toItem(
  { text, isValue, before = "", kind, detail, documentation }: Offer,
  order: number,
  written: Written,
): CompletionItem | undefined {
  const { begun, range, content } = written;
  const isQuoted = begun.startsWith('"') && before === "";
  // A value that holds a quote has no form.
  const value = isValue === true ? writeSelectionValue(text) : text;
  if (value === undefined) return undefined;
  const plain = isQuoted ? `"${text}"` : value;
  const newText = escapeFor(content.quote, before + plain);
  return {
    label: before + text,
    kind,
    sortText: sortTextAt(order),
    // What is typed is held against it, so it begins as the text does.
    filterText: isQuoted ? newText : before + text,
    textEdit: { range, newText },
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation }),
  };
}
