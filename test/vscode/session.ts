import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { test } from "vitest";
import { launchBrowser } from "./browser.ts";
import type { CodeServer } from "./codeServer.ts";
import { exclusively } from "./exclusively.ts";

/** One thing that is done and seen: its name stands in the error when it fails. */
export type Step = <T>(name: string, act: () => Promise<T>) => Promise<T>;

/** One VS Code while it lives. Who starts a server or opens a page says so here, so that both are looked at and ended. */
export interface Session {
  readonly browser: Browser;
  server: CodeServer | undefined;
  page: Page | undefined;
  /** What the page has written to its console. */
  readonly console: string[];
  readonly step: Step;
}

const root = join(import.meta.dirname, "../..");

/** Where pictures, logs and times of journeys are kept. */
export const kept = join(root, ".cache/journeys");

/**
 * A test with a VS Code of its own; one at a time on the whole machine. When it fails, a picture of the window and the ends of
 * all logs stay in `.cache/journeys/<name>/`, and the error says so. `minutes` does not count the wait for other journeys.
 */
export function testInSession(name: string, minutes: number, act: (session: Session) => Promise<void>): void {
  // The session's own deadline leaves time to keep the evidence; vitest's would also count the wait.
  test(name, { timeout: 60 * 60_000 }, async (context) => {
    if (process.platform === "win32") return context.skip("The workbench for journeys runs on Linux and macOS only.");
    await exclusively(join(kept, "lock"), async () => {
      const folder = join(kept, fileName(name));
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      const browser = await launchBrowser();
      if (browser === undefined) return context.skip("Chromium is missing.");
      const times: string[] = [];
      let current = "the start";
      const step: Step = async (what, work) => {
        current = what;
        const started = Date.now();
        const result = await work();
        times.push(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${what}\n`);
        return result;
      };
      const session: Session = { browser, server: undefined, page: undefined, console: [], step };
      const acting = act(session);
      try {
        await withDeadline(minutes, context.signal, acting);
      } catch (error) {
        await keepEvidence(folder, session).catch((problem) => writeFileSync(join(folder, "no-evidence.txt"), String(problem)));
        throw told(error, current, relative(root, folder));
      } finally {
        writeFileSync(join(folder, "steps.txt"), times.join(""));
        await browser.close().catch(() => undefined);
        await session.server?.stop();
        // After a deadline the work goes on until it finds its page closed: it tidies up then, and its error tells nothing.
        await Promise.race([acting.catch(() => undefined), sleep(5_000, undefined, { ref: false })]);
      }
    });
  });
}

function told(error: unknown, current: string, folder: string): Error {
  const message = error instanceof Error ? error.message : String(error);
  const sentence = `In "${current}": ${message}\nA picture of the window and the logs are in ${folder}/.`;
  const made = new Error(sentence);
  // The stack of what failed, not of this function: it says where in the journey it was.
  if (error instanceof Error)
    made.stack = `Error: ${sentence}\n${(error.stack ?? "").replace(/^[\s\S]*?(?=\n\s+at )/, "").trimStart()}`;
  return made;
}

async function keepEvidence(folder: string, { server, page, console }: Session): Promise<void> {
  writeFileSync(join(folder, "console.txt"), console.slice(-300).join("\n"));
  if (server !== undefined) {
    const processes = server.processes().map(({ pid, command }) => `${pid} ${command}\n`);
    writeFileSync(join(folder, "processes.txt"), processes.join(""));
    writeFileSync(join(folder, "server.log"), server.output());
    writeFileSync(join(folder, "logs.txt"), server.logs(120));
  }
  await page?.screenshot({ path: join(folder, "window.png"), timeout: 15_000 });
}

async function withDeadline(minutes: number, signal: AbortSignal, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let abort = () => {};
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than ${minutes} minutes.`)), minutes * 60_000);
    abort = () => reject(new Error("The test was cancelled."));
    signal.addEventListener("abort", abort);
  });
  try {
    await Promise.race([work, passed]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

function fileName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
