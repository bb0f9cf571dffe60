import { afterEach, describe, expect, it } from "vitest";
import {
  CancellationTokenSource,
  type ClientCapabilities,
  type DocumentDiagnosticReport,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import { type Editor, type EditorOptions, manifest, startEditor } from "../testing/editor.ts";

const one = (name: string, options = "") =>
  `import { asset } from "headwater";\nexport const ${name} = asset({ name: "${name}"${options} }, () => 1);\n`;
const nobody = one("b", ', deps: ["nobody"], kinds: ["a b"]');

const pulling: ClientCapabilities = {
  textDocument: { diagnostic: {} },
  workspace: { diagnostics: { refreshSupport: true } },
};

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.dispose();
});
async function start(files: Readonly<Record<string, string>>, options: EditorOptions = {}): Promise<Editor> {
  const editor = await startEditor(files, options);
  editors.push(editor);
  return editor;
}

const severitiesIn = (editor: Editor, file: string) =>
  editor.diagnostics(file).map(({ code, severity }) => `${code} ${severity}`);
const told = (editor: Editor, file: string, list: readonly string[]) =>
  editor.until(() => severitiesIn(editor, file).join() === list.join());

describe("severities", () => {
  const own = ["unknown-dependency 2", "invalid-kind 1"];
  const inManifest = (severity: object) => manifest.replace("{", `{ "headwater": { "severity": ${JSON.stringify(severity)} },`);
  const rows: readonly (readonly [title: string, project: object, editor: object, expected: readonly string[]])[] = [
    ["as their codes have them", {}, {}, own],
    ["as the project has them", { "unknown-dependency": "error", "invalid-kind": "off" }, {}, ["unknown-dependency 1"]],
    [
      "as the editor has them",
      {},
      { "unknown-dependency": "hint", "invalid-kind": "information" },
      ["unknown-dependency 4", "invalid-kind 3"],
    ],
    [
      "the editor goes before the project",
      { "invalid-kind": "off" },
      { "invalid-kind": "warning" },
      ["unknown-dependency 2", "invalid-kind 2"],
    ],
    ["what is no severity does not count", {}, { "invalid-kind": "bad", nope: "off", "unknown-dependency": 1 }, own],
  ];
  for (const [title, project, editor, expected] of rows) {
    it(`${title}, from options at the start`, async () => {
      const files = { "package.json": inManifest(project), "b.ts": nobody };
      await told(await start(files, { initializationOptions: { diagnostics: { severity: editor } } }), "b.ts", expected);
    });
    it(`${title}, from settings that the editor is asked for`, async () => {
      const files = { "package.json": inManifest(project), "b.ts": nobody };
      const settings = () => ({ diagnostics: { severity: editor } });
      await told(await start(files, { capabilities: { workspace: { configuration: true } }, settings }), "b.ts", expected);
    });
  }

  it("follow the settings while the server runs", async () => {
    let severity: object = { "invalid-kind": "off" };
    const editor = await start(
      { "b.ts": nobody },
      {
        capabilities: { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } } },
        settings: () => ({ diagnostics: { severity } }),
      },
    );
    await told(editor, "b.ts", ["unknown-dependency 2"]);
    expect(JSON.stringify(editor.registrations)).toContain("workspace/didChangeConfiguration");
    severity = {};
    await editor.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await told(editor, "b.ts", own);
    const settings = { headwater: { diagnostics: { severity: { "unknown-dependency": "off" } } } };
    await editor.connection.sendNotification("workspace/didChangeConfiguration", { settings });
    await told(editor, "b.ts", ["invalid-kind 1"]);
  });

  it("follow package.json", async () => {
    const editor = await start({ "package.json": manifest, "b.ts": nobody });
    await told(editor, "b.ts", own);
    editor.folder.write("package.json", inManifest({ "invalid-kind": "off" }));
    await editor.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: editor.folder.uri("package.json"), type: 2 }],
    });
    await told(editor, "b.ts", ["unknown-dependency 2"]);
  });
});

const pull = (editor: Editor, file: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
  editor.connection.sendRequest("textDocument/diagnostic", {
    textDocument: { uri: editor.folder.uri(file) },
    ...(previousResultId === undefined ? {} : { previousResultId }),
  });
const codesOf = (report: DocumentDiagnosticReport) =>
  report.kind === "full" ? report.items.map(({ code }) => code) : report.kind;

describe("a client that asks for the findings of its documents", () => {
  it("is told so only where it can ask and wants to", async () => {
    const provider = async (options: EditorOptions) => (await start({}, options)).initialized.capabilities.diagnosticProvider;
    expect(await provider({})).toBeUndefined();
    expect(await provider({ capabilities: pulling, initializationOptions: { pullDiagnostics: false } })).toBeUndefined();
    expect(await provider({ capabilities: pulling })).toMatchObject({ interFileDependencies: true, workspaceDiagnostics: true });
  });

  it("gets them with an id, and hears that they are as before", async () => {
    const editor = await start({ "b.ts": nobody }, { capabilities: pulling });
    editor.open("b.ts", nobody);
    const first = await pull(editor, "b.ts");
    expect(codesOf(first)).toEqual(["unknown-dependency", "invalid-kind"]);
    const { resultId } = first;
    expect(await pull(editor, "b.ts", resultId)).toEqual({ kind: "unchanged", resultId });
    editor.change("b.ts", one("b"));
    const second = await pull(editor, "b.ts", resultId);
    expect(second).toMatchObject({ kind: "full", items: [] });
    expect(await pull(editor, "b.ts", second.resultId)).toMatchObject({ kind: "unchanged" });
    editor.change("b.ts", nobody);
    expect((await pull(editor, "b.ts", second.resultId)).resultId).toBe(resultId);
    expect(codesOf(await pull(editor, "closed.ts"))).toEqual([]);
  });

  it("gets no finding twice: what it asks for is not published, the rest is", async () => {
    const editor = await start({ "b.ts": nobody, "c.ts": one("c", ', deps: ["none"]') }, { capabilities: pulling });
    await editor.until(() => editor.diagnostics("b.ts").length === 2 && editor.diagnostics("c.ts").length === 1);
    editor.open("b.ts", nobody);
    expect(codesOf(await pull(editor, "b.ts"))).toEqual(["unknown-dependency", "invalid-kind"]);
    await editor.until(() => editor.diagnostics("b.ts").length === 0);
    editor.change("b.ts", one("b", ', deps: ["none"]'));
    // What is published of the other file comes behind what would have been published of this one.
    editor.open("c.ts", one("c"));
    await editor.until(() => editor.diagnostics("c.ts").length === 0);
    expect(editor.diagnostics("b.ts")).toEqual([]);
    editor.close("b.ts");
    await editor.until(() => editor.diagnostics("b.ts").length === 2);
  });

  it("is asked to look again when another file changes what it was told, and then only", async () => {
    const depends = one("b", ', deps: ["a"]');
    const editor = await start({ "a.ts": one("a"), "b.ts": depends }, { capabilities: pulling });
    editor.open("a.ts", one("a"));
    editor.open("b.ts", depends);
    expect(codesOf(await pull(editor, "a.ts"))).toEqual([]);
    expect(codesOf(await pull(editor, "b.ts"))).toEqual([]);
    editor.change("a.ts", one("a", ', kinds: ["a b"]'));
    expect(codesOf(await pull(editor, "a.ts"))).toEqual(["invalid-kind"]);
    await editor.until(() => editor.graphs().length > 0);
    expect(editor.diagnosticRefreshes()).toBe(0);
    editor.change("a.ts", one("renamed"));
    await editor.until(() => editor.diagnosticRefreshes() > 0);
    expect(codesOf(await pull(editor, "b.ts"))).toEqual(["unknown-dependency"]);
  });
});

describe("a client that asks for the findings of the workspace", () => {
  const ask = (editor: Editor, previousResultIds: readonly { uri: string; value: string }[] = []) =>
    editor.connection.sendRequest("workspace/diagnostic", { previousResultIds }) as Promise<WorkspaceDiagnosticReport>;
  const short = (editor: Editor, items: readonly WorkspaceDocumentDiagnosticReport[]) =>
    items.map((item) => `${item.uri.slice(editor.folder.uri("").length + 1)} ${item.version} ${String(codesOf(item))}`).sort();
  const idsOf = (items: readonly WorkspaceDocumentDiagnosticReport[]) =>
    items.map(({ uri, resultId = "" }) => ({ uri, value: resultId }));
  const files = { "b.ts": nobody, "c.ts": one("c", ', deps: ["none"]'), "d.ts": one("d") };

  it("gets those of all files, those that it knows as unchanged, and those that are gone", async () => {
    const editor = await start(files, { capabilities: pulling });
    const { items } = await ask(editor);
    expect(short(editor, items)).toEqual(["b.ts null unknown-dependency,invalid-kind", "c.ts null unknown-dependency"]);
    expect(editor.diagnostics("b.ts")).toEqual([]);
    editor.open("c.ts", one("c"));
    const later = await ask(editor, idsOf(items));
    expect(short(editor, later.items)).toEqual(["b.ts null unchanged", "c.ts 1 "]);
  });

  it("may have them in parts, hears what changes, and ends it", async () => {
    const editor = await start(files, { capabilities: pulling });
    const parts: WorkspaceDocumentDiagnosticReport[] = [];
    const arrived = Promise.withResolvers<void>();
    editor.connection.onNotification("$/progress", ({ token, value }: { token: string; value: WorkspaceDiagnosticReport }) => {
      if (token !== "parts") return;
      parts.push(...value.items);
      if (parts.length === 3) arrived.resolve();
    });
    const source = new CancellationTokenSource();
    const request = editor.connection.sendRequest(
      "workspace/diagnostic",
      { previousResultIds: [], partialResultToken: "parts" },
      source.token,
    );
    editor.open("d.ts", one("d", ', kinds: ["a b"]'));
    await arrived.promise;
    expect(short(editor, parts)).toEqual([
      "b.ts null unknown-dependency,invalid-kind",
      "c.ts null unknown-dependency",
      "d.ts 1 invalid-kind",
    ]);
    source.cancel();
    await expect(request).rejects.toMatchObject({ code: -32800 });
    expect(editor.diagnostics("d.ts")).toEqual([]);
  });
});
