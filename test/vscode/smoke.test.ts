import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { copyExample } from "./exampleCopy.ts";
import { testsInside } from "./extensionHost.ts";
import { journey, takePicture } from "./journey.ts";
import { packSmokeExtension } from "./smokeExtension.ts";
import { until } from "./waiting.ts";

const extension = packSmokeExtension();
afterAll(() => extension.remove());

const options = { extensions: [extension.file], folder: () => copyExample("customers") };

journey("smoke: the page objects see what an extension shows", options, async (workbench, step) => {
  const { editor, problems, notifications, palette, statusBar, webviews, page } = workbench;

  await step("a TypeScript file in the editor", async () => {
    await editor.open("src/transform.ts");
    expect((await editor.lines())[0]).toMatch(/^import \{.* \} from "headwater";$/);
  });

  await step("a lens, and what its click does", async () => {
    await editor.waitForLens("Greet", "cleanCustomers = asset(");
    await editor.clickLens("Greet", "cleanOrders = asset(");
    await notifications.waitFor(/^Hello from line \d\d+\.$/);
    await notifications.click("Hello from line", "Once more");
    await notifications.waitFor("Hello once more.");
    await notifications.clear();
    await notifications.waitForNone("Hello");
  });

  await step("a lens that VS Code only remembers, while another provider has not answered", async () => {
    await palette.run("Smoke: Register Slow Lenses");
    const remembered = async () => (await editor.lenses()).some(({ title, link }) => title === "Greet" && link === undefined);
    await until("a lens without a link", remembered, editor.lenses);
    await editor.clickLens("Greet", "cleanCustomers = asset(");
    await notifications.waitFor(/^Hello from line \d+\.$/);
    await notifications.clear();
  });

  await step("a hover", async () => {
    expect(await editor.hover('"raw_customers"', "row_count")).toContain("Smoke: row_count 188");
  });

  await step("a squiggle, its problem, its quick fix", async () => {
    await editor.replace('"raw_customers"', '"raw_custmers"');
    await editor.waitForSquiggle("warning", '"raw_custmers"');
    expect(await problems.waitFor({ message: "raw_custmers", file: "transform.ts" })).toMatchObject({
      severity: "warning",
      message: "No asset is named raw_custmers.",
      source: "smoke",
    });
    expect(await editor.quickFixes('"raw_custmers"')).toContain('Change to "raw_customers"');
    await editor.applyQuickFix('"raw_custmers"', 'Change to "raw_customers"');
    await editor.waitForNoSquiggle("warning", '"raw_custmers"');
    await problems.waitForNone({ message: "raw_custmers" });
  });

  await step("typing and saving", async () => {
    await editor.select("export const cleanCustomers");
    await page.keyboard.press("Home");
    await editor.type("// (typed) {here}\n");
    expect(await editor.isDirty()).toBe(true);
    await editor.save();
    expect(readFileSync(join(workbench.folder, "src/transform.ts"), "utf8")).toContain(
      "\n// (typed) {here}\nexport const cleanC",
    );
    expect(await problems.list()).toEqual([]);
  });

  await step("the status bar", async () => {
    await statusBar.waitFor("smoke trusted");
    await statusBar.click("smoke trusted");
    await notifications.waitFor("Hello from line none.");
    await notifications.clear();
  });

  await step("a webview that talks with its extension", async () => {
    await palette.run("Smoke: Show Page");
    const frame = await webviews.frame("#smoke");
    await frame.locator("p", { hasText: "Hello, page." }).waitFor();
    await frame.click("#smoke");
    await notifications.waitFor("The page was clicked.");
    await notifications.clear();
  });

  await step("themes", async () => {
    for (const theme of ["highContrast", "light", "dark"] as const) {
      await workbench.useTheme(theme);
      await takePicture(page, `smoke-${theme}`);
    }
  });

  await step("a reload", async () => {
    await workbench.reload();
    await statusBar.waitFor("smoke trusted");
    await editor.waitForLens("Greet");
  });
});

journey("smoke: trust is asked for and can be given later", { ...options, trust: true }, async (workbench, step) => {
  const { trust, palette, statusBar } = workbench;
  await step("the question at the start", async () => {
    expect(await trust.question()).toContain("Do you trust the authors");
    await statusBar.waitFor("smoke untrusted");
    await trust.decline();
    expect(await trust.isRestricted()).toBe(true);
    expect(await palette.titles("Smoke:")).toEqual(["Smoke: Greet", "Smoke: Register Slow Lenses", "Smoke: Show Page"]);
  });
  await step("trust that is given later", async () => {
    await trust.grantLater();
    await statusBar.waitFor("smoke trusted");
    expect(await palette.titles("Smoke: Only")).toEqual(["Smoke: Only Where Trusted"]);
  });
});

testsInside("smoke: mocha inside of the extension host", { ...options, tests: [join(import.meta.dirname, "smoke.inside.ts")] });
