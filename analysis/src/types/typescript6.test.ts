import { describe, test } from "vitest";
import { checkTypes } from "../testing/checkTypes.ts";

const customers = "interface Customer { id: number; email: string }\n";
const raw = `${customers}export const raw = asset(async (): Promise<Customer[]> => []);\n`;
const gives = 'but the asset "raw" gives Customer[].';
const wrong = `The input "raw" takes string[], ${gives}`;

type Row = [title: string, texts: string | Record<string, string>, verdicts: string[], messages?: string[]];

describe("what an input takes against what its asset gives", () => {
  test.each<Row>([
    ["by name", `${raw}export const down = asset(({ «raw» }: { raw: string[] }) => raw);`, ["raw: mismatch"], [wrong]],
    [
      "by name, with options",
      `${raw}export const down = asset({ groupName: "g" }, ({ «raw» }: { raw: string[] }) => raw);`,
      ["raw: mismatch"],
      [wrong],
    ],
    [
      "by a text in ins",
      `${raw}export const down = asset({ ins: { a: "raw" } }, ({ «a» }: { a: string[] }) => a);`,
      ["a: mismatch"],
      [`The input "a" takes string[], ${gives}`],
    ],
    [
      "by AssetIn",
      `${raw}export const down = asset({ ins: { a: AssetIn({ key: "raw" }) } }, ({ «a» }: { a: string[] }) => a);`,
      ["a: mismatch"],
      [`The input "a" takes string[], ${gives}`],
    ],
    [
      "by AssetKey",
      `${raw}export const down = asset({ ins: { a: AssetKey("raw") } }, ({ «a»: b }: { a: string[] }) => b);`,
      ["a: mismatch"],
      [`The input "a" takes string[], ${gives}`],
    ],
    [
      "inferred",
      `export const raw = asset(() => [1, 2]);\nexport const down = asset(({ «raw» }: { raw: string[] }) => raw);`,
      ["raw: mismatch"],
      ['The input "raw" takes string[], but the asset "raw" gives number[].'],
    ],
    [
      "a MaterializeResult",
      `${customers}import { MaterializeResult } from "headwater";\nexport const raw = asset(async () => MaterializeResult({ value: [] as Customer[] }));\nexport const down = asset(({ «raw» }: { raw: string[] }) => raw);`,
      ["raw: mismatch"],
      [wrong],
    ],
    [
      "an Output",
      `${customers}import { Output } from "headwater";\nexport const raw = asset(async () => Output([] as Customer[]));\nexport const down = asset(({ «raw» }: { raw: string[] }) => raw);`,
      ["raw: mismatch"],
      [wrong],
    ],
    [
      "one of several",
      `export const several = multiAsset({ name: "several", outs: { one: AssetOut(), two: AssetOut() } }, () => ({ one: 1, two: "2" }));\nexport const down = asset(({ «one», two }: { one: string; two: string }) => [one, two]);`,
      ["one: mismatch", "two: fits"],
      ['The input "one" takes string, but the asset "one" gives number.'],
    ],
    [
      "into one of several",
      `${raw}export const several = multiAsset({ name: "several", outs: { one: AssetOut(), two: AssetOut() } }, ({ «raw» }: { raw: string[] }) => ({ one: raw, two: raw }));`,
      ["raw: mismatch", "raw: mismatch"],
      [wrong],
    ],
    [
      "an external asset with a type",
      `export const raw = externalAsset<number>({ name: "raw" });\nexport const down = asset(({ «raw» }: { raw: string[] }) => raw);`,
      ["raw: mismatch"],
      ['The input "raw" takes string[], but the asset "raw" gives number.'],
    ],
    [
      "a function elsewhere",
      `${raw}function compute({ raw }: { raw: string[] }) { return raw; }\nexport const down = asset({ name: "down" }, «compute»);`,
      ["raw: mismatch"],
      [wrong],
    ],
    [
      "a property more",
      `${raw}export const down = asset(({ «raw» }: { raw: { id: number; name: string }[] }) => raw);`,
      ["raw: mismatch"],
      [`The input "raw" takes { id: number; name: string; }[], ${gives}`],
    ],
    ["a record", `${raw}export const down = asset(({ «raw» }: Record<string, string[]>) => raw);`, ["raw: mismatch"], [wrong]],
    [
      "two types of one name",
      {
        "src/a.ts":
          'import { asset } from "headwater";\nexport interface Row { a: number }\nexport const raw = asset((): Row => ({ a: 1 }));',
        "src/b.ts":
          'import { asset } from "headwater";\nimport type { Row } from "./row.js";\nexport const down = asset(({ «raw» }: { raw: Row }) => raw);',
        "src/row.ts": "export interface Row { b: string }",
      },
      ["raw: mismatch"],
      ['The input "raw" takes import("src/row").Row, but the asset "raw" gives import("src/a").Row.'],
    ],
  ])("does not fit: %s", (_, texts, verdicts, messages) => checkTypes(texts, verdicts, messages));

  test.each<Row>([
    ["the same", `${raw}export const down = asset(({ raw }: { raw: Customer[] }) => raw);`, ["raw: fits"]],
    ["less", `${raw}export const down = asset(({ raw }: { raw: readonly { id: number }[] }) => raw);`, ["raw: fits"]],
    ["an optional one", `${raw}export const down = asset(({ raw = [] }: { raw?: Customer[] }) => raw);`, ["raw: fits"]],
    ["no annotation", `${raw}export const down = asset(({ raw }) => raw);`, ["raw: unknown"]],
    [
      "any and unknown",
      `${raw}export const a = asset(({ raw }: { raw: any }) => raw); export const b = asset(({ raw }: { raw: unknown }) => raw); export const c = asset(({ raw }: any) => raw);`,
      ["raw: unknown", "raw: unknown", "raw: unknown"],
    ],
    ["a type that is not found", `${raw}export const down = asset(({ raw }: { raw: Lost }) => raw);`, ["raw: unknown"]],
    [
      "an upstream of any",
      `export const raw = asset(() => JSON.parse("1"));\nexport const down = asset(({ raw }: { raw: string }) => raw);`,
      ["raw: unknown"],
    ],
    [
      "an upstream that stores nothing",
      `export const raw = asset(() => {});\nexport const down = asset(({ raw }: { raw: string }) => raw);`,
      ["raw: unknown"],
    ],
    [
      "an external asset",
      `export const raw = externalAsset({ name: "raw" });\nexport const down = asset(({ raw }: { raw: string }) => raw);`,
      ["raw: unknown"],
    ],
    [
      "a generic function",
      `${raw}function make<T>() { return asset({ name: "down" }, ({ raw }: { raw: T[] }) => raw); }\nexport const down = make<Customer>();`,
      ["raw: unknown"],
    ],
    [
      "an input manager",
      `${raw}export const down = asset({ ins: { a: AssetIn({ key: "raw", inputManagerKey: "m" }) } }, ({ a }: { a: string }) => a);`,
      ["a: unknown"],
    ],
  ])("nobody is accused: %s", (_, texts, verdicts) => checkTypes(texts, verdicts));

  test.each<Row>([
    ["objects in ins", `${raw}export const down = asset({ ins: { a: raw } }, ({ a }: { a: string[] }) => a);`, ["a: told"]],
    [
      "objects in AssetIn",
      `${raw}export const down = asset({ ins: { a: AssetIn({ key: raw }) } }, ({ a }: { a: string[] }) => a);`,
      ["a: told"],
    ],
    [
      "the registry",
      `${raw}declare module "headwater" { interface Register { assets: { raw: Customer[] } } }\nexport const down = asset(({ raw }: { raw: string[] }) => raw);`,
      ["raw: told"],
    ],
    [
      "the registry by a text in ins",
      `${raw}declare module "headwater" { interface Register { assets: { raw: Customer[] } } }\nexport const down = asset({ ins: { a: "raw" } }, ({ a }: { a: string[] }) => a);`,
      ["a: told"],
    ],
  ])("the compiler says it itself: %s", (_, texts, verdicts) => checkTypes(texts, verdicts));

  test("another error inside of the function does not silence it", () =>
    checkTypes(
      `${raw}export const down = asset(({ «raw» }: { raw: string[] }) => { const n: number = "x"; takes(5); return raw; });\nfunction takes(text: string) {}`,
      ["raw: mismatch"],
      [wrong],
    ));
});
