import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Language, typeScriptLanguage } from "@headwater/analysis";
import { afterEach, describe, expect, it } from "vitest";
import { FileChangeType } from "vscode-languageserver";
import { type Editor, type EditorOptions, manifest, startEditor } from "../testing/editor.ts";

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.dispose();
});

const asset = (name: string, more = "") =>
  `import { asset } from "headwater";\n${more}export const ${name} = asset({ name: "${name}" }, () => 1);\n`;
const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`many/${at}.ts`, asset(`many${at}`)]));
const reader = asset("reader", 'import { key } from "./key.ts";\n').replace('name: "reader"', "name: key");

/** A server with what it has read the facts of since it was asked last. */
async function start(files: Readonly<Record<string, string>>, options: EditorOptions = {}) {
  let read: string[] = [];
  const language = async (): Promise<Language> => {
    const exact = await typeScriptLanguage();
    return {
      ...exact,
      extract(file, text) {
        read.push(file);
        return exact.extract(file, text);
      },
    };
  };
  const editor = await startEditor({ ...many, ...files }, { language, ...options });
  editors.push(editor);
  const takeRead = () => {
    const taken = [...new Set(read)].sort();
    read = [];
    return taken;
  };
  return { editor, takeRead };
}
const keys = (editor: Editor) => editor.graphs()[0]?.nodes.flatMap(({ id }) => (id.startsWith("many") ? [] : [id])) ?? [];
const has = (editor: Editor, ...expected: readonly string[]) =>
  editor.until(() => editor.told() && keys(editor).join(" ") === expected.join(" "));
const tell = (editor: Editor, file: string, type: FileChangeType) =>
  editor.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: editor.folder.uri(file), type }] });

describe("a file that comes or goes costs what depends on it", () => {
  it("that comes", async () => {
    const { editor, takeRead } = await start({ "reader.ts": reader });
    await has(editor);
    takeRead();
    editor.folder.write("key.ts", 'export const key = "found";');
    await tell(editor, "key.ts", FileChangeType.Created);
    await has(editor, "found");
    expect(takeRead()).toEqual(["key.ts"]);
    editor.folder.write("own.ts", asset("own"));
    await tell(editor, "own.ts", FileChangeType.Created);
    await has(editor, "own", "found");
    expect(takeRead()).toEqual(["own.ts"]);
  });

  it("that goes", async () => {
    const { editor, takeRead } = await start({
      "reader.ts": reader,
      "key.ts": 'export const key = "k";',
      "own.ts": asset("own"),
    });
    await has(editor, "own", "k");
    takeRead();
    rmSync(join(editor.folder.path, "own.ts"));
    await tell(editor, "own.ts", FileChangeType.Deleted);
    await has(editor, "k");
    rmSync(join(editor.folder.path, "key.ts"));
    await tell(editor, "key.ts", FileChangeType.Deleted);
    await has(editor);
    expect(takeRead()).toEqual([]);
  });

  it("that was never saved, and is closed again", async () => {
    const { editor, takeRead } = await start({});
    await has(editor);
    takeRead();
    editor.open("new.ts", asset("fresh"));
    await has(editor, "fresh");
    editor.close("new.ts");
    await has(editor);
    expect(takeRead()).toEqual(["new.ts"]);
  });

  it("that is ignored", async () => {
    const { editor, takeRead } = await start({ ".gitignore": "build\n" });
    await has(editor);
    takeRead();
    editor.folder.write("build/a.ts", asset("built"));
    await tell(editor, "build/a.ts", FileChangeType.Created);
    editor.folder.write("own.ts", asset("own"));
    await tell(editor, "own.ts", FileChangeType.Created);
    await has(editor, "own");
    expect(takeRead()).toEqual(["own.ts"]);
  });

  it("and stands in the index", async () => {
    const folder = mkdtempSync(join(tmpdir(), "headwater-moved-"));
    const indices = () => () => ({ path: join(folder, "project.index"), build: "build", fewestSources: 0 });
    try {
      const { editor } = await start({ "reader.ts": reader }, { indices });
      await has(editor);
      editor.folder.write("key.ts", 'export const key = "found";');
      await tell(editor, "key.ts", FileChangeType.Created);
      rmSync(join(editor.folder.path, "many/3.ts"));
      await tell(editor, "many/3.ts", FileChangeType.Deleted);
      await editor.until(() => keys(editor).includes("found") && editor.graphs()[0]?.nodes.length === 20);
      await editor.connection.sendRequest("shutdown");
      const next = await start({}, { indices, folder: editor.folder });
      await next.editor.until(() => next.editor.graphs()[0]?.nodes.length === 20);
      expect(next.takeRead()).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("settings that change cost what they say", () => {
  const collision = { "a.ts": asset("one"), "b.ts": asset("one") };
  const severity = (editor: Editor) => editor.diagnostics("b.ts").map((each) => each.severity);

  it("how grave findings are: they are told again", async () => {
    const { editor, takeRead } = await start(collision);
    await editor.until(() => severity(editor)[0] === 1);
    takeRead();
    editor.folder.write("package.json", manifest.replace("}", '}, "headwater": { "severity": { "key-collision": "hint" } }'));
    await tell(editor, "package.json", FileChangeType.Changed);
    await editor.until(() => severity(editor)[0] === 4);
    expect(takeRead()).toEqual(["package.json"]);
  });

  it("nothing of ours: nothing", async () => {
    const { editor, takeRead } = await start(collision);
    await editor.until(() => severity(editor)[0] === 1);
    takeRead();
    editor.folder.write("package.json", manifest.replace("}", '}, "version": "1.2.3"'));
    await tell(editor, "package.json", FileChangeType.Changed);
    editor.folder.write("c.ts", asset("c"));
    await tell(editor, "c.ts", FileChangeType.Created);
    await has(editor, "one", "c");
    expect(takeRead()).toEqual(["c.ts", "package.json"]);
  });

  it("which files count: all is looked at again", async () => {
    const { editor } = await start(collision);
    await editor.until(() => severity(editor)[0] === 1);
    editor.folder.write("package.json", manifest.replace("}", '}, "headwater": { "exclude": ["a.ts"] }'));
    await tell(editor, "package.json", FileChangeType.Changed);
    await editor.until(() => severity(editor).length === 0);
  });
});
