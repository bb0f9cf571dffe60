import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import { before, describe, it } from "./mocha.ts";

let document: vscode.TextDocument;

/** The position behind a text that the file holds. */
function behind(text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `${text} is not in the file`);
  return document.positionAt(at + text.length);
}

function ask<T>(command: string, ...args: unknown[]): Promise<T> {
  return Promise.resolve(vscode.commands.executeCommand<T>(command, ...args));
}

/** Asks again until the servers, which start in the background, have the answer. */
async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  for (let waited = 0; waited < 45_000; waited += 250) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await sleep(250);
  }
  throw new Error(`What was waited for did not come: ${what}.`);
}

const nameOf = (uri: vscode.Uri) => uri.path.slice(uri.path.lastIndexOf("/") + 1);

before(async () => {
  const [file] = await vscode.workspace.findFiles("src/mixed.ts");
  assert.ok(file);
  document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  await until("the lenses of the assets", async () => {
    const lenses = await ask<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri);
    return lenses.some(({ command }) => command?.title.startsWith("Materialize"));
  });
  await until("TypeScript's server", async () => {
    const found = await ask<vscode.Location[]>("vscode.executeDefinitionProvider", document.uri, behind("return help"));
    return found.length > 0;
  });
});

describe("assets in the editor", () => {
  it("have their keys completed in a dependency", async () => {
    const list = await ask<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, behind('deps: ["raw_'));
    const labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    for (const key of ["raw_customers", "raw_orders", "clean_customers"]) assert.ok(labels.includes(key), `${key} of ${labels}`);
  });

  it("are renamed in every file that names them", async () => {
    const edit = await ask<vscode.WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      behind('"raw_cus'),
      "customers_raw",
    );
    const files = edit.entries().map(([uri, edits]) => [nameOf(uri), new Set(edits.map(({ newText }) => newText))] as const);
    assert.deepEqual(files.map(([file]) => file).sort(), ["ingestion.ts", "mixed.ts", "transform.ts"]);
    for (const [, texts] of files) assert.deepEqual([...texts], ["customers_raw"]);
  });

  it("have their lineage as a type hierarchy", async () => {
    const [item] = await ask<vscode.TypeHierarchyItem[]>("vscode.prepareTypeHierarchy", document.uri, behind('name: "mix'));
    assert.equal(item?.name, "mixed");
    const up = await ask<vscode.TypeHierarchyItem[]>("vscode.provideSupertypes", item);
    assert.deepEqual(up.map(({ name }) => name).sort(), ["raw_customers"]);
    const [upstream] = up;
    const down = await ask<vscode.TypeHierarchyItem[]>("vscode.provideSubtypes", upstream);
    assert.ok(down.some(({ name }) => name === "mixed") && down.some(({ name }) => name === "clean_customers"));
  });
});

describe("TypeScript's own features", () => {
  it("have definitions to themselves", async () => {
    const found = await ask<(vscode.Location | vscode.LocationLink)[]>(
      "vscode.executeDefinitionProvider",
      document.uri,
      behind("return help"),
    );
    assert.equal(found.length, 1);
  });

  it("rename what is no asset", async () => {
    const edit = await ask<vscode.WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      behind("return help"),
      "assist",
    );
    const [entry, another] = edit.entries();
    assert.equal(another, undefined);
    assert.equal(entry?.[1].length, 2);
  });

  it("have the call hierarchy to themselves", async () => {
    const [item] = await ask<vscode.CallHierarchyItem[]>("vscode.prepareCallHierarchy", document.uri, behind("function help"));
    assert.equal(item?.name, "helper");
    const calls = await ask<vscode.CallHierarchyIncomingCall[]>("vscode.provideIncomingCalls", item);
    assert.deepEqual(
      calls.map(({ from }) => nameOf(from.uri)),
      ["mixed.ts"],
    );
  });

  it("have the semantic colours to themselves", async () => {
    const legend = await ask<vscode.SemanticTokensLegend>("vscode.provideDocumentSemanticTokensLegend", document.uri);
    assert.ok(
      legend.tokenTypes.includes("enumMember") && legend.tokenModifiers.includes("defaultLibrary"),
      legend.tokenTypes.join(),
    );
    const tokens = await ask<vscode.SemanticTokens>("vscode.provideDocumentSemanticTokens", document.uri);
    assert.ok(tokens.data.length > 0);
  });
});

describe("the text of a selection", () => {
  let jobs: vscode.TextDocument;
  const at = (text: string) => jobs.positionAt(jobs.getText().indexOf(text) + text.length);
  before(async () => {
    const [file] = await vscode.workspace.findFiles("src/jobs.ts");
    assert.ok(file);
    jobs = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(jobs);
  });

  it("is completed", async () => {
    const list = await ask<vscode.CompletionList>("vscode.executeCompletionItemProvider", jobs.uri, at("group:"));
    const labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    assert.ok(labels.includes("extra"), `extra of ${labels}`);
  });

  it("says what it selects", async () => {
    const hovers = await ask<vscode.Hover[]>("vscode.executeHoverProvider", jobs.uri, at("key:clean_"));
    const texts = hovers.flatMap(({ contents }) => contents.map((each) => (typeof each === "string" ? each : each.value)));
    assert.ok(
      texts.some((text) => text.includes("computes 4 assets") && text.includes("clean\\_customers")),
      texts.join("\n"),
    );
  });

  it("leads to the assets that it names", async () => {
    const found = await ask<(vscode.Location | vscode.LocationLink)[]>(
      "vscode.executeDefinitionProvider",
      jobs.uri,
      at("key:clean_"),
    );
    const files = found.map((each) => nameOf("uri" in each ? each.uri : each.targetUri));
    assert.deepEqual(files, ["transform.ts"]);
    const links = await ask<vscode.DocumentLink[]>("vscode.executeLinkProvider", jobs.uri);
    assert.deepEqual(
      links.map(({ range }) => jobs.getText(range)),
      ["clean_customers"],
    );
  });
});
