import { posix } from "node:path";
import { editsElsewhere, type KeyEdit, renameEdits } from "@headwater/analysis";
import { keyId, toUserString } from "@headwater/model";
import {
  type AnnotatedTextEdit,
  type ChangeAnnotation,
  LSPErrorCodes,
  type RenameParams,
  ResponseError,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { type RenamedAsset, renamedAsset } from "../rename/renamedAsset.ts";
import { rangeOf, uriIn } from "../workspace/assetLocation.ts";
import { type FeatureContext, requestedDocument, requestedOffset } from "./context.ts";

/** The annotation of what is changed outside of the file that declares the asset. */
const elsewhere = "elsewhere";

/**
 * Renames an asset: its key, in every text and input that names it, and the constant that gives it its name.
 *
 * @throws ResponseError with a sentence for the user, where the name is not allowed or a place cannot be changed
 */
export async function provideRename(context: FeatureContext, params: RenameParams): Promise<WorkspaceEdit | null> {
  const requested = requestedDocument(context, params.textDocument.uri);
  const offset = requested && requestedOffset(requested.document, params.position);
  if (requested === undefined || offset === undefined) return null;
  const renamed = renamedAsset(context, requested, offset);
  if (renamed === undefined) return null;
  const { newName } = params;
  if (typeof newName !== "string") return null;
  if (newName === renamed.name) return { changes: {} };
  const edits = await renameEdits(renamed.project, renamed.asset, newName);
  if ("refused" in edits) throw new ResponseError(LSPErrorCodes.RequestFailed, edits.refused);
  const inOthers = editsElsewhere(context.workspace.projects(), renamed.project, renamed.asset, newName);
  if ("refused" in inOthers) throw new ResponseError(LSPErrorCodes.RequestFailed, inOthers.refused);
  const { key } = renamed.asset.spec;
  context.renames.add(renamed.project, { from: keyId(key), to: keyId({ path: [...key.path.slice(0, -1), newName] }) });
  return workspaceEdit(context, renamed, [...edits, ...inOthers]);
}

function workspaceEdit(context: FeatureContext, { project, asset }: RenamedAsset, edits: readonly KeyEdit[]): WorkspaceEdit {
  const { workspace, client } = context;
  const byFile = Map.groupBy(edits, ({ file }) => file);
  if (!client.documentChanges) {
    const changes: Record<string, TextEdit[]> = {};
    for (const [file, own] of byFile) {
      changes[uriIn(workspace, project, file)] = own.map(({ range, newText }) => ({ range: rangeOf(range), newText }));
    }
    return { changes };
  }
  const documentChanges = [...byFile].map(([file, own]): TextDocumentEdit => {
    const isElsewhere = client.changeAnnotations && file !== asset.file;
    const version = workspace.open.get(posix.join(project.root, file))?.version ?? null;
    return {
      textDocument: { uri: uriIn(workspace, project, file), version },
      edits: own.map(({ range, newText }): TextEdit | AnnotatedTextEdit => ({
        range: rangeOf(range),
        newText,
        ...(isElsewhere ? { annotationId: elsewhere } : {}),
      })),
    };
  });
  if (!client.changeAnnotations) return { documentChanges };
  const annotation: ChangeAnnotation = {
    label: `Places that name ${toUserString(asset.spec.key)}`,
    description: "in other files than the one that declares it",
    // VS Code leaves out what needs a confirmation unless it is ticked one by one: half a rename is worse than none.
    needsConfirmation: false,
  };
  return { documentChanges, changeAnnotations: { [elsewhere]: annotation } };
}
