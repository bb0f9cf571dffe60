import { existsSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Editor, type EditorOptions, startEditor } from "../testing/editor.ts";
import { type BundledServer, bundleServer } from "../testing/spawnedServer.ts";

const source = join(import.meta.dirname, "../../..");
const registry = "headwater-env.d.ts";
const files = {
  "package.json": '{ "type": "module", "dependencies": { "headwater": "*" } }',
  "tsconfig.json":
    '{ "compilerOptions": { "strict": true, "module": "NodeNext", "customConditions": ["@headwater/source"], "allowImportingTsExtensions": true, "noEmit": true } }',
  "src/row.ts": "export interface Row { id: number }\n",
  "src/rows.ts":
    'import { asset } from "headwater";\nimport type { Row } from "./row.ts";\nexport const rows = asset((): Row["id"][] => []);\n',
  "src/names.ts": 'import { asset } from "headwater";\nexport const names = asset(() => "a");\n',
};

let bundle: BundledServer;
let libraries: string;
beforeAll(async () => {
  bundle = await bundleServer();
  const texts = globSync("lib.*.d.ts", { cwd: dirname(fileURLToPath(import.meta.resolve("typescript"))) });
  const all = texts.map((name) => {
    const path = join(dirname(fileURLToPath(import.meta.resolve("typescript"))), name);
    return [basename(path), readFileSync(path, "utf8")];
  });
  libraries = join(dirname(bundle.file), "libraries.json.br");
  const params = { [constants.BROTLI_PARAM_QUALITY]: 1 };
  writeFileSync(libraries, brotliCompressSync(JSON.stringify(Object.fromEntries(all)), { params }));
});
afterAll(() => bundle.remove());

async function start(registryText: string | undefined, options: EditorOptions = {}): Promise<Editor> {
  const all = registryText === undefined ? files : { ...files, [registry]: registryText };
  const editor = await startEditor(all, { typesThread: { entry: bundle.file, libraries }, ...options });
  mkdirSync(join(editor.folder.path, "node_modules"));
  symlinkSync(join(source, "runtime"), join(editor.folder.path, "node_modules/headwater"), "junction");
  await editor.until(() => editor.told());
  return editor;
}

function save(editor: Editor, file: string, text: string): void {
  editor.folder.write(file, text);
  const changes = [{ uri: editor.folder.uri(file), type: 2 }];
  void editor.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
}

const read = (editor: Editor) => {
  const path = join(editor.folder.path, registry);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
};

async function untilIt(holds: () => boolean | undefined): Promise<void> {
  for (const end = performance.now() + 60_000; !holds(); await pause(20)) {
    if (performance.now() > end) throw new Error("It did not come in a minute.");
  }
}

test("a registry follows what is saved", { timeout: 120_000 }, async () => {
  const editor = await start("old\n");
  try {
    save(editor, "src/names.ts", files["src/names.ts"].replace('"a"', "1"));
    await untilIt(() => read(editor)?.includes("names: number;"));
    expect(read(editor)).toContain("rows: number[];");
    // What it depends on.
    save(editor, "src/row.ts", "export interface Row { id: string }\n");
    await untilIt(() => read(editor)?.includes("rows: string[];"));
    expect(read(editor)).toContain("names: number;");
    // The compiler reads what is on disk, so a file with assets that is being edited is waited for.
    editor.open("src/names.ts", files["src/names.ts"].replace('"a"', "true"));
    save(editor, "src/row.ts", "export interface Row { id: boolean }\n");
    await pause(300);
    expect(read(editor)).toContain("rows: string[];");
    save(editor, "src/names.ts", editor.text("src/names.ts"));
    await untilIt(() => read(editor)?.includes("rows: boolean[];"));
    expect(read(editor)).toContain("names: boolean;");
  } finally {
    editor.dispose();
  }
});

test.each<[title: string, registryText: string | undefined, options: EditorOptions]>([
  ["there is none", undefined, {}],
  ["the workspace is not trusted", "old\n", { initializationOptions: { trusted: false } }],
])("nothing is written where %s", async (_, registryText, options) => {
  const editor = await start(registryText, options);
  try {
    save(editor, "src/names.ts", files["src/names.ts"].replace('"a"', "1"));
    await pause(500);
    expect(read(editor)).toBe(registryText);
    expect(existsSync(join(editor.folder.path, ".headwater"))).toBe(false);
  } finally {
    editor.dispose();
  }
});
