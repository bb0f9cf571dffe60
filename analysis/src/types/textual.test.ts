import typescript from "typescript";
import { test } from "vitest";
import { checkTypes } from "../testing/checkTypes.ts";
import { textualOracle } from "./textual.ts";

test.each<[up: string, down: string, verdict: string, message?: string]>([
  [
    "(): string => ''",
    "({ «up» }: { up: number }) => up",
    "mismatch",
    'The input "up" takes number, but the asset "up" gives string.',
  ],
  [
    "async (): Promise<string[]> => []",
    "({ «up» }: { up: readonly Array<boolean>[] }) => up",
    "mismatch",
    'The input "up" takes boolean[][], but the asset "up" gives string[].',
  ],
  ["(): Array<string> => []", "({ up }: { up: readonly string[] }) => up", "fits"],
  ["(): string => ''", "({ up }: { up: Text }) => up", "unknown"],
  ["(): string | number => ''", "({ up }: { up: number }) => up", "unknown"],
  ["() => ''", "({ up }: { up: number }) => up", "unknown"],
  ["(): string => ''", "({ up }) => up", "unknown"],
  ["(): string => ''", "({ up }: Inputs) => up", "unknown"],
])("annotations as texts: %s, %s", (up, down, verdict, message) =>
  checkTypes(
    `export const up = asset(${up});\nexport const down = asset(${down});`,
    [`up: ${verdict}`],
    message === undefined ? [] : [message],
    textualOracle(typescript, typescript.sys.readFile),
  ),
);

test.each<[title: string, ins: string, verdict: string, marked?: string, message?: string]>([
  ["a text", '"up"', "mismatch", "«a»", 'The input "a" takes number, but the asset "up" gives string.'],
  ["an object, which the compiler speaks of", "up", "unknown"],
  ["settings", 'AssetIn({ key: "up", inputManagerKey: "m" })', "unknown"],
])("ins names the upstream by %s", (_, ins, verdict, marked = "a", message) =>
  checkTypes(
    `export const up = asset((): string => "");\nexport const down = asset({ ins: { a: ${ins} } }, ({ ${marked} }: { a: number }) => a);`,
    [`a: ${verdict}`],
    message === undefined ? [] : [message],
    textualOracle(typescript, typescript.sys.readFile),
  ),
);
