import assert from "node:assert/strict";
import * as vscode from "vscode";
import { describe, it } from "./mocha.ts";

describe("the extension host", () => {
  it("has the opened folder and the installed extension", async () => {
    assert.equal(vscode.workspace.workspaceFolders?.[0]?.name, "customers");
    const extension = vscode.extensions.getExtension("headwater-tests.smoke");
    assert.ok(extension);
    await extension.activate();
    assert.ok((await vscode.commands.getCommands()).includes("smoke.greet"));
  });

  it("has the language features of an opened file", async () => {
    const [file] = await vscode.workspace.findFiles("src/transform.ts");
    assert.ok(file);
    const document = await vscode.workspace.openTextDocument(file);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri);
    assert.ok(lenses.some(({ command }) => command?.title === "$(play) Greet"));
  });
});
