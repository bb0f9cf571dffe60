import {
  type AnalyzedAsset,
  type AnalyzedCheckStep,
  type DeclaredPlaces,
  readSimpleString,
  type SourceRange,
} from "@headwater/analysis";
import { type AssetCheckSpecData, type DeclarationPath, toUserString } from "@headwater/model";
import { type DocumentSymbol, type DocumentSymbolParams, type SymbolInformation, SymbolKind } from "vscode-languageserver";
import { checkStepsIn } from "../workspace/assetAt.ts";
import { kindName, rangeOf, symbolKindOf, wholeRange } from "../workspace/assetLocation.ts";
import { type FeatureContext, requestedDocument } from "./context.ts";

/**
 * The assets and checks of a file, in the order of the text. Assets that one function computes stand below it, and checks that
 * belong to the call of an asset below that.
 */
export function provideDocumentSymbols(
  context: FeatureContext,
  { textDocument }: DocumentSymbolParams,
): DocumentSymbol[] | SymbolInformation[] {
  const requested = requestedDocument(context, textDocument.uri);
  const found = requested && context.workspace.assetsIn(requested.path);
  if (requested === undefined || found === undefined) return [];
  const text = requested.document.getText();
  const alone = found.assets.filter(({ spec }) => spec.unit === undefined);
  const units = Map.groupBy(
    found.assets.filter(({ spec }) => spec.unit !== undefined),
    ({ places }) => places,
  );
  const symbols = [
    ...alone.map((asset) => assetSymbol(asset, text)),
    ...[...units.values()].flatMap((members) => unitSymbol(members, text)),
    ...checkStepsIn(found.project, requested.path).map((step) => stepSymbol(step, text)),
  ].sort((one, other) => compare(one, other));
  return context.client.symbolTrees ? symbols : flat(symbols, requested.document.uri);
}

function assetSymbol(asset: AnalyzedAsset, text: string): DocumentSymbol {
  const { spec } = asset;
  const kind = spec.materializable ? "materializable" : "external";
  const children = spec.checks.map((check) => checkSymbol(check, asset, text));
  return {
    name: toUserString(spec.key),
    detail: [spec.groupName, kindName(kind)].join(" · "),
    kind: symbolKindOf(kind),
    range: wholeRange(asset),
    selectionRange: rangeOf(asset.nameRange),
    ...(children.length === 0 ? {} : { children }),
  };
}

function unitSymbol(members: readonly AnalyzedAsset[], text: string): DocumentSymbol[] {
  const [first] = members;
  if (first === undefined) return [];
  const { callRange, calleeRange, bindingName, spec } = first;
  const name = bindingName ?? spec.stepName;
  return [
    {
      name: name === "" ? text.slice(calleeRange.startOffset, calleeRange.endOffset) : name,
      detail: `${members.length} ${members.length === 1 ? "asset" : "assets"}`,
      kind: SymbolKind.Function,
      range: rangeOf(callRange),
      selectionRange: rangeOf(calleeRange),
      children: members.map((asset) => assetSymbol(asset, text)).sort(compare),
    },
  ];
}

function stepSymbol(step: AnalyzedCheckStep, text: string): DocumentSymbol {
  const { checks, stepName } = step.spec;
  const [only] = checks;
  const whole = { range: wholeRange(step), selectionRange: rangeOf(step.nameRange) };
  if (only !== undefined && checks.length === 1) return { ...checkSymbol(only, step, text), ...whole };
  const children = checks.map((check) => checkSymbol(check, step, text));
  return { name: stepName, detail: `${checks.length} checks`, kind: SymbolKind.Function, ...whole, children };
}

function checkSymbol(check: AssetCheckSpecData, declared: DeclaredPlaces, text: string): DocumentSymbol {
  const range = rangeOf(checkPlace(check, declared, text) ?? declared.nameRange);
  return {
    name: check.name,
    detail: `${check.blocking ? "blocking check" : "check"} of ${toUserString(check.asset)}`,
    kind: SymbolKind.Boolean,
    range,
    selectionRange: range,
  };
}

/** Where the description of a check has its name, if it stands in the call. */
function checkPlace({ name }: AssetCheckSpecData, { places }: DeclaredPlaces, text: string): SourceRange | undefined {
  const isName = (path: DeclarationPath) =>
    path.length === 3 && path[2] === "name" && /^(?:checkSpecs|specs)$/.test(String(path[0]));
  return places.find(
    ({ path, range }) => isName(path) && readSimpleString(text.slice(range.startOffset, range.endOffset)) === name,
  )?.range;
}

function flat(symbols: readonly DocumentSymbol[], uri: string, containerName?: string): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children = [] }) => [
    { name, kind, location: { uri, range }, ...(containerName === undefined ? {} : { containerName }) },
    ...flat(children, uri, name),
  ]);
}

function compare({ range: { start: one } }: DocumentSymbol, { range: { start: other } }: DocumentSymbol): number {
  return one.line - other.line || one.character - other.character;
}
