import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { type CodeServer, type CodeServerOptions, startCodeServer } from "./codeServer.ts";
import { type CommandPalette, commandPalette } from "./pages/commandPalette.ts";
import { type Editor, editor } from "./pages/editor.ts";
import { type Notifications, notifications } from "./pages/notifications.ts";
import { type ProblemsPanel, problemsPanel } from "./pages/problems.ts";
import { type StatusBar, statusBar } from "./pages/statusBar.ts";
import { type Trust, trust } from "./pages/trust.ts";
import { type Webviews, webviews } from "./pages/webviews.ts";
import type { Session } from "./session.ts";
import { steadySettings } from "./settings.ts";
import { type Theme, themeClasses, themes } from "./themes.ts";
import { patience, until } from "./waiting.ts";

export interface WorkbenchOptions extends CodeServerOptions {
  /** The folder to open, absolute. */
  readonly folder: string;
  /** The size of the window in pixels; 1280 x 800 by default. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** One window of a real VS Code, and the page objects for its parts. */
export interface Workbench {
  readonly page: Page;
  readonly server: CodeServer;
  readonly folder: string;
  readonly palette: CommandPalette;
  readonly editor: Editor;
  readonly problems: ProblemsPanel;
  readonly notifications: Notifications;
  readonly statusBar: StatusBar;
  readonly webviews: Webviews;
  readonly trust: Trust;
  /** Loads the window anew, as `Developer: Reload Window` does, and waits until it is ready. */
  reload(): Promise<void>;
  /** Changes the theme through the opened folder's `.vscode/settings.json`, and waits until it is there. */
  useTheme(theme: Theme): Promise<void>;
}

/** Starts a server of its own and opens a window on a folder; both end with the session. */
export async function openWorkbench(session: Session, options: WorkbenchOptions): Promise<Workbench> {
  const server = await startCodeServer({ ...options, settings: { ...steadySettings, ...options.settings } });
  session.server = server;
  const page = await newPage(session, options.size);
  const address = `${server.address}/?folder=${encodeURIComponent(options.folder)}`;
  await page.goto(address);
  await ready(page);
  const palette = commandPalette(page);
  return {
    page,
    server,
    folder: options.folder,
    palette,
    editor: editor(page, palette),
    problems: problemsPanel(page, palette),
    notifications: notifications(page, palette),
    statusBar: statusBar(page),
    webviews: webviews(page),
    trust: trust(page, palette),
    async reload() {
      await page.goto(address);
      await ready(page);
    },
    async useTheme(theme) {
      const file = join(options.folder, ".vscode/settings.json");
      mkdirSync(join(options.folder, ".vscode"), { recursive: true });
      writeFileSync(file, JSON.stringify({ ...readSettings(file), "workbench.colorTheme": themes[theme] }, undefined, 2));
      const body = page.locator(".monaco-workbench").first();
      await until(`the theme ${themes[theme]}`, async () =>
        (await body.getAttribute("class"))?.split(" ").includes(themeClasses[theme]),
      );
    },
  };
}

/** An empty page of the session, whose console is kept. */
export async function newPage(session: Session, size = { width: 1280, height: 800 }): Promise<Page> {
  const context = await session.browser.newContext({ viewport: size, reducedMotion: "reduce" });
  const page = await context.newPage();
  session.page = page;
  page.setDefaultTimeout(patience);
  page.on("console", (message) => session.console.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => session.console.push(`page error: ${error.stack ?? error.message}`));
  // VS Code asks before it lets a window with unsaved files go, and restores them afterwards.
  page.on("dialog", (dialog) => dialog.accept().catch(() => undefined));
  return page;
}

/** The window is drawn and its file tree is there: the server's side answers. */
async function ready(page: Page): Promise<void> {
  const tree = page.locator(".explorer-folders-view .monaco-list-row").first();
  await until(
    "the window to be ready",
    async () => (await page.locator(".part.statusbar .statusbar-item").count()) > 1 && (await tree.isVisible()),
    () => page.title(),
    90_000,
  );
}

function readSettings(file: string): object {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
