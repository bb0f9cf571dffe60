import { CodeLensRefreshRequest, type Connection, InlayHintRefreshRequest } from "vscode-languageserver";
import type { ClientSession } from "./clientAbilities.ts";

/** Has a client ask again for what it draws in its editors, where it can. */
export interface Refreshes {
  lenses(): void;
  inlayHints(): void;
}

/** @param log says what went wrong */
export function createRefreshes(
  connection: Connection,
  session: () => ClientSession,
  log: (what: string, error: unknown) => void,
): Refreshes {
  return {
    lenses() {
      const { refreshesCodeLens, codeLens } = session();
      if (!refreshesCodeLens || !codeLens) return;
      connection
        .sendRequest(CodeLensRefreshRequest.type)
        .catch((error: unknown) => log("Code lenses were not drawn anew", error));
    },
    inlayHints() {
      if (!session().refreshesInlayHints) return;
      connection
        .sendRequest(InlayHintRefreshRequest.type)
        .catch((error: unknown) => log("Inlay hints were not drawn anew", error));
    },
  };
}
