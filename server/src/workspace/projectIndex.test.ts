import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Language, typeScriptLanguage } from "@headwater/analysis";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { FileChangeType } from "vscode-languageserver";
import { type Editor, type EditorOptions, startEditor } from "../testing/editor.ts";

const cache = mkdtempSync(join(tmpdir(), "headwater-server-index-"));
const path = join(cache, "project.index");
const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.dispose();
  rmSync(path, { force: true });
});
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const one = (name: string, more = "") =>
  `import { asset } from "headwater";\nexport const ${name} = asset({ name: "${name}"${more} }, () => 1);\n`;
const files = { "a ü.ts": one("u"), "a.ts": one("a"), "lib/b.ts": one("b", ', deps: ["a", "nobody"]') };

/** A server, with what it reads facts from. */
async function start(options: EditorOptions = {}) {
  const read: string[] = [];
  const language = async (): Promise<Language> => {
    read.push("the language");
    const exact = await typeScriptLanguage();
    return {
      ...exact,
      extract(file, text) {
        if (file !== "package.json") read.push(file);
        return exact.extract(file, text);
      },
    };
  };
  const indices = () => () => ({ path, build: "build", fewestSources: 0 });
  const editor = await startEditor(files, { language, indices, ...options });
  editors.push(editor);
  return { editor, read };
}
const keys = (editor: Editor) =>
  editor
    .graphs()[0]
    ?.nodes.map(({ id }) => id)
    .join(" ");

/** What the next server is to find: an index of the files as they were. */
async function indexed(): Promise<Editor> {
  const { editor } = await start();
  await editor.until(() => keys(editor) === "u a b nobody" && editor.diagnostics("lib/b.ts").length > 0);
  await editor.connection.sendRequest("shutdown");
  expect(existsSync(path)).toBe(true);
  return editor;
}

describe("the index of a project", () => {
  it("lets the next server tell graph and findings without reading anything", async () => {
    const before = await indexed();
    const { editor, read } = await start({ folder: before.folder });
    await editor.until(() => keys(editor) === "u a b nobody" && editor.diagnostics("lib/b.ts").length > 0);
    expect(editor.graphs()).toEqual(before.graphs());
    expect(editor.diagnostics("lib/b.ts")).toEqual(before.diagnostics("lib/b.ts"));
    expect(read).toEqual([]);
    const symbols = await editor.connection.sendRequest("workspace/symbol", { query: "b" });
    expect(symbols).toMatchObject([{ name: "b" }]);
    expect(read).toEqual(["the language"]);
  });

  it("is followed by what has changed meanwhile, on disk and in the editor", async () => {
    const before = await indexed();
    before.folder.write("a.ts", one("other"));
    const { editor, read } = await start({ folder: before.folder });
    await editor.until(() => keys(editor) === "u other b a nobody");
    expect(read).toContain("a.ts");
    editor.open("lib/b.ts", one("b", ', deps: ["other"]'));
    await editor.until(() => keys(editor) === "u other b" && editor.diagnostics("lib/b.ts").length === 0);
  });

  it("does not hold what was never saved", async () => {
    const before = await indexed();
    const { editor } = await start({ folder: before.folder });
    editor.open("a.ts", one("unsaved"));
    await editor.until(() => keys(editor)?.startsWith("u unsaved"));
    await editor.connection.sendRequest("shutdown");
    const { editor: next } = await start({ folder: before.folder });
    await next.until(() => keys(next) === "u a b nobody");
  });

  it("gives way to a new analysis where files have come meanwhile, and later", async () => {
    const before = await indexed();
    before.folder.write("c.ts", one("c"));
    const { editor } = await start({ folder: before.folder });
    await editor.until(() => keys(editor) === "u a c b nobody");
    await editor.connection.sendRequest("shutdown");
    const { editor: next } = await start({ folder: before.folder });
    await next.until(() => keys(next) === "u a c b nobody");
    next.folder.write("d.ts", one("nobody"));
    const changes = [{ uri: next.folder.uri("d.ts"), type: FileChangeType.Created }];
    await next.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
    await next.until(() => keys(next) === "u a c nobody b" && next.diagnostics("lib/b.ts").length === 0);
  });

  it("that is damaged costs nothing but time", async () => {
    const before = await indexed();
    const whole = readFileSync(path);
    for (const at of [30, whole.length >> 1, whole.length - 50]) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ 1;
      writeFileSync(path, bytes);
      const { editor } = await start({ folder: before.folder });
      await editor.until(() => keys(editor) === "u a b nobody");
      expect(await editor.connection.sendRequest("workspace/symbol", { query: "b" })).toMatchObject([{ name: "b" }]);
    }
  });
});
