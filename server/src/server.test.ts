import { rmSync } from "node:fs";
import { posix } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type CodeLens, type Diagnostic, DiagnosticSeverity, FileChangeType } from "vscode-languageserver";
import { type Editor, type EditorOptions, manifest, startEditor } from "./testing/editor.ts";
import { uriOfPath } from "./workspace/fileUris.ts";

const one = (name: string, options = "") =>
  `import { asset } from "headwater";\nexport const ${name} = asset({ name: "${name}"${options} }, () => 1);\n`;

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.dispose();
});
async function start(files: Readonly<Record<string, string>>, options: EditorOptions = {}): Promise<Editor> {
  const editor = await startEditor(files, options);
  editors.push(editor);
  return editor;
}

const codes = (list: readonly Diagnostic[]) => list.map(({ code }) => code);
const keys = (editor: Editor) => editor.graphs().map(({ nodes }) => nodes.map(({ id }) => id).join(" "));
const changed = (editor: Editor, ...files: readonly (readonly [file: string, type: FileChangeType])[]) =>
  editor.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: files.map(([file, type]) => ({ uri: editor.folder.uri(file), type })),
  });

describe("the index", () => {
  it("is built at the start, with progress, and watches what it depends on", async () => {
    const editor = await start({ "a.ts": one("a"), "b.ts": one("b", ', deps: ["a", "nobody"]') });
    await editor.until(() => editor.graphs().length > 0);
    expect(editor.graphs()[0]).toMatchObject({ name: "shop", uri: uriOfPath(editor.folder.path), revision: 1, brokenFiles: [] });
    expect(editor.graphs()[0]?.edges).toEqual([
      { from: "a", to: "b", kind: "order" },
      { from: "nobody", to: "b", kind: "order" },
    ]);
    expect(editor.progress).toEqual(["begin Looking for projects", "report Reading shop", "end"]);
    expect(JSON.stringify(editor.registrations)).toContain(".gitignore");
    await editor.until(() => editor.diagnostics("b.ts").length === 1);
    expect(editor.diagnostics("b.ts")[0]).toMatchObject({
      code: "unknown-dependency",
      severity: 2,
      source: "headwater",
      range: { start: { line: 1 } },
    });
  });

  it("tells a client that follows changes no more than these", async () => {
    const files = { "a.ts": one("a"), "b.ts": one("b", ', deps: ["a"]'), "c.ts": one("c") };
    const editor = await start(files, { initializationOptions: { graphChanges: true } });
    await editor.until(() => keys(editor)[0] === "a b c");
    editor.open("c.ts", one("c", ', deps: ["b", "nobody"]'));
    await editor.until(() => keys(editor)[0] === "a b c nobody");
    expect(editor.graphs()[0]).toMatchObject({
      revision: 2,
      edges: [
        { from: "a", to: "b" },
        { from: "b", to: "c" },
        { from: "nobody", to: "c" },
      ],
    });
    expect(editor.graphChanges).toMatchObject([
      {
        from: 1,
        revision: 2,
        nodes: [
          { start: 3, deleteCount: 0, items: [{ id: "nobody" }] },
          { start: 2, deleteCount: 1, items: [{ id: "c" }] },
        ],
      },
    ]);
    editor.folder.write("d.ts", one("nobody"));
    await changed(editor, ["d.ts", FileChangeType.Created]);
    await editor.until(() => keys(editor)[0] === "a b c nobody" && editor.graphs()[0]?.nodes[3]?.kind === "materializable");
    expect(editor.graphs()[0]?.revision).toBe(3);
  });

  it.each([
    ["a file of another name", "./config/base", "config/base.json"],
    ["a package", "@acme/config/strict.json", "node_modules/@acme/config/strict.json"],
    ["a file that comes later", "./later.json", "later.json"],
  ])("counts what tsconfig.json extends as settings: %s", async (_what, base, file) => {
    const paths = (folder: string) => JSON.stringify({ compilerOptions: { paths: { "@/*": [`$\{configDir}/${folder}/*`] } } });
    const isLater = file === "later.json";
    const editor = await start({
      "tsconfig.json": `{ "extends": "${base}" }`,
      ...(isLater ? {} : { [file]: paths("src") }),
      "src/keys.ts": 'export const key = "a";',
      "lib/keys.ts": 'export const key = "b";',
      "one.ts": `import { asset } from "headwater";\nimport { key } from "@/keys";\nexport const one = asset({ name: key }, () => 1);\n`,
    });
    await editor.until(() => keys(editor)[0] === (isLater ? "" : "a"));
    await editor.until(() => JSON.stringify(editor.registrations).includes(`**/${file.split("/").at(-1)}`));
    // What is typed there counts when it is saved.
    if (!isLater) editor.open(file, paths("nowhere"));
    editor.folder.write(file, paths("lib"));
    await changed(editor, [file, isLater ? FileChangeType.Created : FileChangeType.Changed]);
    await editor.until(() => keys(editor)[0] === "b");
  });

  const inner = manifest.replace("shop", "inner");
  const rows: readonly (readonly [
    title: string,
    files: Readonly<Record<string, string>>,
    options: EditorOptions,
    names: readonly string[],
  ])[] = [
    [
      "nested projects are projects of their own",
      { "a.ts": one("a"), "packages/x/package.json": inner, "packages/x/b.ts": one("b") },
      {},
      ["inner: b", "shop: a"],
    ],
    [
      "a package that does not depend on headwater is none",
      { "package.json": "{}", "a.ts": one("a"), "x/package.json": inner, "x/b.ts": one("b") },
      {},
      ["inner: b"],
    ],
    [
      "peer and development dependencies count",
      {
        "package.json": '{ "peerDependencies": { "headwater": "1" } }',
        "a.ts": one("a"),
        "x/package.json": '{ "name": "dev", "devDependencies": { "headwater": "1" } }',
      },
      {},
      ["(its folder): a", "dev: "],
    ],
    ["a broken package.json is none", { "package.json": "{ nope", "a.ts": one("a") }, {}, []],
    ["no folder, no project", { "a.ts": one("a") }, { params: { workspaceFolders: null, rootUri: null } }, []],
  ];
  for (const [title, files, options, names] of rows) {
    it(title, async () => {
      const editor = await start(files, options);
      const found = await editor.until(() => editor.told() && editor.graphs());
      const shown = found.map(({ name, nodes }) => {
        const own = name.startsWith("headwater-server-") ? "(its folder)" : name;
        return `${own}: ${nodes.map(({ id }) => id).join(" ")}`;
      });
      expect(shown.sort()).toEqual(names);
    });
  }

  it("takes rootUri where there are no workspace folders, and finds the project around a folder", async () => {
    const outer = await start({ "src/deep/a.ts": one("a") }, { params: { workspaceFolders: null, rootUri: null } });
    const editor = await start({}, { params: { workspaceFolders: null, rootUri: outer.folder.uri("src/deep") } });
    await editor.until(() => editor.graphs().length > 0);
    expect(editor.graphs()[0]).toMatchObject({ uri: uriOfPath(outer.folder.path), name: "shop" });
  });

  it("follows workspace folders as they come and go", async () => {
    const editor = await start(
      {
        "package.json": "{}",
        "one/package.json": manifest,
        "one/a.ts": one("a"),
        "two/package.json": manifest,
        "two/b.ts": one("b"),
      },
      { params: { workspaceFolders: [] } },
    );
    await editor.until(() => editor.progress.length > 1);
    const [first, second] = ["one", "two"].map((name) => ({ uri: editor.folder.uri(name), name }));
    const send = (added: unknown[], removed: unknown[]) =>
      editor.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event: { added, removed } });
    await send([first, second], []);
    await editor.until(() => keys(editor).join(",") === "a,b");
    await send([], [first]);
    await editor.until(() => keys(editor).join(",") === "b");
  });
});

describe("while typing", () => {
  it("the editor's text wins over the disk until the document is closed", async () => {
    const editor = await start({ "a.ts": one("a"), "b.ts": one("b", ', deps: ["a"]') });
    await editor.until(() => editor.graphs().length > 0);
    editor.open("a.ts", one("a"));
    editor.change("a.ts", one("renamed"));
    await editor.until(() => codes(editor.diagnostics("b.ts")).join() === "unknown-dependency");
    await changed(editor, ["a.ts", FileChangeType.Changed]);
    editor.close("a.ts");
    await editor.until(() => editor.diagnostics("b.ts").length === 0);
    await editor.until(() => keys(editor)[0] === "a b");
  });

  it("severities follow package.json", async () => {
    const withSeverity = (severity: string) =>
      JSON.stringify({ ...JSON.parse(manifest), headwater: { severity: { "unknown-dependency": severity } } });
    const editor = await start({ "package.json": withSeverity("hint"), "a.ts": one("a", ', deps: ["nobody"]') });
    await editor.until(() => editor.diagnostics("a.ts")[0]?.severity === DiagnosticSeverity.Hint);
    for (const [severity, told] of [
      ["error", [DiagnosticSeverity.Error]],
      ["off", []],
    ] as const) {
      editor.folder.write("package.json", withSeverity(severity));
      await changed(editor, ["package.json", FileChangeType.Changed]);
      await editor.until(
        () =>
          editor
            .diagnostics("a.ts")
            .map((each) => each.severity)
            .join() === told.join(),
      );
    }
  });

  it("what a request has brought up to date is told all the same", async () => {
    const editor = await start({ "a.ts": one("a"), "b.ts": one("b", ', deps: ["a"]') });
    await editor.until(() => editor.graphs().length > 0);
    const { uri } = editor.open("a.ts", one("a"));
    editor.change("a.ts", one("renamed"));
    const lenses: CodeLens[] = await editor.connection.sendRequest("textDocument/codeLens", { textDocument: { uri } });
    expect(lenses[1]?.command?.title).toBe("0 upstream · 0 downstream");
    await editor.until(() => codes(editor.diagnostics("b.ts")).join() === "unknown-dependency");
    await editor.until(() => keys(editor)[0] === "renamed b a");
  });

  it("a broken file keeps its assets, and nobody is accused", async () => {
    const both = `${one("a")}export const a2 = asset({ name: "a2", deps: ["a", "nobody"] }, () => 1);\n`;
    const editor = await start({ "a.ts": both, "b.ts": one("b", ', deps: ["a", "a2", "nobody"]') });
    await editor.until(() => editor.diagnostics("b.ts").length === 1);
    editor.open("a.ts", both);
    const texts = [
      both.replace('"headwater";', '"headwate'),
      both.replace('name: "a"', 'name: "a'),
      both.replace("() => 1);\n", "() => {\n"),
      `${both}export const c = asset({ deps: ["`,
      `/* ${both}`,
      both.slice(0, 60),
    ];
    for (const text of texts) {
      editor.change("a.ts", text);
      await editor.until(() => editor.graphs()[0]?.brokenFiles.join() === "a.ts");
      expect(keys(editor)[0]?.replace("c ", "").replace(" c", "")).toBe("a a2 b nobody");
      expect(codes(editor.diagnostics("b.ts"))).toEqual(["unknown-dependency"]);
      editor.change("a.ts", both);
      await editor.until(() => editor.graphs()[0]?.brokenFiles.length === 0);
      await editor.until(() => codes(editor.diagnostics("a.ts")).join() === "unknown-dependency");
    }
  });

  it("syntax errors are TypeScript's in an open file", async () => {
    const editor = await start({ "a.ts": `${one("a")}export const b = ;` });
    await editor.until(() => codes(editor.diagnostics("a.ts")).join() === "syntax-error");
    editor.open("a.ts", `${one("a")}export const b = ;`);
    await editor.until(() => editor.diagnostics("a.ts").length === 0);
    editor.close("a.ts");
    await editor.until(() => codes(editor.diagnostics("a.ts")).join() === "syntax-error");
  });

  it("one key twice is marked in both files, each with the place of the other", async () => {
    const editor = await start({ "a.ts": one("a"), "b.ts": one("b") });
    await editor.until(() => editor.graphs().length > 0);
    editor.open("b.ts", one("b"));
    editor.change("b.ts", one("b").replace('"b"', '"a"'));
    await editor.until(() => editor.diagnostics("a.ts").length + editor.diagnostics("b.ts").length === 2);
    const [mark] = editor.diagnostics("a.ts");
    expect(mark).toMatchObject({ code: "key-collision", severity: 1 });
    expect(mark?.relatedInformation?.[0]?.location.uri).toBe(editor.folder.uri("b.ts"));
    await editor.until(() => editor.graphs()[0]?.nodes[0]?.errors === 2);
  });

  it("the revision grows only with the content, and lenses are drawn anew with it", async () => {
    const editor = await start({ "a.ts": one("a") });
    await editor.until(() => editor.graphs().length > 0);
    editor.open("a.ts", one("a"));
    editor.change("a.ts", `${one("a")}// behind all\n`);
    const { uri } = editor.open("b.ts", one("b"));
    await editor.until(() => keys(editor)[0] === "a b");
    expect(editor.graphs()[0]?.revision).toBe(2);
    await editor.until(() => editor.lensRefreshes() === 2);
    const lenses: CodeLens[] = await editor.connection.sendRequest("textDocument/codeLens", { textDocument: { uri } });
    expect(lenses.length).toBe(2);
  });
});

describe("files on disk", () => {
  it("come, change and go", async () => {
    const editor = await start({ "a.ts": one("a") });
    await editor.until(() => keys(editor)[0] === "a");
    editor.folder.write("b.ts", one("b"));
    await changed(editor, ["b.ts", FileChangeType.Created]);
    await editor.until(() => keys(editor)[0] === "a b");
    editor.folder.write("b.ts", one("c"));
    await changed(editor, ["b.ts", FileChangeType.Changed]);
    await editor.until(() => keys(editor)[0] === "a c");
    editor.folder.write(".gitignore", "b.ts\n");
    await changed(editor, [".gitignore", FileChangeType.Created]);
    await editor.until(() => keys(editor)[0] === "a");
    rmSync(posix.join(editor.folder.path, "a.ts"));
    await changed(editor, ["a.ts", FileChangeType.Deleted]);
    await editor.until(() => keys(editor)[0] === "");
  });

  it("make and unmake projects", async () => {
    const editor = await start({ "package.json": "{}", "a.ts": one("a", ', deps: ["nobody"]') });
    await editor.until(() => editor.progress.includes("end"));
    editor.folder.write("package.json", manifest);
    await changed(editor, ["package.json", FileChangeType.Changed]);
    await editor.until(() => keys(editor)[0] === "a nobody" && editor.diagnostics("a.ts").length === 1);
    editor.folder.write("package.json", "{}");
    await changed(editor, ["package.json", FileChangeType.Changed]);
    await editor.until(() => editor.graphs().length === 0 && editor.diagnostics("a.ts").length === 0);
  });

  it("settings count as they were saved", async () => {
    const entry = manifest.replace("{", '{ "headwater": "./entry.ts",');
    const editor = await start({ "package.json": entry, "entry.ts": one("a"), "b.ts": one("b") });
    await editor.until(() => keys(editor)[0] === "a");
    editor.open("package.json", entry);
    editor.change("package.json", "{ nope");
    editor.open("entry.ts", one("c"));
    await editor.until(() => keys(editor)[0] === "c");
    editor.folder.write("package.json", manifest);
    await editor.connection.sendNotification("textDocument/didSave", {
      textDocument: { uri: editor.folder.uri("package.json") },
    });
    await editor.until(() => keys(editor)[0] === "b c");
  });
});
