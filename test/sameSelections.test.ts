import { describe, expect, test } from "vitest";
import { bothWays } from "./project/bothWays.ts";

const from =
  'import { asset, AssetSelection, defineJob, Definitions } from "headwater";\nexport const orders = asset({ groupName: "sales" }, () => 1);\n';
const pair = (text: string) => `export default [${text}];`;

describe("selections and jobs", () => {
  test.each([
    ["invalid-selection", pair('AssetSelection.fromString("group:sales an kind:x")')],
    ["invalid-selection", pair('defineJob({ name: "a", selection: "orders*" })')],
    ["invalid-selection", pair('defineJob({ name: "a", selection: "  " })')],
    ["invalid-selection", pair('AssetSelection.fromString("key:\\"a").upstream()')],
    ["duplicate-job", 'export default Definitions({ jobs: [defineJob({ name: "a" }), defineJob({ name: "a" })] });'],
    [
      "duplicate-job",
      'export default Definitions.merge(...[1, 2].map(() => Definitions()), Definitions({ jobs: [defineJob({ name: "a" })] }), Definitions({ jobs: [defineJob({ name: "a" })] }));',
    ],
  ])("%s: %s is refused in the same words", async (code, text) => {
    const { analysed, refused } = await bothWays({ "a.ts": from + text });
    expect(analysed.findings.map((finding) => finding.split(":")[0])).toEqual([code]);
    expect(analysed.findings).toEqual(refused.map((message) => `${code}: ${message}`));
  });

  test.each([
    [
      "texts of both forms",
      pair('AssetSelection.fromString("orders+ +orders"), AssetSelection.fromString("group:\\"s*\\" or not group:sales")'),
    ],
    [
      "jobs",
      'export default Definitions({ jobs: [defineJob({ name: "a", selection: "group:sales" }), defineJob({ name: "b" })] });',
    ],
    [
      "one job in definitions that are merged",
      'const a = defineJob({ name: "a" }); export default Definitions.merge(Definitions({ jobs: [a] }), Definitions({ jobs: [a] }));',
    ],
  ])("%s are taken", async (_, text) => {
    const { analysed, loaded, refused } = await bothWays({ "a.ts": from + text });
    expect(refused).toEqual([]);
    expect(analysed).toEqual(loaded);
  });
});
