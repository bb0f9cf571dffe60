import { posix } from "node:path";
import type { DeclaredPlaces, SourceRange } from "@headwater/analysis";
import type { AssetNode, KeyId } from "@headwater/model";
import { type Range, SymbolKind } from "vscode-languageserver";
import { uriOfPath } from "./fileUris.ts";
import { assetMeant } from "./otherProjects.ts";
import type { Project } from "./project.ts";
import type { Workspace } from "./workspace.ts";

/** A stretch of a text as LSP counts it. */
export function rangeOf({ start, end }: SourceRange): Range {
  return { start, end };
}

/** The call, or its part that describes one of several, with the name, which may stand before it. */
export function wholeRange({ range, nameRange }: Pick<DeclaredPlaces, "range" | "nameRange">): Range {
  return {
    start: nameRange.startOffset < range.startOffset ? nameRange.start : range.start,
    end: nameRange.endOffset > range.endOffset ? nameRange.end : range.end,
  };
}

/** The URI of a project's file, whose path is relative to the root. An open document keeps the one that the client gave it. */
export function uriIn({ open }: Workspace, { root }: Project, file: string): string {
  const path = posix.join(root, file);
  return open.get(path)?.uri ?? uriOfPath(path);
}

/** A link to where an asset is declared, as editors open it; undefined for one that is not. */
export function linkTo(workspace: Workspace, project: Project, id: KeyId): string | undefined {
  const found = assetMeant(workspace, project, id);
  if (found === undefined) return undefined;
  const { line, character } = found.asset.nameRange.start;
  return `${uriIn(workspace, found.project, found.asset.file)}#L${line + 1},${character + 1}`;
}

/** As what symbols show an asset: one that is only described has no function of its own, as an interface has none. */
export function symbolKindOf(kind: AssetNode["kind"]): SymbolKind {
  return kind === "materializable" ? SymbolKind.Object : SymbolKind.Interface;
}

const kindNames: Readonly<Record<AssetNode["kind"], string>> = {
  materializable: "asset",
  external: "external asset",
  stub: "not declared here",
};

/** What an asset is, in words. */
export function kindName(kind: AssetNode["kind"]): string {
  return kindNames[kind];
}
