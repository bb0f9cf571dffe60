import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import { before, describe, it } from "./mocha.ts";

let document: vscode.TextDocument;

/** The position behind a text that a file holds, src/mixed.ts where none is given. */
function behind(text: string, file = document): vscode.Position {
  const at = file.getText().indexOf(text);
  assert.ok(at >= 0, `${text} is not in ${file.uri.path}`);
  return file.positionAt(at + text.length);
}

async function opened(path: string): Promise<vscode.TextDocument> {
  const [file] = await vscode.workspace.findFiles(path);
  assert.ok(file, path);
  return vscode.workspace.openTextDocument(file);
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
  document = await opened("src/mixed.ts");
  await vscode.window.showTextDocument(document);
  await until("the lenses of the assets", async () => {
    const lenses = await ask<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri);
    return lenses.some(({ command }) => command?.title.startsWith("Materialize"));
  });
  const marts = await opened("src/marts.ts");
  await until("TypeScript's server, with the whole project", async () => {
    const found = await definitions(marts, behind("deps: [cleanCust", marts));
    return found.some(([file]) => file === "transform.ts");
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

/** Where definitions are: the file and the line's text. */
async function definitions(file: vscode.TextDocument, position: vscode.Position): Promise<[string, string][]> {
  const found = await ask<(vscode.Location | vscode.LocationLink)[]>("vscode.executeDefinitionProvider", file.uri, position);
  const places = found.map((each) =>
    "uri" in each ? each : { uri: each.targetUri, range: each.targetSelectionRange ?? each.targetRange },
  );
  return Promise.all(
    places.map(async ({ uri, range }) => [
      nameOf(uri),
      (await vscode.workspace.openTextDocument(uri)).lineAt(range.start.line).text,
    ]),
  );
}

/** What a rename would change: the file, the text that goes and the one that comes. */
async function renamed(file: vscode.TextDocument, position: vscode.Position, to: string): Promise<string[]> {
  const edit = await ask<vscode.WorkspaceEdit>("vscode.executeDocumentRenameProvider", file.uri, position, to);
  const changes = edit.entries().map(async ([uri, edits]) => {
    const changed = await vscode.workspace.openTextDocument(uri);
    return edits.map(({ range, newText }) => `${nameOf(uri)}: ${changed.getText(range)} -> ${newText}`);
  });
  return (await Promise.all(changes)).flat().sort();
}

describe("hints in the text", () => {
  it("say the key that stands nowhere, and how many partitions there are", async () => {
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await ask<vscode.InlayHint[]>("vscode.executeInlayHintProvider", document.uri, whole);
    const told = hints.map(({ position, label }) => [
      position.line + 1,
      typeof label === "string" ? label : label.map(({ value }) => value).join(""),
    ]);
    assert.deepEqual(told, [
      [16, "→ extra/daily/scores"],
      [16, "60 partitions to 2024-02-29"],
    ]);
  });
});

describe("TypeScript's own features", () => {
  it("have definitions to themselves", async () => {
    assert.deepEqual(await definitions(document, behind("return help")), [
      ["mixed.ts", "function helper(rows: number): number {"],
    ]);
    // An asset's constant, where another asset takes it as a dependency.
    const marts = await opened("src/marts.ts");
    assert.deepEqual(await definitions(marts, behind("deps: [cleanCust", marts)), [
      ["transform.ts", "export const cleanCustomers = asset("],
    ]);
  });

  it("rename what is no asset's key", async () => {
    assert.deepEqual(await renamed(document, behind("return help"), "assist"), [
      "mixed.ts: helper -> assist",
      "mixed.ts: helper -> assist",
    ]);
    const marts = await opened("src/marts.ts");
    assert.deepEqual(await renamed(marts, behind("deps: [cleanCust", marts), "tidyCustomers"), [
      "marts.ts: cleanCustomers -> cleanCustomers as tidyCustomers",
      "marts.ts: cleanCustomers -> tidyCustomers",
    ]);
  });

  it("have the call hierarchy to themselves", async () => {
    const [item, another] = await ask<vscode.CallHierarchyItem[]>(
      "vscode.prepareCallHierarchy",
      document.uri,
      behind("function help"),
    );
    assert.equal(another, undefined);
    assert.equal(item?.name, "helper");
    const calls = await ask<vscode.CallHierarchyIncomingCall[]>("vscode.provideIncomingCalls", item);
    assert.deepEqual(
      calls.map(({ from, fromRanges }) => [
        from.name,
        nameOf(from.uri),
        fromRanges.map((range) => document.lineAt(range.start).text),
      ]),
      [["mixed.ts", "mixed.ts", ["  return helper(1);"]]],
    );
    // Lineage is not shown in its place.
    const asset = await ask<vscode.CallHierarchyItem[]>("vscode.prepareCallHierarchy", document.uri, behind('name: "mix'));
    assert.deepEqual(
      asset.map(({ name }) => name),
      [],
    );
  });

  it("have the semantic colours to themselves", async () => {
    const legend = await ask<vscode.SemanticTokensLegend>("vscode.provideDocumentSemanticTokensLegend", document.uri);
    const { data } = await ask<vscode.SemanticTokens>("vscode.provideDocumentSemanticTokens", document.uri);
    const tokens: string[] = [];
    let line = 0;
    let character = 0;
    for (let at = 0; at < data.length; at += 5) {
      const [lines = 0, characters = 0, length = 0, type = 0, modifiers = 0] = data.subarray(at, at + 5);
      line += lines;
      character = lines === 0 ? character + characters : characters;
      const text = document.getText(new vscode.Range(line, character, line, character + length));
      const kinds = [legend.tokenTypes[type], ...legend.tokenModifiers.filter((_, bit) => modifiers & (1 << bit))];
      tokens.push(`${line + 1} ${text} ${kinds.join(".")}`);
    }
    assert.deepEqual(tokens, [
      "3 helper function.declaration",
      "3 rows parameter.declaration",
      "4 rows parameter",
      "7 mixed variable.declaration.readonly",
      "7 asset function",
      "7 name property.declaration",
      "7 deps property.declaration",
      "7 groupName property.declaration",
      "8 helper function",
      "11 counted variable.declaration.readonly",
      "11 asset function",
      "11 name property.declaration",
      "11 groupName property.declaration",
      "13 wordy variable.declaration.readonly",
      "13 asset function",
      "13 name property.declaration",
      "13 groupName property.declaration",
      "13 counted parameter.declaration",
      "13 counted property.declaration",
      "13 counted parameter",
      "13 length property.readonly.defaultLibrary",
      "15 days variable.declaration.readonly",
      "15 DailyPartitionsDefinition function",
      "15 startDate property.declaration",
      "15 endDate property.declaration",
      "16 scores variable.declaration.readonly",
      "16 asset function",
      "16 keyPrefix property.declaration",
      "16 partitionsDef property.declaration",
      "16 days variable.readonly",
      "16 groupName property.declaration",
    ]);
  });
});

describe("the text of a selection", () => {
  let jobs: vscode.TextDocument;
  const at = (text: string) => jobs.positionAt(jobs.getText().indexOf(text) + text.length);
  before(async () => {
    jobs = await opened("src/jobs.ts");
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
      texts.some((text) => text.includes("computes 5 assets") && text.includes("clean\\_customers")),
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
