import { analyzeProject, memoryFiles } from "@headwater/analysis";
import { expect, test } from "vitest";
import { loadedView } from "./loadedView.ts";

const text = `import { asset } from "headwater";
export const orders = asset({ groupName: "sales", deps: ["events"] }, () => 1);
`;

async function viewOf(claimed: string, given: string) {
  const analysis = await analyzeProject(memoryFiles({ "a.ts": claimed }));
  const { assets } = await analyzeProject(memoryFiles({ "a.ts": given }));
  const view = loadedView(analysis, {
    specs: assets.map(({ spec }) => spec),
    checkSteps: [],
    places: assets.map(() => ({ file: "a.ts" })),
    problems: [],
    pools: {},
    executor: { tagConcurrencyLimits: [] },
  });
  return view.diagnostics.map(({ code, file, range }) => `${code} ${file}:${range.start.line + 1}:${range.start.character + 1}`);
}

test.each<[string, string, string, string[]]>([
  ["a group, at its text", text, text.replace("sales", "shop"), ["analysis-mismatch a.ts:2:42"]],
  [
    "a dependency, at its text",
    text,
    text.replace("events", "clicks"),
    ["analysis-mismatch a.ts:2:58", "analysis-mismatch a.ts:2:58"],
  ],
  ["an asset that is not there, at its name", text, "", ["analysis-mismatch a.ts:2:14"]],
  ["an asset that was not claimed, in its file", "", text, ["analysis-mismatch a.ts:1:1"]],
])("a false claim is told where it stands: %s", async (_, claimed, given, expected) => {
  const found = await viewOf(claimed, given);
  expect(found).toEqual(expected);
});
