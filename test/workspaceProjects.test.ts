import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { checkOutput } from "@headwater/protocol";
import { afterAll, describe, expect, test } from "vitest";
import { scratchProject } from "./project/scratchProject.ts";

const from = 'import { asset, AssetIn } from "headwater";\n';
const manifest = (name: string, more: object) =>
  JSON.stringify({ name: `@shop/${name}`, type: "module", dependencies: { headwater: "*" }, ...more });

/** A monorepo as npm installs it: its packages are linked into node_modules of its root. */
const monorepo = scratchProject({
  "package.json": '{ "name": "shop", "private": true, "workspaces": ["packages/*"] }',
  "packages/plain/package.json": '{ "name": "@shop/plain", "type": "module", "exports": "./src/index.ts" }',
  "packages/plain/src/index.ts": 'export const group = "sales";\n',
  "packages/orders/package.json": manifest("orders", { exports: { ".": "./dist/index.js", "./tables": "./src/tables.ts" } }),
  "packages/orders/.gitignore": "dist/\n",
  "packages/orders/src/index.ts": `${from}export const orders = asset({ name: "orders" }, () => [1, 2]);\nexport const nameless = asset(() => 1);\n`,
  "packages/orders/src/tables.ts": `${from}export const table = (name: string) => asset({ name, kinds: ["sql"] }, () => 3);\n`,
  "packages/orders/dist/index.js": `${from}export const orders = asset({ name: "orders" }, () => [1, 2]);\nexport const nameless = asset(() => 1);\n`,
  "packages/reports/package.json": manifest("reports", {}),
  "packages/reports/src/reports.ts": `${from}import { group } from "@shop/plain";
import { orders } from "@shop/orders";
import { table } from "@shop/orders/tables";
export const customers = table("customers");
export const revenue = asset({ groupName: group, deps: [orders, customers] }, () => 5);
`,
});
mkdirSync(join(monorepo.folder, "node_modules/@shop"));
for (const name of ["plain", "orders", "reports"]) {
  symlinkSync(join(monorepo.folder, "packages", name), join(monorepo.folder, "node_modules/@shop", name), "dir");
}
afterAll(() => monorepo.remove());

const reports = ["--project", "packages/reports"];
const found = (...args: string[]) =>
  checkOutput.parse(monorepo.json("check", ...args)).diagnostics.map(({ code, severity, message, file, related }) => ({
    code,
    severity,
    message,
    file,
    related: related.map((place) => `${place.file}: ${place.message}`),
  }));

describe("packages of one workspace", () => {
  test("are read where they are imported: constants, functions that wrap asset(), assets", () => {
    const { nodes, edges } = monorepo.json("graph", ...reports);
    const shown = nodes.map((node: Record<string, unknown>) => [node.key, node.kind, node.groupName, node.kinds]);
    expect(shown.sort()).toEqual([
      ["customers", "materializable", "default", ["sql"]],
      ["orders", "stub", "default", []],
      ["revenue", "materializable", "sales", []],
    ]);
    expect(edges.map((edge: Record<string, unknown>) => [edge.from, edge.to])).toEqual([
      ["orders", "revenue"],
      ["customers", "revenue"],
    ]);
  });

  test("load as the analysis says", () => {
    expect(found(...reports, "--loaded")).toEqual(found(...reports));
    expect(monorepo.json("materialize", ...reports).run.status).toBe("SUCCESS");
  });

  test("an asset of another one is external, also for a project by itself", () => {
    expect(found(...reports)).toEqual([
      {
        code: "unknown-dependency",
        severity: "information",
        message: 'No asset has the key "orders", so it is taken to be external.',
        file: "src/reports.ts",
        related: [
          "../orders/src/index.ts: It is declared here, outside of this project: a file of this project that exports it too makes it one of both.",
        ],
      },
    ]);
  });

  test("can take no value from it, and nothing from one without a name", () => {
    monorepo.write({
      "packages/reports/src/wrong.ts": `${from}import { nameless, orders } from "@shop/orders";
export const wrong = asset({ ins: { orders } }, ({ orders }) => orders);
export const worse = asset({ ins: { it: AssetIn({ key: nameless }) } }, ({ it }) => it);
`,
    });
    const codes = (...args: string[]) => found(...reports, ...args).map(({ code, file }) => `${code} ${file}`);
    const expected = ["unknown-dependency src/reports.ts", "missing-name src/wrong.ts", "unknown-input src/wrong.ts"];
    expect(codes().sort()).toEqual(expected.sort());
    expect(codes("--loaded").sort()).toEqual(expected.sort());
    monorepo.write({ "packages/reports/src/wrong.ts": "export {};\n" });
  });
});

describe("the root of a monorepo", () => {
  test("is checked with all its projects, which know of each other", () => {
    expect(found()).toEqual([
      {
        code: "unknown-dependency",
        severity: "information",
        message: '"orders" is an asset of @shop/orders. Here it is taken to be external.',
        file: "packages/reports/src/reports.ts",
        related: ["packages/orders/src/index.ts: It is an asset of @shop/orders."],
      },
    ]);
    expect(monorepo.run("check").stdout).toContain(
      "0 errors, 0 warnings, 1 for information in 4 assets of 2 files in 2 projects.",
    );
  });

  test("is no project that could be materialized: the command says which there are", () => {
    const { status, stderr } = monorepo.run("materialize");
    expect(status).toBe(2);
    expect(stderr).toContain("Projects in it: packages/orders, packages/reports. Name one, as in --project packages/orders.");
  });
});
