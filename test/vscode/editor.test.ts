import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { copyExample } from "./exampleCopy.ts";
import { journey, takePicture } from "./journey.ts";
import { vsix } from "./vsix.ts";

const options = {
  extensions: [vsix],
  folder: () => {
    const copy = copyExample("customers");
    writeFileSync(
      join(copy.folder, "src/extra.ts"),
      `import { asset, AssetCheckResult, assetCheck } from "headwater";

export const fragile = asset({ name: "fragile", groupName: "extra" }, () => {
  throw new RangeError("no rows on Sundays");
});

export const endless = asset({ name: "endless", groupName: "extra" }, async () => {
  await new Promise(() => setInterval(() => {}, 1_000));
});

export const counted = asset({ name: "counted", groupName: "extra" }, () => [1, 2]);

export const many = assetCheck({ name: "many", asset: counted, blocking: true }, () =>
  AssetCheckResult({ passed: false, description: "two rows are too few" }),
);
`,
    );
    return copy;
  },
  minutes: 6,
};

journey("the editor: finding, lens, run, graph, failure, cancel, reload", options, async (workbench, step) => {
  const { editor, problems, notifications, palette, statusBar, webviews, page } = workbench;

  await step("a misspelt dependency is marked and mended", async () => {
    await editor.open("src/transform.ts");
    await editor.waitForLens(/Materialize asset/, "cleanCustomers = asset(");
    await editor.replace('"raw_customers"', '"raw_custmers"');
    await editor.waitForSquiggle("warning", '"raw_custmers"');
    const problem = await problems.waitFor({ message: "raw_custmers", file: "transform.ts", severity: "warning" });
    expect(problem.message).toContain('Did you mean "raw_customers"?');
    await editor.applyQuickFix('"raw_custmers"', /raw_customers/);
    await editor.waitForNoSquiggle("warning", '"raw_custmers"');
    await problems.waitForNone({ message: "raw_custmers" });
    await editor.save();
  });

  await step("one key twice is marked in both files", async () => {
    appendFileSync(join(workbench.folder, "src/extra.ts"), '\nexport const again = asset({ name: "clean_orders" }, () => {});\n');
    await problems.waitFor({ message: "is declared 2 times", file: "transform.ts" });
    await problems.waitFor({ message: "is declared 2 times", file: "extra.ts" });
    await editor.open("src/extra.ts");
    await editor.replace('name: "clean_orders"', 'name: "clean_orders_again"');
    await problems.waitForNone({ message: "is declared 2 times" });
    await editor.save();
  });

  await step("a click on the lens materializes, seen in lens, graph and status bar", async () => {
    await palette.run("Headwater: Show Asset Graph");
    await webviews.frame('[data-item="clean_customers"]');
    await editor.open("src/ingestion.ts");
    await editor.clickLens(/Materialize asset/, "rawCustomers = asset(");
    await editor.waitForLens(/row_count 188/, "rawCustomers = asset(");
    await statusBar.waitFor(/raw_customers materialized/);
    await webviews.frame('[data-item="raw_customers"][aria-label*="Materialized"]');
  });

  await step("the hover says what the last materialization counted", async () => {
    await editor.open("src/transform.ts");
    expect(await editor.hover('"raw_customers"', "row_count")).toMatch(/row_count\W+188/);
  });

  await step("an asset with its upstream from the palette", async () => {
    // The cursor is in the declaration of clean_customers, which the command takes.
    await palette.run("Headwater: Materialize Asset with Upstream");
    await editor.waitForLens(/row_count 151/, "cleanCustomers = asset(");
  });

  await step("an asset whose upstream was materialized again is stale", async () => {
    await editor.open("src/ingestion.ts");
    await editor.clickLens(/Materialize asset/, "rawCustomers = asset(");
    await editor.open("src/transform.ts");
    await editor.waitForLens(/^stale: "raw_customers" was materialized again/, "cleanCustomers = asset(");
  });

  await step("an asset that fails is in Problems, at the line that threw", async () => {
    await editor.open("src/extra.ts");
    await editor.clickLens(/Materialize asset/, "fragile = asset(");
    await notifications.waitFor(/"fragile" failed: no rows on Sundays/);
    await statusBar.waitFor(/1 of 1 failed/);
    await problems.waitFor({ message: "no rows on Sundays", file: "extra.ts", line: 4, severity: "error" });
    await notifications.clear();
  });

  await step("a check that does not pass is in Problems, at its asset", async () => {
    await editor.open("src/extra.ts");
    await editor.clickLens(/Materialize asset/, "counted = asset(");
    await notifications.waitFor(/check "many" of "counted" did not pass: two rows/);
    await statusBar.waitFor(/1 check failed/);
    await problems.waitFor({
      message: 'check "many" of "counted" did not pass: two rows',
      file: "extra.ts",
      line: 11,
      severity: "error",
    });
    await notifications.clear();
  });

  await step("Cancel of the progress cancels the run", async () => {
    await editor.open("src/extra.ts");
    await editor.clickLens(/Materialize asset/, "endless = asset(");
    await notifications.waitFor(/Materializing/);
    await editor.waitForLens(/running/, "endless = asset(");
    await notifications.click(/Materializing/, "Cancel");
    await statusBar.waitFor(/Run canceled/);
    await notifications.waitForNone(/Materializing/);
  });

  await step("the whole graph, in three themes", async () => {
    await editor.open("src/transform.ts");
    await page.keyboard.press("Escape");
    for (const theme of ["light", "highContrast", "dark"] as const) {
      await workbench.useTheme(theme);
      await webviews.frame('[data-item="clean_customers"]');
      await page.waitForTimeout(1_000);
      await takePicture(page, `editor-${theme}`);
    }
  });

  await step("a reload brings the graph back", async () => {
    await workbench.reload();
    await webviews.frame('[data-item="raw_customers"][aria-label*="Materialized"]');
    await editor.open("src/ingestion.ts");
    await editor.waitForLens(/row_count 188/, "rawCustomers = asset(");
  });
});
