import { join } from "node:path";
import typescript from "typescript";
import { expect, test } from "vitest";

const path = join(import.meta.dirname, "completed.ts").replaceAll("\\", "/");
const options: typescript.CompilerOptions = {
  strict: true,
  module: typescript.ModuleKind.NodeNext,
  allowImportingTsExtensions: true,
  noEmit: true,
  customConditions: ["@headwater/source"],
};

function completed(call: string): readonly string[] {
  const text = `import { asset } from "./asset.ts";
declare module "./register.ts" { interface Register { assets: { orders: number[]; "daily-orders": number } } }
${call}`;
  const at = text.indexOf("‸");
  const texts = new Map([[path, text.replace("‸", "")]]);
  const service = typescript.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [path],
    getScriptVersion: () => "1",
    getScriptSnapshot: (file) => {
      const read = texts.get(file) ?? typescript.sys.readFile(file);
      return read === undefined ? undefined : typescript.ScriptSnapshot.fromString(read);
    },
    getCurrentDirectory: () => import.meta.dirname,
    getDefaultLibFileName: typescript.getDefaultLibFilePath,
    fileExists: (file) => texts.has(file) || typescript.sys.fileExists(file),
    readFile: (file) => texts.get(file) ?? typescript.sys.readFile(file),
  });
  expect(service.getSemanticDiagnostics(path).map(({ messageText }) => messageText)).toEqual([]);
  return (service.getCompletionsAtPosition(path, at, {})?.entries ?? []).map(({ name }) => name).sort();
}

test.each([['asset({ name: "a", deps: ["‸"] }, () => 1);'], ['asset({ name: "a", deps: ["elsewhere", "‸lost"] }, () => 1);']])(
  "registered keys are offered in deps, and any other may stand: %s",
  (call) => {
    expect(completed(call)).toEqual(["daily-orders", "orders"]);
  },
);
