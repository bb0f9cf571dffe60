import type { FromGraphPage, GraphPageState, ProjectGraph, ToGraphPage } from "@headwater/protocol";
import type { Browser, Page } from "playwright-core";
import type { PageServer } from "./pageServer.ts";
import type { ThemeName } from "./themes.ts";

export interface OpenPage {
  readonly page: Page;
  /** Says something as the extension. */
  send(message: ToGraphPage): Promise<void>;
  /** Sends a graph, trusted and without statuses unless told otherwise, and waits until it is shown. */
  show(graph: ProjectGraph, more?: Partial<Extract<ToGraphPage, { type: "state" }>>): Promise<void>;
  /** What the page has said so far, and forgets it. */
  posted(): Promise<FromGraphPage[]>;
  /** Waits until the page says something else than nothing. */
  answer(): Promise<FromGraphPage>;
  /** What the page's policy forbade, and errors that nobody caught. */
  problems(): Promise<string[]>;
  state(): Promise<GraphPageState | undefined>;
  close(): Promise<void>;
}

export interface PageOptions {
  readonly theme?: ThemeName;
  readonly search?: string;
  readonly size?: { readonly width: number; readonly height: number };
}

/** Opens the graph page alone and waits for its `ready`. */
export async function openPage(
  browser: Browser,
  server: PageServer,
  { theme = "dark", search = "", size = { width: 1600, height: 900 } }: PageOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: size, reducedMotion: "reduce" });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(server.url(theme, search));
  await page.waitForSelector("main");
  const send = (message: ToGraphPage) => page.evaluate(`fakeHost.send(${JSON.stringify(message)})`).then(() => {});
  const posted = () => page.evaluate("fakeHost.posted.splice(0)") as Promise<FromGraphPage[]>;
  return {
    page,
    send,
    async show(graph, more = {}) {
      await send({ type: "state", graph, statuses: [], trusted: true, ...more });
      await page.waitForSelector("main[data-state=graph]");
      await frames(page);
    },
    posted,
    async answer() {
      for (let tries = 0; tries < 100; tries++) {
        const [first] = await posted();
        if (first !== undefined) return first;
        await page.waitForTimeout(50);
      }
      throw new Error("The page said nothing.");
    },
    problems: async () => [...errors, ...((await page.evaluate("fakeHost.problems")) as string[])],
    state: () => page.evaluate("fakeHost.state()") as Promise<GraphPageState | undefined>,
    close: () => context.close(),
  };
}

/** Waits until what has changed is painted. */
export async function frames(page: Page): Promise<void> {
  await page.evaluate(
    "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 30))))",
  );
}
