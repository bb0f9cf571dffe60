import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CompletionItem, CompletionList, Hover, InlayHint } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const imports =
  'import { asset, AutomationCondition, DailyPartitionsDefinition, DynamicPartitionsDefinition, MultiPartitionsDefinition, schedule, StaticPartitionsDefinition, TimeWindowPartitionsDefinition } from "headwater";\n';

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor({ "src/other.ts": "" }, { now: () => Date.parse("2026-11-26T12:00:00Z") });
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

describe("hover over a cron text", () => {
  async function hover(marked: string): Promise<string | undefined> {
    const { text, offset } = withoutCursor(imports + marked);
    const document = editor.open("src/edited.ts", text);
    const position = document.positionAt(offset);
    const result: Hover | null = await editor.connection.sendRequest("textDocument/hover", {
      textDocument: { uri: document.uri },
      position,
    });
    editor.close("src/edited.ts");
    return result === null ? undefined : (result.contents as { value: string }).value.replaceAll("\\", "");
  }
  const rows: readonly (readonly [title: string, marked: string, ...lines: (string | undefined)[]])[] = [
    [
      "of a condition",
      'export const c = AutomationCondition.onCron("0 6 * * ‸MON-FRI", "Europe/Berlin");',
      "**At 06:00, Monday through Friday**",
      "The next ticks in Europe/Berlin:",
      "- Fri, 27 Nov 2026, 06:00 CET",
    ],
    [
      "in UTC where no zone is given",
      'export const c = AutomationCondition.onCron("@‸daily");',
      "**At 00:00**",
      "The next ticks in UTC:",
    ],
    [
      "of partitions, with their zone",
      'export const p = TimeWindowPartitionsDefinition({ timezone: "Asia/Tokyo", cron: "0 ‸9 * * *", startDate: "2026-01-01" });',
      "**At 09:00**",
      "The next ticks in Asia/Tokyo:",
      "- Fri, 27 Nov 2026, 09:00 GMT+9",
    ],
    [
      "inside an asset's options",
      'export const a = asset({ automationCondition: AutomationCondition.onCron("0 0 ‸* * *") }, () => 1);',
      "**At 00:00**",
      "The next ticks in UTC:",
    ],
    [
      "with a zone that only running the code gives",
      'export const c = AutomationCondition.onCron("0 ‸6 * * *", process.env.TZ);',
      "**At 06:00**",
      undefined,
    ],
    ["that is none", 'export const c = AutomationCondition.onCron("0 ‸25 * * *");', undefined],
    ["of another's call", 'export const c = onCron("0 ‸6 * * *");', undefined],
  ];
  for (const [title, marked, ...lines] of rows) {
    it(title, async () => {
      const shown = (await hover(marked))?.split("\n\n").flatMap((part) => part.split("\n"));
      expect(lines.map((_, at) => shown?.[at])).toEqual(lines);
    });
  }
});

describe("hints at partitions", () => {
  async function hints(text: string): Promise<string[]> {
    const document = editor.open("src/edited.ts", imports + text);
    const range = { start: document.positionAt(0), end: document.positionAt(document.getText().length) };
    await editor.until(() => editor.graphs()[0]?.nodes.length);
    const found: InlayHint[] = await editor.connection.sendRequest("textDocument/inlayHint", {
      textDocument: { uri: document.uri },
      range,
    });
    editor.close("src/edited.ts");
    return found.map(({ label }) => (typeof label === "string" ? label : label.map(({ value }) => value).join("")));
  }
  const rows: readonly (readonly [title: string, partitions: string, ...hints: string[]])[] = [
    ["of days", 'DailyPartitionsDefinition({ startDate: "2026-11-01" })', "25 partitions to 2026-11-25"],
    ["of one", 'DailyPartitionsDefinition({ startDate: "2026-11-25" })', "1 partition"],
    ["of none yet", 'DailyPartitionsDefinition({ startDate: "2027-01-01" })', "no partition yet"],
    ["of fixed names", 'StaticPartitionsDefinition({ partitionKeys: ["a", "b"] })', "2 partitions"],
    [
      "of two dimensions",
      'MultiPartitionsDefinition({ d: DailyPartitionsDefinition({ startDate: "2026-11-01" }), s: StaticPartitionsDefinition({ partitionKeys: ["a", "b"] }) })',
      "50 partitions",
    ],
    ["that are dynamic", 'DynamicPartitionsDefinition({ name: "d" })'],
    ["that are not known", "StaticPartitionsDefinition({ partitionKeys: process.argv })"],
    ["that are wrong", 'DailyPartitionsDefinition({ startDate: "soon" })'],
  ];
  for (const [title, partitions, ...expected] of rows) {
    it(title, async () => {
      expect(await hints(`export const a = asset({ partitionsDef: ${partitions} }, () => 1);`)).toEqual(expected);
    });
  }
});
