import type { InitializationOptions } from "@headwater/protocol";
import type { Position } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { AwaitedRenames } from "../rename/awaitedRenames.ts";
import type { Statuses } from "../statuses/statuses.ts";
import { pathOfUri } from "../workspace/fileUris.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** What the client can do, as far as answers depend on it. */
export interface ClientAbilities {
  readonly definitionLinks: boolean;
  readonly markdownHover: boolean;
  /** Whether edits may name the versions of documents. */
  readonly documentChanges: boolean;
  /** Whether edits may say what they are for, and wait for a confirmation. */
  readonly changeAnnotations: boolean;
  /** Whether completion may leave places to be filled in. */
  readonly snippets: boolean;
  /** Whether document symbols may have others inside them. */
  readonly symbolTrees: boolean;
}

/** What features answer from. */
export interface FeatureContext {
  readonly workspace: Workspace;
  readonly statuses: Statuses;
  /** Renames that were answered and may be made. */
  readonly renames: AwaitedRenames;
  /** An open document, by its URI. */
  readonly document: (uri: string) => TextDocument | undefined;
  readonly client: ClientAbilities;
  readonly options: InitializationOptions;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** An open document that a request is about. */
export interface RequestedDocument {
  readonly document: TextDocument;
  readonly path: string;
}

/** The open document of a URI; undefined for unknown and closed ones, and for those that are no files. */
export function requestedDocument({ document }: Pick<FeatureContext, "document">, uri: string): RequestedDocument | undefined {
  const found = document(uri);
  const path = found && pathOfUri(found.uri);
  return found === undefined || path === undefined ? undefined : { document: found, path };
}

/** The offset of a position; undefined where the document has no such place. */
export function requestedOffset(document: TextDocument, { line, character }: Position): number | undefined {
  if (!Number.isInteger(line) || !Number.isInteger(character) || line < 0 || character < 0) return undefined;
  if (line >= document.lineCount) return undefined;
  const offset = document.offsetAt({ line, character });
  return document.positionAt(offset).character === character ? offset : undefined;
}
