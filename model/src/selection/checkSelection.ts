import { type Finding, type FindingCode, finding } from "../findings/finding.ts";
import { quote } from "../findings/quote.ts";
import { closest } from "../graph/similarity.ts";
import { type AssetKey, fromUserString, type KeyId, keyId, toUserString } from "../keys/assetKey.ts";
import { evaluateSelection } from "./evaluate.ts";
import { keyPlaces, writeSelectionValue } from "./keyPlaces.ts";
import { parseSelectOption } from "./legacy.ts";
import { findPicked } from "./picked.ts";
import { resolveSelection } from "./resolve.ts";
import type { SelectableAsset, SelectableGraph } from "./selectableGraph.ts";
import { SelectionError } from "./selectionError.ts";
import { tokenize } from "./tokens.ts";
import { nodesOf, type SelectionTree, type Span } from "./tree.ts";
import { keysMeant, unknownKeyMessage } from "./unknownKey.ts";

/** What is wrong with a stretch of a selection's text. Its suggestions are texts that could stand in place of the stretch. */
export interface SelectionFinding extends Finding {
  readonly span: Span;
}

/** Why a text is no selection, by itself: what `defineJob()` and `AssetSelection.fromString()` say of it when they run. */
export function checkSelectionText(text: string): SelectionFinding | undefined {
  try {
    parseSelectOption(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof SelectionError)) throw error;
    return { ...finding("invalid-selection", error.message), span: stretchAt(text, error.offset) };
  }
}

/** The token that begins at an offset; at the end of the text, where something is missing, the last one. */
function stretchAt(text: string, offset: number): Span {
  const tokens = tokenize(text).filter(({ kind }) => kind !== "end");
  const { start, end } = tokens.find((token) => token.start === offset) ?? tokens.at(-1) ?? { start: 0, end: text.length };
  return offset > start && offset < end ? { start: offset, end } : { start, end };
}

/** The keys that a text names as a whole and that nobody declares. Each that is found costs a look-up. */
export function checkSelectedKeys(text: string, { nodes }: SelectableGraph): SelectionFinding[] {
  return keyPlaces(text).flatMap(({ pattern, start, end, quoted }): readonly SelectionFinding[] => {
    if (pattern.includes("*") || isDeclared(pattern, nodes)) return [];
    const key = fromUserString(pattern);
    const meant = keysMeant(key, { nodes, order: [] });
    const suggestions = writtenAs(meant, quoted);
    return [{ ...finding("unknown-selected-asset", unknownKeyMessage(key, meant), [], suggestions), span: { start, end } }];
  });
}

function isDeclared(pattern: string, nodes: SelectableGraph["nodes"]): boolean {
  const node = nodes.get(keyId(fromUserString(pattern)));
  if (node !== undefined) return node.kind !== "stub";
  // A segment may hold a slash, though no rule allows it.
  return nodes.values().some(({ key, kind }) => kind !== "stub" && toUserString(key) === pattern);
}

/** What stands between the quotes, where there are some. */
function writtenAs(keys: readonly AssetKey[], quoted: boolean): string[] {
  return keys.flatMap((key) => {
    const written = writeSelectionValue(toUserString(key));
    if (written === undefined) return [];
    return quoted && written.startsWith('"') ? written.slice(1, -1) : written;
  });
}

/** Whether a selection picks anything. */
export interface Emptiness {
  /** An asset that it picks. */
  readonly picked?: KeyId;
  /** Present where it is certain that it picks none. */
  readonly finding?: SelectionFinding;
}

/** How a selection is looked at. */
export interface EmptinessOptions {
  /** Whether what it picks is to be computed, as a job does; external assets alone are then nothing. */
  readonly toCompute?: boolean;
  /** What it has picked in an earlier state of the graph: where that goes on being picked, nothing else is looked at. */
  readonly before?: KeyId | undefined;
}

/**
 * Whether a selection whose keys all exist picks anything of a graph in which all assets are known. Nothing is said of
 * what the declarations do not tell, such as a status, and where a group, label or dependency is not known that it may
 * depend on.
 */
export function checkEmptiness(text: string, graph: SelectableGraph, options: EmptinessOptions = {}): Emptiness {
  try {
    const tree = parseSelectOption(text);
    const asked: SelectionTree = options.toCompute ? { op: "materializable", arg: tree } : tree;
    const picked = findPicked(asked, graph, options.before);
    if (picked !== undefined) return { picked };
    if (mayBeMore(tree, graph)) return {};
    return options.toCompute ? emptyJob(text, tree, graph) : { finding: nothingMatches(text, tree, graph) };
  } catch (error) {
    if (error instanceof SelectionError) return {};
    throw error;
  }
}

/** Nothing can be computed: there may be assets that are observed, or external ones. */
function emptyJob(text: string, tree: SelectionTree, graph: SelectableGraph): Emptiness {
  const whole = { start: 0, end: text.length };
  try {
    const [observed] = resolveSelection(tree, graph);
    if (observed !== undefined) return { picked: observed };
  } catch (error) {
    if (!(error instanceof SelectionError)) throw error;
    return error.code === "external-key" ? { finding: { ...finding(empty, error.message), span: whole } } : {};
  }
  if (evaluateSelection(tree, graph).length === 0) return { finding: nothingMatches(text, tree, graph) };
  const message = `Nothing is selected that could be computed: every asset that matches ${quote(text)} is external.`;
  return { finding: { ...finding(empty, message), span: whole } };
}

const empty: FindingCode = "empty-selection";

function nothingMatches(text: string, tree: SelectionTree, graph: SelectableGraph): SelectionFinding {
  const culprits = emptyParts(tree, graph);
  const [only] = culprits.length === 1 ? culprits : [];
  const span = only?.span ?? { start: 0, end: text.length };
  const suggestions = only === undefined ? [] : partsMeant(only, graph);
  const guess = suggestions.length === 0 ? "" : ` Did you mean ${suggestions.map(quote).join(" or ")}?`;
  const message = `Nothing is selected: no asset matches ${quote(text.slice(span.start, span.end))}.${guess}`;
  return { ...finding(empty, message, [], suggestions), span };
}

/** The patterns and attributes that match nothing by themselves, without those that take away. */
function emptyParts(tree: SelectionTree, graph: SelectableGraph): SelectionTree[] {
  switch (tree.op) {
    case "and":
    case "or":
      return [...new Set(tree.args.flatMap((arg) => emptyParts(arg, graph)))];
    case "up":
    case "down":
    case "sinks":
    case "roots":
      return emptyParts(tree.arg, graph);
    case "key":
    case "tag":
    case "attr":
      return evaluateSelection(tree, graph).length === 0 ? [tree] : [];
    default:
      return [];
  }
}

/** The same attribute with the values of other assets that are most like its own. */
function partsMeant(tree: SelectionTree, { nodes }: SelectableGraph): string[] {
  if (tree.op !== "attr" || tree.value === null) return [];
  const { name, value } = tree;
  const values = valuesOf[name];
  if (values === undefined) return [];
  const known = new Set(nodes.values().flatMap(values));
  return closest(value, known).flatMap((each) => {
    const written = writeSelectionValue(each);
    return written === undefined ? [] : [`${name}:${written}`];
  });
}

const valuesOf: { readonly [attribute: string]: ((asset: SelectableAsset) => readonly string[]) | undefined } = {
  group: ({ groupName }) => (groupName === null ? [] : [groupName]),
  kind: ({ spec }) => spec?.kinds ?? [],
  owner: ({ spec }) => spec?.owners ?? [],
};

/** Whether something is not known that the selection may pick an asset by. */
function mayBeMore(tree: SelectionTree, { nodes }: SelectableGraph): boolean {
  const parts = [...nodesOf(tree).keys()];
  const asks = (attributes: readonly string[]) => parts.some((part) => part.op === "attr" && attributes.includes(part.name));
  const byGroup = asks(["group"]);
  const byLabel = asks(["kind", "owner", "partitions"]) || parts.some(({ op }) => op === "tag");
  const byEdges = parts.some(({ op }) => ["up", "down", "sinks", "roots"].includes(op));
  if (!byGroup && !byLabel && !byEdges) return false;
  return nodes
    .values()
    .some(
      ({ spec }) =>
        (byGroup && spec?.groupNameUnknown === true) ||
        (byLabel && spec?.labelsUnknown === true) ||
        (byEdges && spec?.depsIncomplete === true),
    );
}
