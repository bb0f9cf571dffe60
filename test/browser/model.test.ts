import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleTests } from "./bundleTests.ts";
import { chromiumFlags, findChromium } from "./chromium.ts";
import type { Outcome } from "./vitestInPage.ts";

const executablePath = findChromium();

describe.skipIf(executablePath === undefined)("in a browser", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? "", args: chromiumFlags });
  }, 120_000);
  afterAll(() => browser.close());

  const outcomeOf = async (script: string) => {
    const page = await browser.newPage();
    try {
      await page.addScriptTag({ content: script });
      return (await page.evaluate("outcome")) as Outcome;
    } finally {
      await page.close();
    }
  };

  test("the model passes all of its tests", { timeout: 300_000 }, async () => {
    const { script, files } = await bundleTests("model/src/**/*.test.ts");
    const outcome = await outcomeOf(script);
    expect(outcome.failures.join("\n\n")).toBe("");
    expect(outcome.passed).toBe(outcome.found);
    expect(Object.keys(outcome.files)).toEqual(files);
    expect(Object.entries(outcome.files).filter(([, tests]) => tests === 0)).toEqual([]);
  });

  test("a test that fails is told", async () => {
    const { script } = await bundleTests("test/browser/fixtures/mixed.test.ts");
    const outcome = await outcomeOf(script);
    expect(outcome).toMatchObject({ found: 5, passed: 3, files: { "test/browser/fixtures/mixed.test.ts": 5 } });
    expect(outcome.failures).toEqual([
      expect.stringMatching(/^test\/browser\/fixtures\/mixed\.test\.ts > of a table > %d is %d \(row 2\)\n.*expected 1 to be 2/),
      expect.stringMatching(/> is awaited\nError: late/),
    ]);
  });
});

test("what needs Node cannot be bundled for a browser", async () => {
  await expect(bundleTests("test/browser/fixtures/ofNode.test.ts")).rejects.toThrow('Could not resolve "node:fs"');
});
