import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { copyExample } from "./exampleCopy.ts";
import { journey } from "./journey.ts";
import { vsix } from "./vsix.ts";
import { until } from "./waiting.ts";

/** The example with a line that leaves a file behind wherever the project's code runs. */
function guarded() {
  const copy = copyExample("customers");
  const file = join(copy.folder, "src/ingestion.ts");
  const sentinel = 'import { writeFileSync } from "node:fs";\nwriteFileSync("code-ran", "");\n';
  writeFileSync(file, sentinel + readFileSync(file, "utf8"));
  return copy;
}

journey(
  "trust: no user code runs before it is given",
  { extensions: [vsix], folder: guarded, trust: true, minutes: 5 },
  async (workbench, step) => {
    const { editor, palette, problems, trust, webviews } = workbench;
    const ran = () => existsSync(join(workbench.folder, "code-ran"));

    await step("what is static works without trust", async () => {
      await trust.question();
      await trust.decline();
      await editor.open("src/transform.ts");
      await editor.replace('"raw_customers"', '"raw_custmers"');
      await editor.waitForSquiggle("warning", '"raw_custmers"');
      await problems.waitFor({ message: 'Did you mean "raw_customers"?', file: "transform.ts" });
      await editor.applyQuickFix('"raw_custmers"', /raw_customers/);
      await editor.save();
      await palette.run("Headwater: Show Asset Graph");
      await webviews.frame('[data-item="clean_customers"]');
      expect(ran()).toBe(false);
    });

    await step("the lens says that it is restricted and offers to manage trust", async () => {
      await editor.open("src/ingestion.ts");
      await editor.clickLens(/restricted/i, "rawCustomers = asset(");
      await until("the page that manages trust", () => workbench.page.locator(".workspace-trust-editor").isVisible());
      await workbench.page.keyboard.press("Escape");
      expect(ran()).toBe(false);
    });

    await step("a command says why nothing runs", async () => {
      await palette.run("Headwater: Materialize All");
      await workbench.notifications.waitFor(/not trusted/);
      await workbench.notifications.clear();
      expect(ran()).toBe(false);
    });

    await step("with trust it runs", async () => {
      await trust.grantLater();
      await editor.open("src/ingestion.ts");
      await editor.clickLens(/^Materialize asset$/, "rawCustomers = asset(");
      await editor.waitForLens(/row_count 188/, "rawCustomers = asset(");
      expect(ran()).toBe(true);
    });
  },
);
