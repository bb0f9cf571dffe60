import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { copyExample } from "./exampleCopy.ts";
import { testsInside } from "./extensionHost.ts";
import { journey, takePicture } from "./journey.ts";
import { vsix } from "./vsix.ts";
import { until } from "./waiting.ts";

/** An example with a file more in which assets stand beside ordinary code, and one with a job. */
const folder = () => {
  const copy = copyExample("customers");
  writeFileSync(
    join(copy.folder, "src/mixed.ts"),
    `import { asset } from "headwater";

function helper(rows: number): number {
  return rows + 1;
}

export const mixed = asset({ name: "mixed", deps: ["raw_customers"], groupName: "extra" }, () => {
  return helper(1);
});

export const counted = asset({ name: "counted", groupName: "extra" }, (): number => 1);

export const wordy = asset({ name: "wordy", groupName: "extra" }, ({ counted }: { counted: string }) => counted.length);
`,
  );
  writeFileSync(
    join(copy.folder, "src/jobs.ts"),
    'import { defineJob } from "headwater";\n\nexport const nightly = defineJob({ name: "nightly", selection: "key:clean_customers or group:extra" });\n',
  );
  return copy;
};

testsInside("the language: beside TypeScript's own features", {
  extensions: [vsix],
  folder,
  tests: [join(import.meta.dirname, "language.inside.ts")],
});

journey(
  "the language: completion, rename with preview, type hierarchy",
  { extensions: [vsix], folder },
  async (workbench, step) => {
    const { editor, notifications, palette, problems, page } = workbench;

    await step("what an asset gives is held against what its downstream takes", async () => {
      await editor.open("src/mixed.ts");
      const { message } = await problems.waitFor({ message: "counted", file: "mixed.ts", severity: "error" });
      expect(message).toMatch(/takes string.*gives number/);
      await editor.waitForSquiggle("error", "counted");
      await takePicture(page, "language-types");
      await editor.replace("{ counted: string }", "{ counted: number }");
      await problems.waitForNone({ message: "gives number" });
      await editor.replace("counted.length", "counted");
      await editor.save();
    });

    await step("keys are completed in a dependency", async () => {
      await editor.open("src/mixed.ts");
      await editor.waitForLens(/Materialize asset/, "mixed = asset(");
      await editor.select("raw_customers");
      await editor.type("raw_o");
      await page.keyboard.press("Control+Space");
      const rows = page.locator(".suggest-widget.visible .monaco-list-row");
      await until("the keys in the suggestions", async () =>
        (await rows.allInnerTexts()).some((row) => row.includes("raw_orders")),
      );
      await takePicture(page, "language-completion");
      await page.keyboard.press("Escape");
      await editor.replace("raw_o", "raw_customers");
      await editor.save();
    });

    await step("an asset gets a history", async () => {
      await editor.open("src/ingestion.ts");
      await editor.clickLens(/Materialize asset/, "rawCustomers = asset(");
      await editor.waitForLens(/row_count 188/, "rawCustomers = asset(");
      await editor.open("src/mixed.ts");
    });

    await step("a key is renamed in three files, after a look at what changes", async () => {
      await editor.select("raw_customers");
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("F2");
      const box = page.locator(".rename-box input");
      await box.waitFor();
      expect(await box.inputValue()).toBe("raw_customers");
      await box.fill("customers_raw");
      // With the look at what changes, as VS Code offers it for every rename.
      await box.press("Control+Enter");
      const preview = page.locator(".bulk-edit-panel");
      await preview.waitFor();
      const seen = async () => (await preview.textContent()) ?? "";
      await until(
        "three files in the preview",
        async () => {
          const text = await seen();
          return ["mixed.ts", "transform.ts", "ingestion.ts"].every((file) => text.includes(file));
        },
        seen,
      );
      await takePicture(page, "language-rename");
      await preview.getByRole("button", { name: "Apply" }).click();
      await preview.waitFor({ state: "hidden" });
      await until("the new key in the editor", async () =>
        (await editor.lines()).some((line) => line.includes('"customers_raw"')),
      );
      await palette.run("File: Save All Files");
      for (const file of ["mixed.ts", "transform.ts", "ingestion.ts"]) {
        await until(`the new key in ${file}`, async () => {
          const text = readFileSync(join(workbench.folder, "src", file), "utf8");
          return text.includes('"customers_raw"') && !text.includes('"raw_customers"');
        });
      }
    });

    await step("its history is carried along, once that was offered and taken", async () => {
      const offer = /"raw_customers" is called "customers_raw" now/;
      await notifications.waitFor(offer);
      await takePicture(page, "language-carry");
      await notifications.click(offer, "Carry Along");
      await notifications.waitForNone(offer);
      await editor.open("src/ingestion.ts");
      await editor.waitForLens(/row_count 188/, "rawCustomers = asset(");
      await editor.open("src/mixed.ts");
    });

    await step("lineage is a type hierarchy", async () => {
      await editor.select("customers_raw");
      await page.keyboard.press("ArrowLeft");
      await palette.run("Peek Type Hierarchy");
      const peek = page.locator(".type-hierarchy");
      await peek.waitFor();
      const rows = () => peek.locator(".monaco-list-row").allInnerTexts();
      await until("the lineage", async () => (await rows()).some((row) => row.includes("customers_raw")), rows);
      await takePicture(page, "language-lineage");
      await page.keyboard.press("Escape");
    });
  },
);
