import { expect, test } from "vitest";
import { openAnalysis } from "../analyze.ts";
import { typeScriptLanguage } from "../facts/typescript/load.ts";
import { indexProject } from "../naming/indexedProject.ts";
import { memoryFiles } from "../project/projectFiles.ts";
import { editsElsewhere } from "./editsElsewhere.ts";

const language = await typeScriptLanguage();

function project(name: string, texts: Readonly<Record<string, string>>, dependencies: readonly string[] = []) {
  const listed = Object.fromEntries(["headwater", ...dependencies].map((each) => [each, "*"]));
  const manifest = JSON.stringify({ name, dependencies: listed });
  const files = memoryFiles({ "package.json": manifest, ...texts }, `/shop/${name.slice(1).split("/").at(-1)}`);
  return { ...indexProject(files, openAnalysis(language, files)), name };
}

const sales = project("@shop/sales", {
  "src/orders.ts":
    'import { asset } from "headwater";\nexport const orders = asset(() => 1);\nexport const named = asset({ name: "sold" }, () => 1);\n',
  "src/other.ts": 'import { asset } from "headwater";\nconst hidden = asset(() => 1);\nexport { hidden as shown };\n',
});

test.each<[title: string, text: string, dependencies: readonly string[], place: string | undefined]>([
  ["by the package's name", '\nimport { orders } from "@shop/sales";', ["@shop/sales"], "src/a.ts:2"],
  [
    "by a sub-path, under another name",
    'import { named, orders as own } from "@shop/sales/orders";',
    ["@shop/sales"],
    "src/a.ts:1",
  ],
  ["as a type", 'import { type orders } from "@shop/sales";', ["@shop/sales"], "src/a.ts:1"],
  ["over several lines", 'import {\n  named,\n  orders,\n} from "@shop/sales";', ["@shop/sales"], "src/a.ts:1"],
  ["to pass it on", 'export { orders } from "@shop/sales";', ["@shop/sales"], "src/a.ts:1"],
  ["with everything", 'import * as sales from "@shop/sales";\nconsole.log(sales.orders);', ["@shop/sales"], "src/a.ts:1"],
  ["not what it imports besides", 'import { named } from "@shop/sales";\nexport const orders = 1;', ["@shop/sales"], undefined],
  ["not of another package", 'import { orders } from "@shop/sales-old";', ["@shop/sales"], undefined],
  ["not without a dependency", 'import { orders } from "@shop/sales";', [], undefined],
])("a constant that another project imports is not renamed: %s", (_, text, dependencies, place) => {
  const reports = project("@shop/reports", { "src/a.ts": text }, dependencies);
  const [asset] = sales.index.all("orders");
  const edits = asset && editsElsewhere([sales, reports], sales, asset, "sold_orders");
  expect(edits).toEqual(
    place === undefined
      ? []
      : {
          refused: `The asset is called after its constant, which @shop/reports uses too, in ${place}: give the asset a name in its options first.`,
        },
  );
});

test.each(["sold", "shown"])("an asset whose constant stays, or is exported under another name, is renamed: %s", (id) => {
  const text = 'import { named, shown } from "@shop/sales";\nexport const used = [named, shown, "hidden"];';
  const reports = project("@shop/reports", { "src/a.ts": text }, ["@shop/sales"]);
  const [asset] = sales.index.all(id);
  expect(asset && editsElsewhere([sales, reports], sales, asset, "new_name")).toEqual([]);
});
