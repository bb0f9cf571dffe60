import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Range } from "vscode-languageserver";
import { type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const shop = `import { asset } from "headwater";
export const raw = asset({ deps: ["outside"] }, () => 1);
export const clean = asset(({ raw }) => raw);
export const report = asset({ deps: [clean, "raw"] }, () => 1);
`;

let editor: Editor;
beforeAll(async () => {
  const initializationOptions = { callHierarchy: true };
  editor = await startEditor({ "src/shop.ts": shop, "src/edited.ts": "export {};\n" }, { initializationOptions });
  await editor.until(() => editor.graphs().length > 0);
});
afterAll(() => editor.dispose());

const textAt = ({ start, end }: Range) => shop.split("\n")[start.line]?.slice(start.character, end.character);

async function itemAt(marked: string): Promise<CallHierarchyItem | undefined> {
  const { text, offset } = withoutCursor(marked);
  const document = editor.open("src/shop.ts", text);
  const params = { textDocument: { uri: document.uri }, position: document.positionAt(offset) };
  const items: CallHierarchyItem[] | null = await editor.connection.sendRequest("textDocument/prepareCallHierarchy", params);
  editor.close("src/shop.ts");
  return items?.[0];
}

describe("lineage as calls", () => {
  it.each<[marked: string, incoming: readonly string[], outgoing: readonly string[]]>([
    ["const ra‸w", ["clean: raw", "report: raw"], ["outside: outside"]],
    ["const cle‸an", ["report: clean"], ["raw: raw"]],
    ["const rep‸ort", [], ["clean: clean", "raw: raw"]],
    ['["out‸side"]', ["raw: outside"], []],
  ])("of what stands at %s", async (marked, incoming, outgoing) => {
    const item = await itemAt(shop.replace(marked.replace("‸", ""), marked));
    const callers: CallHierarchyIncomingCall[] = await editor.connection.sendRequest("callHierarchy/incomingCalls", { item });
    const callees: CallHierarchyOutgoingCall[] = await editor.connection.sendRequest("callHierarchy/outgoingCalls", { item });
    expect(callers.map(({ from, fromRanges }) => `${from.name}: ${fromRanges.map(textAt)}`)).toEqual(incoming);
    expect(callees.map(({ to, fromRanges }) => `${to.name}: ${fromRanges.map(textAt)}`)).toEqual(outgoing);
  });

  it("is offered to those who ask for it, and not to others", async () => {
    expect(editor.initialized.capabilities.callHierarchyProvider).toBe(true);
    const other = await startEditor({});
    expect(other.initialized.capabilities.callHierarchyProvider).toBeUndefined();
    expect(other.initialized.capabilities.typeHierarchyProvider).toBe(true);
    other.dispose();
  });
});
