import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bothWays } from "./project/bothWays.ts";
import { projectPlans, writeProject } from "./project/randomProject.ts";

describe("analysis and loading agree about random projects", () => {
  test("on everything, where every key can be known", async () => {
    await fc.assert(
      fc.asyncProperty(projectPlans(true), async (plan) => {
        const { analysed, complete, loaded } = await bothWays(writeProject(plan));
        expect(analysed).toEqual(loaded);
        expect(complete).toBe(true);
      }),
      { numRuns: 35 },
    );
  });

  test("on what the analysis says, where some keys cannot be known", async () => {
    await fc.assert(
      fc.asyncProperty(projectPlans(false), async (plan) => {
        const { analysed, complete, loaded } = await bothWays(writeProject(plan));
        if (complete) {
          expect(analysed).toEqual(loaded);
          return;
        }
        const isInformation = (finding: string) => finding.startsWith("unknown-key:");
        expect(loaded.findings).toEqual(expect.arrayContaining(analysed.findings.filter((said) => !isInformation(said))));
        expect(analysed.findings.some(isInformation)).toBe(true);
        expect(loaded.keys).toEqual(expect.arrayContaining([...analysed.keys]));
        expect(loaded.edges).toEqual(expect.arrayContaining([...analysed.edges]));
        expect(loaded.checks).toEqual(expect.arrayContaining([...analysed.checks]));
      }),
      { numRuns: 25 },
    );
  });
});
