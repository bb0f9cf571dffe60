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
    `import { asset, DailyPartitionsDefinition } from "headwater";

function helper(rows: number): number {
  return rows + 1;
}

export const mixed = asset({ name: "mixed", deps: ["raw_customers"], groupName: "extra" }, () => {
  return helper(1);
});

export const counted = asset({ name: "counted", groupName: "extra" }, (): number => 1);

export const wordy = asset({ name: "wordy", groupName: "extra" }, ({ counted }: { counted: string }) => counted.length);

const days = DailyPartitionsDefinition({ startDate: "2024-01-01", endDate: "2024-03-01" });
export const scores = asset({ keyPrefix: ["extra", "daily"], partitionsDef: days, groupName: "extra" }, () => 1);
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
      expect(await problems.waitFor({ message: "counted", file: "mixed.ts", severity: "error" })).toMatchObject({
        message: 'The input "counted" takes string, but the asset "counted" gives number.',
        line: 13,
        source: expect.stringMatching(/^headwater/),
      });
      await editor.waitForSquiggle("error", "counted");
    });

    await step("the cards of an asset and of a mismatch, in three themes", async () => {
      const hover = page.locator(".monaco-hover:visible .monaco-hover-content");
      const said = async () => (await hover.allInnerTexts()).join("\n");
      const lookAt = async (text: string, expected: RegExp, picture: string) => {
        await editor.select(text);
        // From the keyboard: a picture is taken with the mouse out of the way.
        await page.keyboard.press("ArrowLeft");
        await page.keyboard.press("ArrowRight");
        await palette.run("Show or Focus Hover");
        await until(`a hover that says ${expected}`, async () => expected.test(await said()), said);
        await takePicture(page, picture);
        await page.keyboard.press("Escape");
      };
      for (const theme of ["light", "highContrast", "dark"] as const) {
        await workbench.useTheme(theme);
        await lookAt("raw_customers", /Downstream:\s+mixed,\s+clean_customers/, `language-hover-${theme}`);
        await lookAt(
          "counted }:",
          /takes string[\s\S]*"counted" gives number\.[\s\S]*\(parameter\) counted: string/,
          `language-types-${theme}`,
        );
      }
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
      const offered = async () => (await rows.allInnerTexts()).map((row) => row.split("\n")[0]);
      await until("the keys in the suggestions", async () => (await offered())[0] === "raw_orders", offered);
      await takePicture(page, "language-completion");
      await page.keyboard.press("Enter");
      await until("the key that was chosen", async () =>
        (await editor.lines()).some((line) => line.includes('deps: ["raw_orders"]')),
      );
      await editor.replace("raw_orders", "raw_customers");
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
      const rows = preview.locator(".monaco-list-row");
      const seen = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute("aria-label")));
      const change = "replacing raw_customers with customers_raw";
      const expected = [
        ...["src/ingestion.ts, making text edits", `line 5, ${change}`],
        ...["src/mixed.ts, making text edits", `line 7, ${change}`],
        ...["src/transform.ts, making text edits", `line 7, ${change}`],
      ];
      await until("three files in the preview", async () => (await seen()).join("\n") === expected.join("\n"), seen);
      await takePicture(page, "language-rename");
      const files = ["mixed.ts", "transform.ts", "ingestion.ts"];
      const textOf = (file: string) => readFileSync(join(workbench.folder, "src", file), "utf8");
      for (const file of files) expect(textOf(file)).not.toContain("customers_raw");
      await preview.getByRole("button", { name: "Apply" }).click();
      await preview.waitFor({ state: "hidden" });
      await until("the new key in the editor", async () =>
        (await editor.lines()).some((line) => line.includes('"customers_raw"')),
      );
      await palette.run("File: Save All Files");
      for (const file of files) {
        await until(
          `the new key in ${file}`,
          async () => textOf(file).includes('"customers_raw"') && !textOf(file).includes('"raw_customers"'),
        );
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
      const peek = page.locator(".peekview-widget:has(.type-hierarchy)");
      await peek.waitFor();
      const seen = async () => ({
        title: await peek.locator(".head .filename").textContent(),
        rows: await peek.locator(".monaco-list-row .label-name").allInnerTexts(),
      });
      const shows = async (title: string, rows: readonly string[]) =>
        until(
          `${title}: ${rows}`,
          async () => {
            const now = await seen();
            return now.title === title && now.rows.join() === rows.join();
          },
          seen,
        );
      await shows("Subtypes of 'customers_raw'", ["customers_raw", "mixed", "clean_customers"]);
      await takePicture(page, "language-lineage");
      await page.keyboard.press("Escape");
      await editor.select('name: "mixed');
      await page.keyboard.press("ArrowRight");
      await palette.run("Peek Type Hierarchy");
      await peek.waitFor();
      await peek.locator('.head .action-label[aria-label^="Show Supertypes"]').click();
      await shows("Supertypes of 'mixed'", ["mixed", "customers_raw"]);
      await page.keyboard.press("Escape");
    });
  },
);
