import { describeCarried, fromEscapedString, type KeyId, toUserString } from "@headwater/model";
import * as vscode from "vscode";
import type { Graphs } from "../graphs.ts";
import type { LanguageServer } from "../languageServer.ts";
import type { ProjectRuns } from "../runs/projectRuns.ts";
import { createUncarried } from "./uncarried.ts";

export interface OfferOptions {
  readonly log: vscode.LogOutputChannel;
  readonly graphs: Graphs;
  readonly runs: ProjectRuns;
  readonly server: LanguageServer;
}

/** How long the status bar says that history was carried, in milliseconds. */
const shownFor = 8_000;

/**
 * Offers, once after each rename of an asset that has a history, to carry it along with the stored value. Nothing waits for the
 * answer, and nothing is offered in an untrusted workspace.
 */
export function offerCarrying({ log, graphs, runs, server }: OfferOptions): vscode.Disposable {
  const uncarried = createUncarried();
  const isDeclared = (uri: string, key: KeyId) =>
    graphs.get(uri)?.nodes.some(({ id, kind }) => id === key && kind !== "stub") ?? false;

  const offer = async (uri: string, from: KeyId, to: KeyId) => {
    const [old, now] = [nameOf(from), nameOf(to)];
    const carry = "Carry Along";
    const message = `${old} is called ${now} now. Its history and its stored value are still those of ${old}.`;
    if ((await vscode.window.showInformationMessage(message, carry)) !== carry) return;
    // It may have been answered late: after another rename, or after an undo.
    if (uncarried.keyOf(uri, to) !== from || isDeclared(uri, from) || !isDeclared(uri, to)) {
      void vscode.window.showWarningMessage(`The asset is not called ${now} any more, so nothing was carried.`);
      return;
    }
    const carried = await runs.carry(vscode.Uri.parse(uri), { from, to });
    uncarried.remove(uri, to);
    const told = describeCarried(carried, fromEscapedString(to));
    log.info(`${old} was renamed to ${now}. ${told}`);
    if (carried.value === "carried" || carried.value === "none") vscode.window.setStatusBarMessage(`$(check) ${told}`, shownFor);
    else void vscode.window.showWarningMessage(told);
  };

  return server.onDidRename(async ({ uri, from, to }) => {
    const first = uncarried.add(uri, { from, to });
    if (first === undefined || !vscode.workspace.isTrusted || !runs.view(uri).assets.has(first)) return;
    try {
      await offer(uri, first, to);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      log.error(`The history was not carried: ${why}`);
      void vscode.window.showErrorMessage(`Headwater: ${why}`);
    }
  });
}

function nameOf(key: KeyId): string {
  return JSON.stringify(toUserString(fromEscapedString(key)));
}
