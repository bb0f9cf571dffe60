import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CompletionItem, CompletionList } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const imports =
  'import { asset, AutomationCondition, DailyPartitionsDefinition, schedule, TimeWindowPartitionsDefinition } from "headwater";\n';

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor({ "src/other.ts": "" });
  await editor.until(() => editor.told());
});
afterAll(() => editor.dispose());

async function complete(marked: string): Promise<{ result: CompletionList | null; document: TextDocument }> {
  const { text, offset } = withoutCursor(imports + marked);
  const document = editor.open("src/edited.ts", text);
  const position = document.positionAt(offset);
  const result: CompletionList | null = await editor.connection.sendRequest("textDocument/completion", {
    textDocument: { uri: document.uri },
    position,
  });
  editor.close("src/edited.ts");
  return { result, document };
}

const first = ({ items }: CompletionList) =>
  [...items].sort((one, other) => ((one.sortText ?? "") < (other.sortText ?? "") ? -1 : 1))[0]?.label;

describe("completion of schedules", () => {
  const condition = (call: string) =>
    `export const a = asset({ automationCondition: AutomationCondition.${call} }, async () => 1);`;
  const rows: readonly (readonly [title: string, marked: string, first: string | undefined])[] = [
    ["the cron of a condition", condition('onCron("‸")'), "@hourly"],
    ["another condition's", condition('cronTickPassed("0 0‸")'), "@hourly"],
    ["its time zone", condition('onCron("@daily", "‸")'), "UTC"],
    ["without a closing quote", 'const c = AutomationCondition.onCron("0 ‸', "@hourly"],
    ["a schedule's", 'schedule({ name: "s", cronSchedule: "‸" })', "@hourly"],
    ["a schedule's, of several", 'schedule({ cronSchedule: ["@daily", "‸"] })', "@hourly"],
    ["a schedule's time zone", 'schedule({ executionTimezone: "‸" })', "UTC"],
    ["partitions'", 'TimeWindowPartitionsDefinition({ cron: "‸" })', "@hourly"],
    ["partitions' time zone", 'DailyPartitionsDefinition({ timezone: "‸" })', "UTC"],
    ["under another name", 'import * as headwater from "headwater";\nheadwater.AutomationCondition.onCron("‸")', "@hourly"],
    ["a third argument", condition('onCron("@daily", "UTC", "‸")'), undefined],
    ["another condition's text", condition('eager("‸")'), undefined],
    ["another option", 'schedule({ name: "‸" })', undefined],
    ["another's call", 'import { schedule as other } from "elsewhere";\nonCron("‸")', undefined],
    ["an option of another call", 'cronJob({ cronSchedule: "‸" })', undefined],
  ];
  for (const [title, marked, expected] of rows) {
    it(title, async () => {
      const { result } = await complete(marked);
      expect(result === null ? undefined : first(result)).toBe(expected);
    });
  }

  it("says what a preset means", async () => {
    const { result } = await complete(condition('onCron("‸")'));
    const details = result?.items.map(({ label, detail }) => `${label}: ${detail}`);
    expect(details).toContain("0 6 * * MON-FRI: At 06:00, Monday through Friday");
    expect(details?.filter((text) => text.endsWith(": "))).toEqual([]);
  });

  it("replaces the whole text, and knows the zones", async () => {
    const { result, document } = await complete(condition('onCron("@daily", "Eur‸ope")'));
    const item = (result as CompletionList).items.find(({ label }) => label === "Europe/Berlin") as CompletionItem;
    const edited = TextDocument.applyEdits(document, item.textEdit && "range" in item.textEdit ? [item.textEdit] : []);
    expect(edited).toBe(imports + condition('onCron("@daily", "Europe/Berlin")'));
  });
});
