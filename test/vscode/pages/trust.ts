import type { Page } from "playwright-core";
import { until } from "../waiting.ts";
import type { CommandPalette } from "./commandPalette.ts";

/** VS Code's questions about trust; they come only in a workbench that was opened with `trust: true`. */
export interface Trust {
  /** Waits for the question at the start and gives its text back. */
  question(): Promise<string>;
  /** Answers the question at the start with yes. */
  grant(): Promise<void>;
  /** Answers the question at the start with no: the workspace stays restricted. */
  decline(): Promise<void>;
  /** Trusts a restricted workspace later, as a user does: the command, then the button of its page. */
  grantLater(): Promise<void>;
  /** Whether the window says that it is restricted. */
  isRestricted(): Promise<boolean>;
}

export function trust(page: Page, palette: CommandPalette): Trust {
  const dialog = page.locator(".monaco-dialog-box:visible");
  async function answer(start: string): Promise<void> {
    const button = dialog.locator(".monaco-button").filter({ hasText: start }).first();
    await until(`the button "${start}…" of the question about trust`, async () => {
      await button.click({ timeout: 3000 });
      return true;
    });
    await dialog.waitFor({ state: "hidden" });
  }
  const isRestricted = async () => ((await page.locator(".part.statusbar").textContent()) ?? "").includes("Restricted Mode");
  return {
    question: () =>
      until(
        "the question whether to trust the folder",
        async () => (await dialog.isVisible()) && ((await dialog.textContent()) ?? false),
      ),
    grant: () => answer("Yes, I trust"),
    decline: () => answer("No, I don't"),
    async grantLater() {
      await palette.run("Workspaces: Manage Workspace Trust");
      const button = page.locator(".workspace-trust-editor .monaco-button").filter({ hasText: /^Trust$/ });
      await until("the button Trust", async () => {
        await button.first().click({ timeout: 3000 });
        return true;
      });
      await until("the window to leave the restricted mode", async () => !(await isRestricted()));
    },
    isRestricted,
  };
}
